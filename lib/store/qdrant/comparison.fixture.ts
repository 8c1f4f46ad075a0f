import { MadeUpEnergies } from "@/lib/bench/made-up-energies";
import { ASPECTS, blockOf, energyLayout, type PerAspect } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { sampleId, sampleRow, seededRandom } from "../sample-rows";
import type { ImageRow, SearchOptions, StoreSchema, VectorStore } from "../vector-store";

/** As `wavelength-1`, its copy vectors shorter. */
export const SCHEMA: StoreSchema = {
  modelId: "comparison-1",
  layout: energyLayout({ subject: 256, style: 128 }),
  copyDims: 8,
};
/** What answers are compared by. */
export const LIMIT = 50;

/** How far apart real images are by aspect: dials are divided by it. */
const SPREAD: PerAspect = { subject: 0.18, style: 0.22, palette: 0.22, light: 0.34 };
const PUSH = 0.5;
const FILTERS: readonly (Filters | undefined)[] = [
  undefined,
  { made: ["person", "unknown"] },
  undefined,
  { licence: ["CC0"], orientation: ["landscape", "square"] },
  { source: ["museum"], yearFrom: 1_800, yearTo: 1_900 },
];
const energies = new MadeUpEnergies(SCHEMA.layout);

/** Row `n` of both stores. */
export function comparedRow(n: number): ImageRow {
  return sampleRow(SCHEMA, n, { energy: energies.energy(n) });
}

/** What both stores are asked. */
export interface ComparedRecipe {
  /** The dials that are up. */
  readonly corner: string;
  readonly query: Float32Array;
  readonly options: SearchOptions;
}

/** Recipes with the dials at all fifteen corners, pushed and not, with filters and exclusions and without. */
export function comparedRecipes(count: number, rows: number): ComparedRecipe[] {
  const random = seededRandom(7);
  const row = () => Math.floor(random() * rows);
  return Array.from({ length: count }, (_, i) => {
    const corner = (i % (2 ** ASPECTS.length - 1)) + 1;
    const up = ASPECTS.filter((_, bit) => (corner >> bit) & 1);
    const [pull, push] = [energies.energy(row()), energies.energy(row())];
    const isPushed = random() < 0.5;
    const query = new Float32Array(SCHEMA.layout.total);
    for (const aspect of up) {
      const other = blockOf(push, aspect, SCHEMA.layout);
      blockOf(query, aspect, SCHEMA.layout).set(
        blockOf(pull, aspect, SCHEMA.layout).map((value, at) => {
          return (value - (isPushed ? PUSH * (other[at] ?? 0) : 0)) / SPREAD[aspect];
        }),
      );
    }
    const filters = FILTERS[i % FILTERS.length];
    const exclude = new Set(Array.from({ length: i % 40 }, () => sampleId(row())));
    return {
      corner: up.join(" + "),
      query,
      options: { limit: LIMIT, exclude, ...(filters && { filters }) },
    };
  });
}

export interface Overlap {
  /** Of the best rows of one store, the share that the other found: one a recipe. */
  readonly shares: readonly number[];
  /** Mean by the dials that are up. */
  readonly byCorner: ReadonlyMap<string, number>;
}

/** Asks both stores the same, one recipe after the other. */
export async function overlapOf(
  one: VectorStore,
  other: VectorStore,
  recipes: readonly ComparedRecipe[],
): Promise<Overlap> {
  const shares: number[] = [];
  for (const { query, options } of recipes) {
    const [best, found] = await Promise.all([
      one.search(query, options),
      other.search(query, options),
    ]);
    const ids = new Set<ImageId>(found.map(({ id }) => id));
    const shared = best.filter(({ id }) => ids.has(id)).length;
    shares.push(best.length === 0 ? 1 - Math.sign(found.length) : shared / best.length);
  }
  const byCorner = new Map<string, number>();
  for (const { corner } of recipes) {
    const own = shares.filter((_, i) => recipes[i]?.corner === corner);
    byCorner.set(corner, mean(own));
  }
  return { shares, byCorner };
}

/** @returns 0 for none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
