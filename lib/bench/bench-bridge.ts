import { setImmediate as nextTurn } from "node:timers/promises";
import type { EntryLink } from "@/lib/graph/crossing";
import { findBridge } from "@/lib/graph/find-bridge";
import { graphFromBytes, graphToBytes } from "@/lib/graph/graph-bytes";
import { MAX_LINKS, NeighbourGraph } from "@/lib/graph/neighbour-graph";
import { Turn } from "@/lib/graph/turn";
import { sampleId, seededRandom } from "@/lib/store/sample-rows";
import type { Bench, Figure } from "./bench";
import { drawMap } from "./draw-map";
import { describeTimes } from "./percentiles";
import { mainThreadMs } from "./process-usage";

const CLUSTERS = 500;
/** Links inside a cluster and to clusters beside it: 15 together, as real galleries come to. */
const INNER = 11;
const OUTER = 4;
const BRIDGES = 60;
const DIALS = { subject: 0.5, style: 0.5, palette: 0.5, light: 0.5 };

/** Looks for bridges over a made-up map, without the scans that ends enter by; draws a smaller one. */
export const benchBridge: Bench = {
  name: "bridge",
  about:
    "the search for a bridge over a made-up map: 15 links a node, 500 clusters in a ring of rings; drawing one",
  async run(context) {
    const { rows, print } = context;
    print(`making a map of ${rows} …`);
    const { graph, clusterOf } = madeUpMap(rows);
    const writing = watchedTurn();
    const bytes = await graphToBytes(graph, writing.turn);
    writing.end();
    const reading = watchedTurn();
    const read = performance.now();
    await graphFromBytes(bytes, reading.turn);
    const readMs = performance.now() - read;
    reading.end();
    print("bridging …");
    return [
      ...(await bridges(graph, clusterOf)),
      {
        what: "the map's file",
        value: `${(bytes.length / graph.size).toFixed(0)} bytes a picture`,
      },
      {
        what: "reading it at a start",
        value: `${readMs.toFixed(0)} ms · a turn's CPU ≤ ${most(reading.cpuMs)} ms; writing it ≤ ${most(writing.cpuMs)} ms`,
      },
      ...(await drawMap(context)),
    ];
  },
};

/** A turn that remembers what of the main thread each took, and how long the others waited for it. */
function watchedTurn() {
  const cpuMs: number[] = [];
  const wallMs: number[] = [];
  let began = { cpu: mainThreadMs(), wall: performance.now() };
  const end = () => {
    cpuMs.push(mainThreadMs() - began.cpu);
    wallMs.push(performance.now() - began.wall);
  };
  const turn = new Turn(async () => {
    end();
    await nextTurn();
    began = { cpu: mainThreadMs(), wall: performance.now() };
  });
  return { turn, end, cpuMs, wallMs };
}

function most(ms: readonly number[]): string {
  return Math.max(...ms).toFixed(0);
}

function madeUpMap(rows: number) {
  const random = seededRandom(1);
  const clusterOf = Array.from({ length: rows }, () => Math.floor(random() ** 2 * CLUSTERS));
  const members: number[][] = Array.from({ length: CLUSTERS }, () => []);
  clusterOf.forEach((cluster, n) => {
    members[cluster]?.push(n);
  });
  const one = (cluster: number) => {
    const among = members[(cluster + CLUSTERS) % CLUSTERS] ?? [];
    return among[Math.floor(random() * among.length)];
  };
  const graph = new NeighbourGraph();
  for (const [n, cluster] of clusterOf.entries()) {
    const inner = Array.from({ length: INNER }, () => ({ to: one(cluster), least: 0.25 }));
    const outer = [1, -1, 23, -23]
      .slice(0, OUTER)
      .map((step) => ({ to: one(cluster + step), least: 0.45 }));
    const links = [...inner, ...outer].flatMap(({ to, least }) =>
      to === undefined || to === n
        ? []
        : [
            {
              id: sampleId(to),
              distances: Array.from({ length: 4 }, () => least + 0.3 * random()),
            },
          ],
    );
    graph.link(sampleId(n), links);
  }
  return { graph, clusterOf };
}

async function bridges(graph: NeighbourGraph, clusterOf: readonly number[]): Promise<Figure[]> {
  const random = seededRandom(2);
  const isOpen = new Uint8Array(graph.size).fill(1);
  const times: number[] = [];
  const turnsCpuMs: number[] = [];
  const turnsMs: number[] = [];
  let whole = 0;
  let cpuMs = 0;
  const entries = (cluster: number): EntryLink[] => {
    const nodes: EntryLink[] = [];
    for (let tries = 0; nodes.length < MAX_LINKS && tries < 200_000; tries++) {
      const n = Math.floor(random() * clusterOf.length);
      const node = clusterOf[n] === cluster ? graph.nodeOf(sampleId(n)) : undefined;
      if (node !== undefined) nodes.push({ node, cost: 0.3 + 0.2 * random() });
    }
    return nodes;
  };
  for (let i = 0; i < BRIDGES; i++) {
    const [start, goal] = [0, 1].map(() => entries(Math.floor(random() ** 2 * CLUSTERS)));
    if (!start || !goal) continue;
    const cpu = process.cpuUsage();
    const began = performance.now();
    const watched = watchedTurn();
    const { arrays, size } = graph;
    const crossing = { arrays, size, costs: graph.costs(DIALS), isOpen, start, goal };
    const found = await findBridge(crossing, watched.turn);
    watched.end();
    turnsCpuMs.push(...watched.cpuMs);
    turnsMs.push(...watched.wallMs);
    times.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    cpuMs += (user + system) / 1_000;
    if (found.kind === "whole") whole++;
  }
  return [
    {
      what: `a bridge over ${graph.size} pictures`,
      value: `${describeTimes(times)} · CPU ${(cpuMs / times.length).toFixed(0)} ms · ${whole} of ${times.length} whole`,
      goal: "p95 < 1,000 ms",
    },
    {
      what: "a turn of it on the main thread",
      value: `${describeTimes(turnsMs)} · CPU ≤ ${most(turnsCpuMs)} ms`,
      goal: "≤ 50 ms",
    },
  ];
}
