import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyLayout } from "@/lib/energy/aspects";
import { sampleEnergy, sampleId, seededRandom } from "@/lib/store/sample-rows";
import type { Crossing } from "./crossing";
import { findBridge, MAX_STOPS } from "./find-bridge";
import { graphFromBytes, graphToBytes } from "./graph-bytes";
import { blockDistances, MAX_LINKS, NeighbourGraph, stepCost } from "./neighbour-graph";
import { Turn } from "./turn";

const LAYOUT = energyLayout({ subject: 8, style: 8 });
const EVEN = { subject: 1, style: 1, palette: 1, light: 1 };
const noPause = new Turn(async () => {});

/** Nodes on a line, each linked to the next by a step of this size. */
function line(steps: readonly number[]): NeighbourGraph {
  const graph = new NeighbourGraph();
  for (let n = 0; n <= steps.length; n++) {
    const step = steps[n];
    const links =
      step === undefined ? [] : [{ id: sampleId(n + 1), distances: Array(4).fill(step) }];
    graph.link(sampleId(n), links);
  }
  return graph;
}

function crossing(graph: NeighbourGraph, over: Partial<Crossing> = {}): Crossing {
  return {
    arrays: graph.arrays,
    size: graph.size,
    costs: graph.costs(EVEN),
    isOpen: new Uint8Array(graph.size).fill(1),
    start: [{ node: 0, cost: 0.1 }],
    goal: [{ node: graph.size - 1, cost: 0.1 }],
    ...over,
  };
}

describe("findBridge", () => {
  it("prefers many small steps to one leap, and one small step to many", async () => {
    const graph = line(Array(5).fill(0.2));
    expect(await findBridge(crossing(graph, { direct: 0.9 }), noPause)).toEqual({
      kind: "whole",
      nodes: [0, 1, 2, 3, 4, 5],
    });
    expect(await findBridge(crossing(graph, { direct: 0.1 }), noPause)).toEqual({
      kind: "whole",
      nodes: [],
    });
  });

  it("walks links both ways", async () => {
    const graph = line([0.2, 0.2]);
    const back = crossing(graph, { start: [{ node: 2, cost: 0 }], goal: [{ node: 0, cost: 0 }] });
    expect(await findBridge(back, noPause)).toEqual({ kind: "whole", nodes: [2, 1, 0] });
  });

  it("takes twelve stops and no thirteenth: then it says how far both sides come", async () => {
    const twelve = await findBridge(crossing(line(Array(9).fill(0.1))), noPause);
    expect(twelve.kind === "whole" && twelve.nodes).toHaveLength(MAX_STOPS - 2);
    const broken = await findBridge(crossing(line(Array(10).fill(0.1))), noPause);
    if (broken.kind !== "broken") throw new Error("Expected no bridge");
    expect([...broken.fromStart.nodes]).toEqual([0, 1, 2, 3, 4]);
    expect([...broken.fromGoal.nodes]).toEqual([10, 9, 8, 7, 6]);
    expect(broken.fromStart.pathTo(2)).toEqual([0, 1, 2]);
  });

  it("takes the dearer way where the cheap one has too many stops", async () => {
    const graph = new NeighbourGraph();
    const cheap = Array.from({ length: 12 }, (_, n) => n);
    for (const n of cheap.slice(0, -1)) {
      const own = [{ id: sampleId(n + 1), distances: Array(4).fill(0.1) }];
      // A short cut whose step is no larger than the way out: only its sum is dearer.
      if (n === 0) own.push({ id: sampleId(11), distances: Array(4).fill(1.8) });
      graph.link(sampleId(n), own);
    }
    graph.link(sampleId(11), []);
    const goal = [{ node: graph.nodeOf(sampleId(11)) ?? -1, cost: 1.8 }];
    const found = await findBridge(
      crossing(graph, { start: [{ node: 0, cost: 0.1 }], goal }),
      noPause,
    );
    expect(found.kind === "whole" && found.nodes.map((node) => graph.idAt(node))).toEqual([
      sampleId(0),
      sampleId(11),
    ]);
  });

  it("loses no digit of the largest step, be it the first: float32 would round 0.7 down", async () => {
    const graph = line([0.2]);
    const found = await findBridge(crossing(graph, { start: [{ node: 0, cost: 0.7 }] }), noPause);
    expect(found).toEqual({ kind: "whole", nodes: [0, 1] });
  });

  it("steps on nothing that is closed", async () => {
    const graph = line(Array(3).fill(0.2));
    const isOpen = new Uint8Array(graph.size).fill(1);
    isOpen[2] = 0;
    const found = await findBridge(crossing(graph, { isOpen }), noPause);
    expect(found.kind).toBe("broken");
  });

  it("gives its turn up again and again, be there a way or none, and finds the same", async () => {
    const graph = madeUp(2_000);
    const isOpen = new Uint8Array(graph.size).fill(1);
    const whole = crossing(graph);
    const broken = crossing(graph, { isOpen: isOpen.fill(0, 0, 1), goal: [] });
    for (const one of [whole, { ...broken, start: [{ node: 1, cost: 0.1 }] }]) {
      const clock = everyLookTooLate();
      const found = await findBridge(one, clock.turn);
      expect(clock.pauses()).toBeGreaterThan(graph.size / 64);
      const other = await findBridge(one, noPause);
      expect(found.kind).toBe(other.kind);
      if (found.kind === "whole") expect(found).toEqual(other);
    }
  });

  it("is as good as trying every way, on any small graph", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCrossing(), async (one) => {
        const found = await findBridge(one, noPause);
        const best = everyWay(one);
        if (best.largest === Number.POSITIVE_INFINITY) {
          expect(found.kind).toBe("broken");
          return;
        }
        if (found.kind === "broken") throw new Error("Expected the bridge that there is");
        const costs = costsAlong(one, found.nodes);
        expect(found.nodes.length).toBeLessThanOrEqual(MAX_STOPS - 2);
        expect(new Set(found.nodes).size).toBe(found.nodes.length);
        expect(Math.max(...costs)).toBeLessThanOrEqual(best.largest * 1.031 + 1e-6);
        const sum = costs.reduce((total, cost) => total + cost, 0);
        expect(sum).toBeLessThanOrEqual(best.sumWithin(Math.max(...costs)) + 1e-5);
        expect(await findBridge(one, noPause)).toEqual(found);
      }),
      { numRuns: 150 },
    );
  });
});

function arbitraryCrossing(): fc.Arbitrary<Crossing> {
  return fc
    .record({
      links: fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 1, max: 255 })), {
        maxLength: 16,
      }),
      closed: fc.nat(7),
      start: fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 255 })), { maxLength: 2 }),
      goal: fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 255 })), { maxLength: 2 }),
      direct: fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
    })
    .map(({ links, closed, start, goal, direct }) => {
      const graph = new NeighbourGraph();
      for (let n = 0; n < 8; n++) {
        const own = links.filter(([from, to]) => from === n && to !== n);
        graph.link(
          sampleId(n),
          own.map(([, to, byte]) => ({ id: sampleId(to), distances: Array(4).fill(byte / 127.5) })),
        );
      }
      const isOpen = new Uint8Array(8).fill(1);
      isOpen[closed] = 0;
      const entry = ([node, byte]: [number, number]) => ({ node, cost: byte / 127.5 });
      const unique = (entries: [number, number][]) => [
        ...new Map(entries.map((one) => [one[0], entry(one)])).values(),
      ];
      return crossing(graph, {
        isOpen,
        start: unique(start),
        goal: unique(goal),
        ...(direct === undefined ? {} : { direct: direct / 127.5 }),
      });
    });
}

/** A turn that is over whenever it is asked. */
function everyLookTooLate() {
  let [ms, pauses] = [0, 0];
  const pause = async () => {
    pauses++;
  };
  const now = () => {
    ms += 1_000;
    return ms;
  };
  return { turn: new Turn(pause, now), pauses: () => pauses };
}

/** Images with up to 28 links to any others, some of which have none of their own. */
function madeUp(count: number): NeighbourGraph {
  const graph = new NeighbourGraph();
  const random = seededRandom(9);
  for (let n = 0; n < count; n++) {
    const links = Array.from({ length: n % (MAX_LINKS + 1) }, () => ({
      id: sampleId(Math.floor(random() * (count + 20))),
      distances: [random(), random(), random() * 2, random()],
    }));
    graph.link(sampleId(n), links);
  }
  return graph;
}

/** Steps of a way, the cheapest link of each two nodes. */
function costsAlong(one: Crossing, nodes: readonly number[]): number[] {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return [one.direct ?? Number.NaN];
  const inner = nodes.slice(1).map((node, i) => linkCost(one, nodes[i] ?? -1, node));
  return [entryCost(one.start, first), ...inner, entryCost(one.goal, last)];
}

function entryCost(links: Crossing["start"], node: number): number {
  return links.find((link) => link.node === node)?.cost ?? Number.POSITIVE_INFINITY;
}

function linkCost({ arrays, costs }: Crossing, a: number, b: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    for (let i = 0; i < (arrays.degrees[from] ?? 0); i++) {
      const link = from * MAX_LINKS + i;
      if (arrays.targets[link] === to) least = Math.min(least, costs[link] ?? 0);
    }
  }
  return least;
}

/** By brute force: the smallest largest step, and the least sum of ways within a largest step. */
function everyWay(one: Crossing) {
  const ways: number[][] = one.direct === undefined ? [] : [[one.direct]];
  const go = (path: number[]) => {
    const costs = costsAlong(one, path);
    if (costs.every(Number.isFinite)) ways.push(costs);
    for (let node = 0; node < one.size; node++) {
      const last = path.at(-1);
      const isNext = last === undefined || Number.isFinite(linkCost(one, last, node));
      if (isNext && one.isOpen[node] === 1 && !path.includes(node)) {
        if (path.length > 0 || Number.isFinite(entryCost(one.start, node))) go([...path, node]);
      }
    }
  };
  go([]);
  const sums = ways.map((costs) => ({
    largest: Math.max(...costs),
    sum: costs.reduce((total, cost) => total + cost, 0),
  }));
  return {
    largest: Math.min(Number.POSITIVE_INFINITY, ...sums.map(({ largest }) => largest)),
    sumWithin: (limit: number) =>
      Math.min(...sums.filter(({ largest }) => largest <= limit + 1e-6).map(({ sum }) => sum)),
  };
}

describe("a neighbour graph", () => {
  it("keeps how far ends are apart for any dials, to a step of 2/255", () => {
    const random = seededRandom(5);
    const [a, b] = [sampleEnergy(LAYOUT, random), sampleEnergy(LAYOUT, random)];
    const graph = new NeighbourGraph();
    graph.link(sampleId(0), [{ id: sampleId(1), distances: blockDistances(a, b, LAYOUT) }]);
    for (const weights of [EVEN, { ...EVEN, subject: 0 }, { ...EVEN, light: 7 }]) {
      expect(graph.costs(weights)[0]).toBeCloseTo(stepCost(a, b, weights, LAYOUT), 2);
    }
  });

  it("takes an aspect that neither has for no distance, and that one has for half of one", () => {
    const energy = sampleEnergy(LAYOUT, seededRandom(1));
    const none = new Float32Array(LAYOUT.total);
    expect(blockDistances(none, none, LAYOUT)).toEqual([0, 0, 0, 0]);
    for (const distance of blockDistances(energy, none, LAYOUT)) expect(distance).toBeCloseTo(0.5);
  });

  it("comes back from its bytes as it was, and from no others", async () => {
    const graph = madeUp(400);
    const bytes = await graphToBytes(graph, noPause);
    const read = await graphFromBytes(bytes, noPause);
    expect(read && (await graphToBytes(read, noPause))).toEqual(bytes);
    expect(read?.costs(EVEN)).toEqual(graph.costs(EVEN));
    expect(read?.nodeOf(sampleId(7))).toBe(graph.nodeOf(sampleId(7)));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        expect(await graphFromBytes(bytes.slice(0, length), noPause)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
    const wrong = Uint8Array.from(bytes);
    wrong.fill(255, 16 + graph.size * 9, 16 + graph.size * 9 + 4);
    expect(await graphFromBytes(wrong, noPause)).toBeUndefined();
  });

  it("knows no cost of a link that comes later: who searches meanwhile does not take it", () => {
    const graph = line([0.3]);
    graph.link(sampleId(2), [{ id: sampleId(3), distances: Array(4).fill(0.4) }]);
    const costs = graph.costs(EVEN);
    graph.link(sampleId(3), [{ id: sampleId(0), distances: Array(4).fill(0.4) }]);
    expect(graph.arrays.degrees[3]).toBe(1);
    expect(costs[3 * MAX_LINKS]).toBe(Number.POSITIVE_INFINITY);
  });

  it("gives the turn up again and again while it is written and read", async () => {
    const graph = madeUp(2_000);
    const [written, read] = [everyLookTooLate(), everyLookTooLate()];
    await graphFromBytes(await graphToBytes(graph, written.turn), read.turn);
    expect(Math.min(written.pauses(), read.pauses())).toBeGreaterThan(2_000 / 65);
  });

  it("links an image once", () => {
    const graph = line([0.3]);
    graph.link(sampleId(0), []);
    expect(graph.arrays.degrees[0]).toBe(1);
    expect([graph.size, graph.linked]).toEqual([2, 2]);
  });
});
