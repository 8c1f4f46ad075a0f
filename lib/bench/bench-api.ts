import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { ASPECTS } from "@/lib/energy/aspects";
import { plainRecipe } from "@/lib/energy/recipe";
import { turnDial } from "@/lib/energy/recipe-changes";
import { wallResponse } from "@/lib/search/contract";
import { unpackTiles } from "@/lib/search/packed-tiles";
import { sampleId, seededRandom } from "@/lib/store/sample-rows";
import { encodeTrail } from "@/lib/trail/encode";
import type { Trail } from "@/lib/trail/trail";
import { addHop, withTipRecipe } from "@/lib/trail/tree";
import type { Bench, Figure } from "./bench";
import { type BenchServer, warmedUp, withServer } from "./bench-server";
import { ask, jsonOf, type TimedAnswer } from "./http-client";
import { ensureMadeUpGallery } from "./made-up-gallery";
import { describeTimes, percentile } from "./percentiles";
import { processUsage } from "./process-usage";

const WARM_UP = 30;
const CLICKS = 300;
/** Dials turned on one hop, step by step, before the walk goes on. */
const TURNS_A_HOP = 10;
const TURNS = 200;
/** A walk is as long as an evening's; then another begins elsewhere. */
const HOPS_A_WALK = 25;
/** People click what they see first. */
const CLICKED_AMONG = 200;
/** Between two questions of the second visitor, whose wait shows how long the event loop is held. */
const ASIDE_EVERY_MS = 5;

/** Clicks through a production server over HTTP: a trail's code in, the packed wall out. */
export const benchApi: Bench = {
  name: "api",
  about: "click → tiles, dial → tiles: GET /api/wall?trail=… over HTTP from a production server",
  async run(context) {
    const { dataDir } = await ensureMadeUpGallery(context);
    return withServer(context, dataDir, async (server) => {
      const rssMb = processUsage(server.pid).rssMb;
      const about = [
        {
          what: `server ready on ${context.rows} rows, yardsticks measured`,
          value: `${(server.startMs / 1000).toFixed(2)} s · ${rssMb.toFixed(0)} MB`,
        },
      ];
      context.print("waiting until it is warm …");
      await warmedUp(server);
      context.print("clicking …");
      const walker = new Walker(server, context.rows);
      await walker.click(WARM_UP);
      const clicks = await measureClicks(walker, server);
      context.print("turning dials …");
      return [...about, ...clicks, await measureTurns(walker)];
    });
  },
};

async function measureClicks(walker: Walker, server: BenchServer): Promise<Figure[]> {
  const idle = await timeAside(server, 100);
  const cpu = processUsage(server.pid).cpuMs;
  const alone = await walker.click(CLICKS);
  const cpuMs = (processUsage(server.pid).cpuMs - cpu) / CLICKS;
  const aside = new Aside(server);
  const accompanied = await walker.click(CLICKS);
  const waits = await aside.stop();
  const last = alone.at(-1);
  const tiles = last ? unpackTiles(wallResponse.parse(jsonOf(last)).tiles).length : 0;
  return [
    {
      what: `click → ${tiles} tiles, trails of 1 to ${HOPS_A_WALK} hops`,
      value: `${describeTimes(alone.map(({ ms }) => ms))} · CPU ${cpuMs.toFixed(1)} ms`,
      goal: "p95 ≤ 25 ms",
    },
    {
      what: "the same while a second visitor asks every 5 ms",
      value: describeTimes(accompanied.map(({ ms }) => ms)),
    },
    {
      what: "what that visitor waits (event loop): idle",
      value: `${describeTimes(idle)} · max ${Math.max(...idle).toFixed(1)} ms`,
    },
    {
      what: "what that visitor waits (event loop): beside the clicks",
      value: `${describeTimes(waits)} · max ${Math.max(...waits).toFixed(1)} ms`,
    },
    {
      what: "payload, median",
      value: `${kilobytes(alone.map(({ wireBytes }) => wireBytes))} on the wire, ${kilobytes(alone.map(({ body }) => body.length))} unpacked`,
    },
  ];
}

async function measureTurns(walker: Walker): Promise<Figure> {
  const turns: TimedAnswer[] = [];
  while (turns.length < TURNS) {
    await walker.click(1);
    turns.push(...(await walker.turn(TURNS_A_HOP)));
  }
  return {
    what: "dial turned → the wall ranked anew",
    value: describeTimes(turns.map(({ ms }) => ms)),
    goal: "p95 ≤ 100 ms",
  };
}

/** Clicks its way through the gallery, each click on a tile of the wall before. */
class Walker {
  readonly #server: BenchServer;
  readonly #rows: number;
  readonly #random = seededRandom(7);
  #trail: Trail;
  #wall: string | undefined;

  constructor(server: BenchServer, rows: number) {
    this.#server = server;
    this.#rows = rows;
    this.#trail = server.emptyTrail;
  }

  async click(times: number): Promise<TimedAnswer[]> {
    const answers: TimedAnswer[] = [];
    for (let i = 0; i < times; i++) {
      this.#trail = this.#nextTrail();
      const answer = await ask(`${this.#server.url}/api/wall?trail=${encodeTrail(this.#trail)}`);
      this.#wall = wallResponse.parse(jsonOf(answer)).tiles;
      answers.push(answer);
    }
    return answers;
  }

  /** Turns one dial after another of the hop that is looked at; no two walls are the same. */
  async turn(times: number): Promise<TimedAnswer[]> {
    const answers: TimedAnswer[] = [];
    const tip = this.#trail.hops[this.#trail.tip];
    if (!tip) return answers;
    let { recipe } = tip;
    for (let i = 0; i < times; i++) {
      const aspect = ASPECTS[i % ASPECTS.length] ?? "subject";
      recipe = turnDial(recipe, aspect, this.#random());
      const trail = withTipRecipe(this.#trail, recipe);
      answers.push(await ask(`${this.#server.url}/api/wall?trail=${encodeTrail(trail)}`));
    }
    return answers;
  }

  #nextTrail(): Trail {
    const isOver = this.#trail.hops.length >= HOPS_A_WALK;
    const tiles = this.#wall && !isOver ? unpackTiles(this.#wall) : [];
    const tile = tiles[Math.floor(this.#random() * Math.min(CLICKED_AMONG, tiles.length))];
    return tile
      ? addHop(this.#trail, plainRecipe(tile.id))
      : addHop(
          this.#server.emptyTrail,
          plainRecipe(sampleId(Math.floor(this.#random() * this.#rows))),
        );
  }
}

/** Asks for next to nothing on a connection of its own, over and over, until it is stopped. */
class Aside {
  readonly #waits: number[] = [];
  readonly #done: Promise<void>;
  #isStopped = false;

  constructor({ url }: BenchServer) {
    this.#done = this.#run(`${url}/api/health`);
  }

  /** @returns milliseconds of each answer. */
  async stop(): Promise<number[]> {
    this.#isStopped = true;
    await this.#done;
    return this.#waits;
  }

  async #run(url: string): Promise<void> {
    const connection = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#isStopped) {
      this.#waits.push((await ask(url, { connection })).ms);
      await delay(ASIDE_EVERY_MS);
    }
    connection.destroy();
  }
}

async function timeAside({ url }: BenchServer, times: number): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) waits.push((await ask(`${url}/api/health`)).ms);
  return waits;
}

function kilobytes(bytes: readonly number[]): string {
  return `${(percentile(bytes, 0.5) / 1e3).toFixed(1)} kB`;
}
