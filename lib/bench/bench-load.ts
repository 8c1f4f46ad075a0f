import { setTimeout as delay } from "node:timers/promises";
import { sampleId } from "@/lib/store/sample-rows";
import type { Bench, BenchContext, Figure } from "./bench";
import { type BenchServer, warmedUp, withServer } from "./bench-server";
import { drawPhotos } from "./drawn-photos";
import { ARRIVAL_MS, Crowd } from "./load/crowd";
import { replay } from "./load/replay";
import type { RequestLog } from "./load/request-log";
import { type ServerHealth, serverHealth } from "./load/server-health";
import { ensureVisitedGallery } from "./load/visited-gallery";
import type { VisitorWorld } from "./load/visitor";
import { percentile } from "./percentiles";
import { processUsage } from "./process-usage";

const SECONDS = 60;
/** All have arrived, and what is compiled on first use is compiled. */
const WARM_UP_MS = ARRIVAL_MS + 10_000;
/** Walks begin at so many images; more would not be met in a run. */
const STARTS = 2_000;

/** Fifty who browse a production server at once. */
export const benchLoad: Bench = {
  name: "load",
  about:
    "a mixed browsing session, by visitors who think between their steps, over HTTP from a production server",
  async run(context) {
    const dataDir = await ensureVisitedGallery(context);
    return withServer(context, dataDir, async (server) => {
      context.print("waiting until it is warm …");
      await warmedUp(server);
      const crowd = new Crowd(server.url, visitorWorld(server, context), context.users);
      context.print(`${context.users} visitors arrive …`);
      await delay(WARM_UP_MS);
      const figures = await measure(crowd, server, context);
      await crowd.end();
      context.print("the same addresses without a pause …");
      return [...figures, ...(await replay(crowd.log.paths, server, context))];
    });
  },
};

/** What visitors of a made-up gallery find. */
export function visitorWorld({ emptyTrail }: BenchServer, { rows }: BenchContext): VisitorWorld {
  const ids = Array.from({ length: Math.min(rows, STARTS) }, (_, n) => sampleId(n));
  return { emptyTrail, ids, photos: drawPhotos() };
}

async function measure(
  { log }: Crowd,
  { url, pid }: BenchServer,
  { users, seconds = SECONDS, rows, print }: BenchContext,
): Promise<Figure[]> {
  print(`measuring for ${seconds} s …`);
  await serverHealth(url);
  log.clear();
  const before = processUsage(pid).cpuMs;
  const ownBefore = process.cpuUsage();
  const start = performance.now();
  let peakMb = 0;
  while (performance.now() - start < seconds * 1_000) {
    await delay(1_000);
    peakMb = Math.max(peakMb, processUsage(pid).rssMb);
  }
  const ms = performance.now() - start;
  const health = await serverHealth(url);
  const own = process.cpuUsage(ownBefore);
  const share = (cpuMs: number) => `${((100 * cpuMs) / ms).toFixed(0)} %`;
  return [
    {
      what: "visitors · rows · measured for",
      value: `${users} · ${rows} · ${(ms / 1_000).toFixed(0)} s`,
    },
    {
      what: "requests",
      value: `${log.total}, ${((1_000 * log.total) / ms).toFixed(0)} a second`,
    },
    ...describeEnds(log),
    ...describeKinds(log),
    describeLag(health),
    {
      what: "CPU of a core: server · visitors",
      value: `${share(processUsage(pid).cpuMs - before)} · ${share((own.user + own.system) / 1_000)}`,
    },
    {
      what: "memory of the server: at most · heap · buffers",
      value: `${peakMb.toFixed(0)} · ${health.heapMb.toFixed(0)} · ${health.externalMb.toFixed(0)} MB`,
    },
  ];
}

/** What went wrong, and what was refused. */
export function describeEnds(log: RequestLog): Figure[] {
  return [
    { what: "errors", value: String(log.count("failed")), goal: "0" },
    ...log.failures.map((failure) => ({ what: "error", value: failure })),
    {
      what: "refused (503 with retry-after) · given up by the visitor · 304",
      value: [log.count("refused"), log.count("given up"), log.count("unchanged")].join(" · "),
    },
  ];
}

function describeKinds({ times }: RequestLog): Figure[] {
  const all = [...times.values()].flat();
  const rows: [string, readonly number[]][] = [["all together", all], ...times];
  return rows.map(([what, ms]) => ({
    what,
    value: [0.5, 0.95, 0.99]
      .map((share) => `p${share * 100} ${percentile(ms, share).toFixed(1)}`)
      .join(" · ")
      .concat(` ms · ${ms.length} times`),
  }));
}

function describeLag({ lagMs: { p50, p99, max } }: ServerHealth): Figure {
  return {
    what: "the server's event loop late by",
    value: `p50 ${p50.toFixed(1)} · p99 ${p99.toFixed(1)} · max ${max.toFixed(1)} ms`,
  };
}
