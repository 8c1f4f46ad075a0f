import { readFileSync } from "node:fs";
import type { Filters } from "@/lib/energy/recipe";
import { pointIdOf } from "@/lib/store/qdrant/point-id";
import { sampleId } from "@/lib/store/sample-rows";
import type { SearchOptions, VectorStore } from "@/lib/store/vector-store";
import type { Figure } from "./bench";
import type { LiveEngine } from "./live-engine";
import { benchRow, RARE_SOURCE, ROWS_A_WRITE } from "./made-up-gallery";
import { referencePath } from "./measure-plain-scan";
import { describeTimes } from "./percentiles";
import { bestOf, describeRecall, recallByCorner, recallOf } from "./recall";
import { questionsOf } from "./store-questions";

const RECIPES = 500;
const COMPARED = 50;
const WARM_UP = 10;
const SEARCHES = 100;

/** As the engine would do it by itself, nearly. */
const PLAIN_GRAPH = "graph, ef 128, rescored";

/** How the one graph over all aspects may be asked; the store's own way is among what is measured. */
const WAYS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["every row", { exact: true }],
  ["graph, ef 128, codes alone", { hnsw_ef: 128, quantization: { rescore: false } }],
  [PLAIN_GRAPH, { hnsw_ef: 128, quantization: { rescore: true } }],
  ["graph, ef 512, rescored", { hnsw_ef: 512, quantization: { rescore: true } }],
  [
    "graph, ef 512, rescored, × 2",
    { hnsw_ef: 512, quantization: { rescore: true, oversampling: 2 } },
  ],
  [
    "graph, ef 1,024, rescored, × 2",
    { hnsw_ef: 1_024, quantization: { rescore: true, oversampling: 2 } },
  ],
];

const FILTERS: readonly Filters[] = [
  { made: ["person", "unknown"], licence: ["CC0"] },
  { orientation: ["landscape"] },
  { yearFrom: 1_900 },
  { made: ["generator"] },
  { source: [RARE_SOURCE] },
];

interface Asked {
  readonly engine: LiveEngine;
  /** Of the collection. */
  readonly name: string;
  readonly store: VectorStore;
  /** The same gallery, every row searched. */
  readonly exact: VectorStore;
  /** The same gallery, searched by its graph also where the store would search every row. */
  readonly graph: VectorStore;
  readonly embedded: VectorStore;
  readonly dataDir: string;
  readonly rows: number;
}

/** Recall, agreement with the embedded store, and times, of a gallery that an engine has indexed. */
export async function measureQdrant(asked: Asked): Promise<Figure[]> {
  return [
    ...(await recalls(asked)),
    ...(await agreement(asked)),
    ...(await times(asked)),
    // Last: it writes.
    ...(await walls(asked)),
  ];
}

/** Against exact answers in float64, at every corner of the dials. */
async function recalls({ engine, name, store, graph, dataDir, rows }: Asked): Promise<Figure[]> {
  const bytes = readFileSync(referencePath(dataDir));
  const reference = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const questions = questionsOf(rows);
  const best = (i: number) => Array.from(bestOf(reference, i, COMPARED), sampleId);
  const figures: Figure[] = [];
  const byWay = new Map<string, number[]>();
  for (const [way, params] of WAYS) {
    const recalled: number[] = [];
    const ms: number[] = [];
    for (const [i, { query }] of questions.entries()) {
      const start = performance.now();
      const found = await engine.query(name, {
        ...{ query: Array.from(query), using: "energy", limit: COMPARED, params },
        ...{ with_payload: false, with_vector: false },
      });
      ms.push(performance.now() - start);
      recalled.push(
        recallOf(
          found,
          best(i).flatMap((id) => pointIdOf(id) ?? []),
        ),
      );
    }
    if (way === PLAIN_GRAPH) byWay.set(way, recalled);
    figures.push({
      what: `recall@${COMPARED} of one graph at all corners: ${way}`,
      value: `${describeRecall(recalled)} · ${describeTimes(ms)}, ids alone`,
    });
  }
  for (const [way, one] of [
    ["the store", store],
    ["the store, by its graph", graph],
  ] as const) {
    const recalled: number[] = [];
    for (const [i, { query }] of questions.entries()) {
      const found = await one.search(query, { limit: COMPARED });
      recalled.push(
        recallOf(
          found.map(({ id }) => id),
          best(i),
        ),
      );
    }
    byWay.set(way, recalled);
    figures.push({
      what: `recall@${COMPARED} of ${way} at all corners`,
      value: describeRecall(recalled),
      goal: "≥ 0.97",
    });
  }
  return [...figures, ...recallByCorner(questions, byWay)];
}

/** What the store is asked: every corner of the dials, pushed and not, filtered, without neighbours. */
async function recipesOf(
  embedded: VectorStore,
  rows: number,
): Promise<{ readonly query: Float32Array; readonly options: SearchOptions }[]> {
  const questions = questionsOf(rows);
  const recipes: { query: Float32Array; options: SearchOptions }[] = [];
  for (let i = 0; i < RECIPES; i++) {
    const query = questions[i % questions.length]?.query ?? new Float32Array(0);
    const kind = (i + Math.floor(i / questions.length)) % 3;
    const filters = FILTERS[Math.floor(i / 3) % FILTERS.length];
    const near = kind === 2 ? await embedded.search(query, { limit: 40 }) : [];
    const exclude = new Set(near.map(({ id }) => id));
    recipes.push({
      query,
      options: { limit: COMPARED, exclude, ...(kind === 1 && filters && { filters }) },
    });
  }
  return recipes;
}

async function agreement({ exact, graph, embedded, rows }: Asked): Promise<Figure[]> {
  const [byGraph, byRow]: [number[], number[]] = [[], []];
  for (const { query, options } of await recipesOf(embedded, rows)) {
    const ids = async (one: VectorStore) => (await one.search(query, options)).map(({ id }) => id);
    const ours = await ids(embedded);
    byGraph.push(recallOf(await ids(graph), ours));
    byRow.push(recallOf(await ids(exact), ours));
  }
  const line = (how: string, shares: readonly number[], least: number): Figure => ({
    what: `overlap@${COMPARED} with the embedded store, ${RECIPES} recipes, filters and exclusions too: ${how}`,
    value: `${describeRecall(shares)} · below ${least}: ${shares.filter((one) => one < least).length}`,
    goal: `≥ ${least}`,
  });
  return [line("exact search", byRow, 0.99), line("by the graph", byGraph, 0.97)];
}

/** Questions over all corners, one after the other: how long each takes, and what it costs here. */
async function timed(
  rows: number,
  rounds: { readonly warmUp: number; readonly counted: number },
  ask: (query: Float32Array) => Promise<unknown>,
  before: (round: number) => Promise<unknown> = async () => {},
): Promise<string> {
  const questions = questionsOf(rows);
  const ms: number[] = [];
  let cpuMs = 0;
  for (let i = 0; i < rounds.warmUp + rounds.counted; i++) {
    const { query } = questions[(i * 7) % questions.length] ?? { query: new Float32Array(0) };
    await before(i);
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    await ask(query);
    const { user, system } = process.cpuUsage(cpu);
    if (i < rounds.warmUp) continue;
    ms.push(performance.now() - start);
    cpuMs += (user + system) / 1_000;
  }
  return `${describeTimes(ms)} · CPU here ${(cpuMs / rounds.counted).toFixed(1)} ms`;
}

async function times({ store, rows }: Asked): Promise<Figure[]> {
  const kinds: readonly (readonly [string, SearchOptions])[] = [
    ["search, 50 wanted", { limit: 50 }],
    ["search, 200 wanted", { limit: 200 }],
    ["search, 2,000 wanted", { limit: 2_000 }],
    ["search, 200 wanted, 2 in 9 pass", { limit: 200, ...(FILTERS[0] && { filters: FILTERS[0] }) }],
  ];
  const rounds = { warmUp: WARM_UP, counted: SEARCHES };
  const figures: Figure[] = [];
  for (const [what, options] of kinds) {
    const value = await timed(rows, rounds, (query) => store.search(query, options));
    figures.push({ what, value });
  }
  return figures;
}

/** What a wall takes, of a gallery at rest and of one that is written to. */
async function walls({ store, rows }: Asked): Promise<Figure[]> {
  const rounds = { warmUp: 4, counted: 20 };
  const wall = async (query: Float32Array) => {
    const hits = await store.search(query, { limit: 2_000 });
    await store.densities(hits.map(({ id }) => id));
  };
  const write = (round: number) => {
    const first = rows + round * ROWS_A_WRITE;
    return store.upsert(Array.from({ length: ROWS_A_WRITE }, (_, i) => benchRow(first + i)));
  };
  const what = "2,000 wanted, and how crowded it is around them";
  return [
    { what, value: await timed(rows, rounds, wall) },
    { what: `${what}, after ${ROWS_A_WRITE} rows`, value: await timed(rows, rounds, wall, write) },
  ];
}
