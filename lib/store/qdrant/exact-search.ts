import type { ImageId } from "@/lib/energy/image-id";
import { dot } from "@/lib/energy/unit-vector";
import type { Hit, SearchOptions } from "../vector-store";
import { ENERGY } from "./collection-config";
import { type RowVectors, readVectors, VECTOR_FIELDS } from "./point";
import { filterConditions, ofKind, type PointFilter } from "./point-filter";
import { imageIdOf, pointIdOf } from "./point-id";
import type { Points } from "./points";

/** Up to so many rows all are searched, as the contract has it: 12 ms on one core. Beyond, the graph. */
const EXACT_UP_TO = 65_536;
/**
 * The engine codes a query as it codes rows, and cuts off what none of them reaches: dials up to five
 * times as long as an energy would be no more than "much". Length changes no order, so that every
 * query's largest value is this one, which all aspects' codes can hold. Recall@50 of 20,000 rows rose
 * from 0.876 to 0.999 (docs/adr/0030).
 */
const QUERY_TOP = 0.4;
/** Rows beyond the limit, so that rows of equal score at its end are told apart by id. */
const SLACK = 16;
/** More of equal score than this are not told apart. */
const MAX_ASKED = 16_384;
/** The engine's own scores differ from exact ones by less than this share of the largest possible. */
const SCORE_ERROR = 1e-6;
/** The norm of an energy: one unit block an aspect. */
const MAX_NORM = 2;

/** How broadly the graph is searched (`ef`), up to so many rows: larger graphs lose more (docs/adr/0030). */
const BREADTHS: readonly (readonly [rows: number, ef: number])[] = [
  [250_000, 1_024],
  [Number.POSITIVE_INFINITY, 2_048],
];

/** How a search is made. */
export interface SearchPlan {
  /** Images that there are. */
  readonly count: number;
  /** Every row, or the graph, however many there are; by their number when it is `undefined`. */
  readonly isExact: boolean | undefined;
  /** Of those that are there: most were read a moment ago, and are not read again. */
  readonly rowsOf: (ids: readonly ImageId[]) => Promise<ReadonlyMap<ImageId, RowVectors>>;
}

/**
 * The best rows of a collection in the contract's order. The engine finds candidates by its own codes
 * and float32; what counts is scored again here from the exact vectors.
 */
export async function exactSearch(
  points: Points,
  query: Float32Array,
  { limit, exclude, filters, signal }: SearchOptions,
  plan: SearchPlan,
): Promise<Hit[]> {
  const conditions = filterConditions(filters ?? {});
  if (!conditions) return [];
  const excluded = Array.from(exclude ?? [], pointIdOf).filter((id) => id !== undefined);
  const filter: PointFilter = {
    ...(conditions.length > 0 && { must: conditions }),
    ...(excluded.length > 0 && { must_not: [{ has_id: excluded }] }),
  };
  const norm = Math.sqrt(dot(query, query));
  // All rows score 0: the first by id, and no search could tell them apart.
  if (norm === 0)
    return firstById(points, { ...filter, must: [...conditions, ofKind("image")] }, limit);

  const scale = QUERY_TOP / query.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const vector = Array.from(query, (value) => value * scale);
  for (let asked = limit + SLACK; ; asked *= 4) {
    const found = await points.query(
      {
        query: vector,
        using: ENERGY,
        filter,
        limit: asked,
        params: searchParams(plan, asked),
        with_payload: false,
        with_vector: false,
      },
      signal,
    );
    const rows = await plan.rowsOf(found.points.flatMap(({ id }) => imageIdOf(id) ?? []));
    signal?.throwIfAborted();
    const hits = Array.from(rows, ([id, { energy, aspectRatio }]): Hit => {
      return { id, score: Math.fround(dot(query, energy)), aspectRatio };
    });
    hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    // Rows that were not sent score no more than the last that was: is our last one above them?
    const unseen = (found.points.at(-1)?.score ?? 0) / scale + SCORE_ERROR * MAX_NORM * norm;
    const isWhole = found.points.length < asked || (hits[limit - 1]?.score ?? unseen) > unseen;
    if (isWhole || asked >= MAX_ASKED) return hits.slice(0, limit);
  }
}

async function firstById(points: Points, filter: PointFilter, limit: number): Promise<Hit[]> {
  const asked = { filter, limit, with_payload: VECTOR_FIELDS, with_vector: false };
  const { points: found } = await points.scroll(asked);
  return found.flatMap(({ id, payload }) => {
    const image = imageIdOf(id);
    if (image === undefined) return [];
    const { aspectRatio } = readVectors(image, payload);
    return [{ id: image, score: 0, aspectRatio }];
  });
}

function searchParams({ count, isExact }: SearchPlan, asked: number) {
  if (isExact ?? count <= EXACT_UP_TO) return { exact: true };
  const [, breadth = 0] = BREADTHS.find(([most]) => count <= most) ?? [];
  return {
    hnsw_ef: Math.max(2 * asked, breadth),
    quantization: { rescore: true, oversampling: 2 },
  };
}
