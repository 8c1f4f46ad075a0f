import { setTimeout as delay } from "node:timers/promises";
import { ensureSite } from "@/lib/launch/build.mjs";
import { freePort } from "@/lib/launch/free-port.mjs";
import type { Bench, BenchContext, Figure } from "./bench";
import { describeEnds, visitorWorld } from "./bench-load";
import { warmedUp, withServer } from "./bench-server";
import { Crowd } from "./load/crowd";
import { fillMemories } from "./load/fill-memories";
import { Inspector, type MemoryMb } from "./load/inspector";
import { trendOf } from "./load/trend";
import { ensureVisitedGallery } from "./load/visited-gallery";

/** Ten minutes to settle in, then ten. */
const SECONDS = 1_200;
/** How often memory is looked at: so many times a run, where it is long enough for that. */
const LOOKS = 40;
const MIN_BETWEEN_S = 10;
/** Nobody asks for anything for so long before memory is looked at. */
const CALM_MS = 1_000;
/**
 * Visitors arrive, code is compiled and native memory finds its size in the first half: it rose by 80, 20
 * and 10 MB in the first, second and third five minutes of a quarter of an hour.
 */
const SETTLING = 1 / 2;
/** The map for bridges is drawn at once where nobody asks for anything: of 100,000 rows in ten minutes. */
const MAX_DRAWING_S = 1_800;
const TEN_MINUTES_S = 600;

/** What counts as flat, in MB per ten minutes; memory of the process moves in larger steps than its heap. */
const FLAT_MB = { rss: 20, heapUsed: 5, external: 5 } as const;
const NAMES = {
  rss: "memory of the process",
  heapUsed: "JavaScript's heap",
  external: "buffers and the like",
} as const;

interface Look {
  readonly atS: number;
  readonly memory: MemoryMb;
}

/**
 * The same visitors for ten minutes and ten before them, and whether the memory of a server grows that
 * has run for a while: its map is drawn, and what it remembers within bounds has reached them.
 */
export const benchSoak: Bench = {
  name: "soak",
  about:
    "the visitors of `load` at a steady rate: the server's memory after full collections of garbage, and where it is heading",
  isOnlyByName: true,
  async run(context) {
    const dataDir = await ensureVisitedGallery(context);
    // Before the inspector's port is named, which a build would take.
    await ensureSite(context);
    const port = await freePort();
    const env = { ...context.env, NODE_OPTIONS: `--inspect=127.0.0.1:${port}` };
    return withServer({ ...context, env }, dataDir, async (server) => {
      context.print("waiting until it is warm and its map is drawn …");
      await warmedUp(server, MAX_DRAWING_S);
      const world = visitorWorld(server, context);
      context.print("filling its memories …");
      await fillMemories(server.url, context.rows, world);
      const inspector = await Inspector.open(port);
      const crowd = new Crowd(server.url, world, context.users);
      const { seconds = SECONDS, print } = context;
      print(`${context.users} visitors for ${seconds} s …`);
      const looks = await look(crowd, inspector, seconds, print);
      const { log } = crowd;
      await crowd.end();
      inspector.close();
      return [
        {
          what: "requests",
          value: `${log.total}, ${(log.total / seconds).toFixed(0)} a second`,
        },
        ...describeEnds(log),
        ...(["rss", "heapUsed", "external"] as const).map((part) => describeTrend(looks, part)),
      ];
    });
  },
};

async function look(
  crowd: Crowd,
  inspector: Inspector,
  seconds: number,
  print: BenchContext["print"],
): Promise<Look[]> {
  const looks: Look[] = [];
  const start = performance.now();
  const sinceS = () => (performance.now() - start) / 1_000;
  const betweenS = Math.max(MIN_BETWEEN_S, seconds / LOOKS);
  for (let nextS = betweenS; nextS <= seconds; nextS += betweenS) {
    await delay(Math.max(0, nextS - sinceS()) * 1_000);
    await crowd.calm();
    await delay(CALM_MS);
    const memory = await inspector.memoryMb();
    crowd.goOn();
    const atS = sinceS();
    looks.push({ atS, memory });
    const { rss, heapUsed, external } = memory;
    print(
      `${atS.toFixed(0).padStart(5)} s: ${rss.toFixed(1)} MB, heap ${heapUsed.toFixed(1)}, buffers ${external.toFixed(1)}; ${crowd.log.total} requests`,
    );
  }
  return looks;
}

function describeTrend(looks: readonly Look[], part: keyof MemoryMb): Figure {
  const settled = looks.slice(Math.floor(looks.length * SETTLING));
  const points = settled.map(({ atS, memory }) => ({ x: atS / TEN_MINUTES_S, y: memory[part] }));
  const { slope, error } = trendOf(points);
  const [first, last] = [points.at(0), points.at(-1)];
  const isFlat = slope <= FLAT_MB[part];
  return {
    what: `${NAMES[part]}, over the last half`,
    value: `${slope.toFixed(1)} ± ${error.toFixed(1)} MB in 10 minutes (${first?.y.toFixed(0)} → ${last?.y.toFixed(0)} MB): ${isFlat ? "flat" : "NOT flat"}`,
    goal: `≤ ${FLAT_MB[part]} MB in 10 minutes`,
  };
}
