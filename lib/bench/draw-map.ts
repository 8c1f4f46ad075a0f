import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Embedder } from "@/lib/embedding/embedder";
import type { PerAspect } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { applyDials, weightsOf } from "@/lib/energy/query-vector";
import { DEFAULT_DIALS, plainRecipe } from "@/lib/energy/recipe";
import { stepCost } from "@/lib/graph/neighbour-graph";
import { type BridgeDeps, bridge } from "@/lib/search/bridge";
import { Calibrator } from "@/lib/search/calibration";
import { GalleryMap } from "@/lib/search/gallery-map";
import { PHRASES } from "@/lib/search/phrases";
import { openLanceStore } from "@/lib/store/lance-store";
import { sampleId, seededRandom } from "@/lib/store/sample-rows";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { TermBook } from "@/lib/words/load-term-vectors";
import type { BenchContext, Figure } from "./bench";
import { benchRow, ensureMadeUpGallery, SCHEMA, storeFolder } from "./made-up-gallery";
import { describeTimes, percentile } from "./percentiles";

/** Rows of the gallery whose map is drawn, and those that come to it after: a minute's work. */
const ROWS = 10_000;
const MORE = 1_000;
const PAIRS = 100;
/** Pictures between the ends of a straight way: as many as a bridge may have. */
const BETWEEN = 10;

/**
 * Draws the map of a made-up gallery from nothing, adds pictures to it, and compares its bridges with
 * straight ways: the pictures nearest to points spread evenly between the ends.
 */
export async function drawMap(context: BenchContext): Promise<Figure[]> {
  const rows = Math.min(ROWS, context.rows);
  const { dataDir } = await ensureMadeUpGallery({ ...context, rows });
  const store = await openLanceStore({ dir: storeFolder(dataDir), schema: SCHEMA });
  try {
    const calibrator = new Calibrator(store, WORDLESS);
    const terms = new TermBook(WORDLESS, { phrases: PHRASES });
    const crops = { energyOf: refuse };
    const map = new GalleryMap(store, calibrator, dataDir);
    await calibrator.get();
    context.print(`drawing the map of ${rows} …`);
    const drawn = await timed(() => map.grow());
    context.print(`adding ${MORE} …`);
    await store.upsert(Array.from({ length: MORE }, (_, n) => benchRow(rows + n)));
    await calibrator.get();
    const added = await timed(() => map.grow());
    context.print("bridging …");
    const deps: BridgeDeps = { store, calibrator, embedder: WORDLESS, terms, crops, map };
    return [
      { what: `a map of ${rows} pictures drawn from nothing`, value: describeRate(drawn, rows) },
      { what: `${MORE} more pictures taken into it`, value: describeRate(added, MORE) },
      { what: "the event loop held by both at a time", value: `≤ ${held(drawn, added)} ms` },
      ...(await compare(deps, rows)),
    ];
  } finally {
    await store.close();
  }
}

interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly heldMs: number;
}

async function timed(work: () => Promise<void>): Promise<Timed> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  const began = performance.now();
  loop.enable();
  await work();
  loop.disable();
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1_000, heldMs: loop.max / 1e6 };
}

function held(...parts: readonly Timed[]): string {
  return Math.max(...parts.map(({ heldMs }) => heldMs)).toFixed(0);
}

function describeRate({ wallMs, cpuMs }: Timed, pictures: number): string {
  const rate = (pictures / cpuMs) * 1_000;
  return `${(wallMs / 1_000).toFixed(1)} s · CPU ${(cpuMs / 1_000).toFixed(1)} s · ${rate.toFixed(0)} pictures/s of CPU`;
}

async function compare(deps: BridgeDeps, rows: number): Promise<Figure[]> {
  const random = seededRandom(3);
  const one = () => sampleId(Math.floor(random() * rows));
  const times: number[] = [];
  const [bridged, straight]: [number[], number[]] = [[], []];
  const { sigma } = await deps.calibrator.get();
  for (let i = 0; i < PAIRS; i++) {
    const [from, to] = [one(), one()];
    if (from === to) continue;
    const empty = emptyTrail(SCHEMA.modelId, { id: "made-up0", revision: 1 });
    const trail = addHop(addHop(empty, plainRecipe(from)), plainRecipe(to));
    const began = performance.now();
    const { stops, gap } = await bridge(trail, deps, { isReal: false });
    times.push(performance.now() - began);
    if (gap >= 0) continue;
    const ids = stops.flatMap(({ id }) => (id ? [id as ImageId] : []));
    bridged.push(await largestStep(ids, deps, sigma));
    straight.push(await largestStep(await straightWay(from, to, deps, sigma), deps, sigma));
  }
  const wins = bridged.filter((step, i) => step < (straight[i] ?? 0)).length;
  const median = (steps: readonly number[]) => percentile(steps, 0.5).toFixed(3);
  return [
    {
      what: `a bridge over ${deps.store.state().count} pictures, with its scans`,
      value: `${describeTimes(times)} · ${bridged.length} of ${times.length} whole`,
    },
    {
      what: "its largest step, the straight way's",
      value: `p50 ${median(bridged)}, ${median(straight)} · smaller in ${wins} of ${bridged.length}`,
    },
  ];
}

async function straightWay(
  from: ImageId,
  to: ImageId,
  { store }: BridgeDeps,
  sigma: PerAspect,
): Promise<ImageId[]> {
  const [start, goal] = await store.energies([from, to]);
  if (!start || !goal) return refuse();
  const way: ImageId[] = [from];
  for (let i = 1; i <= BETWEEN; i++) {
    const share = i / (BETWEEN + 1);
    const point = start.map((value, k) => (1 - share) * value + share * (goal[k] ?? 0));
    const query = applyDials(point, DEFAULT_DIALS, sigma, SCHEMA.layout);
    const options = { limit: 1, exclude: new Set([...way, to]) };
    way.push(...(await store.search(query, options)).map(({ id }) => id));
  }
  return [...way, to];
}

/** Weighed as a bridge's search weighs it: see `stepCost`. */
async function largestStep(
  ids: readonly ImageId[],
  { store }: BridgeDeps,
  sigma: PerAspect,
): Promise<number> {
  const energies = (await store.energies(ids)).flatMap((energy) => energy ?? []);
  const weights = weightsOf(DEFAULT_DIALS, sigma);
  const steps = energies.slice(1).map((energy, i) => {
    const before = energies[i];
    return before ? stepCost(before, energy, weights, SCHEMA.layout) : Number.NaN;
  });
  return Math.max(...steps);
}

/** No model: neither words nor guests are asked for here. */
const WORDLESS: Embedder = {
  model: {
    id: SCHEMA.modelId,
    provider: "cpu",
    rejected: [],
    imageSize: 8,
    fit: "fill",
    dims: { subject: 256, style: 128, copy: 128 },
    hasText: false,
  },
  status: () => ({ state: "ready", queueDepth: 0, maxQueue: 1, maxBatch: 1 }),
  embedImage: refuse,
  embedText: refuse,
  close: async () => {},
};

function refuse(): never {
  throw new Error("Expected nothing to be embedded");
}
