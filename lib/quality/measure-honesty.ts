import type { Dials, Ingredient, Recipe } from "@/lib/energy/recipe";
import { Calibrator } from "@/lib/search/calibration";
import { type Ranking, rank } from "@/lib/search/rank";
import type { SearchDeps } from "@/lib/search/search-deps";
import { openMemoryStore } from "@/lib/store/memory-store";
import type { ImageRow } from "@/lib/store/vector-store";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, emptyTrail } from "@/lib/trail/tree";
import type { EmbeddedImage, EmbeddedSet } from "./embed-set";
import { mean, varies } from "./neighbour-shares";
import { MEASURED_DIALS, queriesOf } from "./rank-images";

/** Labels that are taken out of the gallery in turn, and images of each that are asked with. */
const HELD_OUT_LABELS = 12;
const ASKED_OF_EACH = 20;
/** Queries of which each of the ten nearest is pushed. */
const PUSHED_QUERIES = 60;
const PUSHED = 10;
/** Tiles whose labels are counted before and after a push. */
const COUNTED = 50;

/** Whether a wall says so when it has nothing to offer, and stays itself when something is pushed. */
export interface HonestyFigures {
  /** Share of images of a label that was taken out which get "nothing close", by subject alone. */
  readonly heldOut: number;
  /** The same share of images whose label is there: they should not get it. */
  readonly present: number;
  /** How many labels were taken out in turn. */
  readonly labels: number;
  /**
   * What is left of the first fifty's share of the query's own label when one of its ten nearest is
   * pushed: mean after ÷ mean before, default dials.
   */
  readonly keptByPush: number;
}

/** `undefined` for a set with one label or none: there is nothing to tell apart. */
export async function measureHonesty(
  { store, images }: EmbeddedSet,
  deps: SearchDeps,
): Promise<HonestyFigures | undefined> {
  const labels = images.map((image) => image.labels.label);
  if (!varies(labels)) return undefined;
  const queries = await queriesOf(
    images.map(({ id }) => id),
    deps,
  );
  const asked = queries.flatMap((i) => images[i] ?? []);
  const present: number[] = [];
  for (const { id } of asked) {
    present.push(saysNothing(await ask([pull(id)], MEASURED_DIALS.subject, deps)));
  }
  const chosen = [...new Set(labels)].flatMap((label) => label ?? []).sort();
  const step = Math.max(1, Math.floor(chosen.length / HELD_OUT_LABELS));
  const taken = chosen.filter((_, i) => i % step === 0).slice(0, HELD_OUT_LABELS);
  const heldOut: number[] = [];
  for (const label of taken) heldOut.push(...(await askWithout(label, { store, images }, deps)));
  return {
    heldOut: mean(heldOut) ?? 0,
    present: mean(present) ?? 0,
    labels: taken.length,
    keptByPush: await measurePushes(asked, images, deps),
  };
}

type Gallery = Pick<EmbeddedSet, "store" | "images">;

/** Asks a gallery that lacks a label with images of that label: 1 for each that finds nothing close. */
async function askWithout(
  label: string,
  { store, images }: Gallery,
  deps: SearchDeps,
): Promise<number[]> {
  const without = openMemoryStore(store.schema);
  const rest = images.filter((image) => image.labels.label !== label);
  const own = images.filter((image) => image.labels.label === label).slice(0, ASKED_OF_EACH);
  await without.upsert(await rowsOf(rest, store));
  // Images alone are asked with: phrases would be embedded anew for each label and never used.
  const embedder = { ...deps.embedder, model: { ...deps.embedder.model, hasText: false } };
  const search = { ...deps, store: without, calibrator: new Calibrator(without, embedder) };
  const energies = await store.energies(own.map(({ id }) => id));
  const said: number[] = [];
  for (const [i, { id }] of own.entries()) {
    const energy = energies[i];
    if (!energy) continue;
    const vector = quantiseGuest(energy, store.schema.layout);
    const trail = addGuest(trailOf(search), { id, vector, thumbhash: new Uint8Array(0) });
    const guest: Ingredient = { source: { kind: "guest", id }, weight: 1 };
    said.push(saysNothing(await ask([guest], MEASURED_DIALS.subject, search, trail)));
  }
  await without.close();
  return said;
}

async function rowsOf(
  images: readonly EmbeddedImage[],
  store: EmbeddedSet["store"],
): Promise<ImageRow[]> {
  const ids = images.map(({ id }) => id);
  const [stored, energies, copies] = await Promise.all([
    store.get(ids),
    store.energies(ids),
    store.copies(ids),
  ]);
  return stored.flatMap((image, i) => {
    const energy = energies[i];
    const copy = copies[i];
    return image && energy && copy ? [{ ...image, energy, copy }] : [];
  });
}

async function measurePushes(
  asked: readonly EmbeddedImage[],
  images: readonly EmbeddedImage[],
  deps: SearchDeps,
): Promise<number> {
  const labelOf = new Map(images.map(({ id, labels }) => [id, labels.label]));
  const before: number[] = [];
  const after: number[] = [];
  for (const { id, labels } of asked.slice(0, PUSHED_QUERIES)) {
    const shareOf = ({ tiles }: Ranking) =>
      mean(tiles.slice(0, COUNTED).map((tile) => (labelOf.get(tile.id) === labels.label ? 1 : 0)));
    const still = await ask([pull(id)], MEASURED_DIALS.default, deps);
    for (const pushed of still.tiles.slice(0, PUSHED)) {
      const away: Ingredient = { ...pull(pushed.id), weight: -1 };
      const moved = await ask([pull(id), away], MEASURED_DIALS.default, deps);
      before.push(shareOf(still) ?? 0);
      after.push(shareOf(moved) ?? 0);
    }
  }
  return (mean(after) ?? 0) / (mean(before) || 1);
}

function pull(id: EmbeddedImage["id"]): Ingredient {
  return { source: { kind: "image", id }, weight: 1 };
}

function ask(
  ingredients: Recipe["ingredients"],
  dials: Dials,
  deps: SearchDeps,
  trail: Trail = trailOf(deps),
): Promise<Ranking> {
  const own = ingredients.flatMap(({ source }) => (source.kind === "words" ? [] : [source.id]));
  return rank({ ingredients, dials, wander: 0, filters: {} }, trail, deps, {
    exclude: new Set(own),
    limit: 2 * COUNTED,
  });
}

function trailOf({ store }: SearchDeps): Trail {
  const { galleryId, revision } = store.state();
  return emptyTrail(store.schema.modelId, { id: galleryId, revision });
}

function saysNothing({ notices }: Ranking): number {
  return notices.includes("nothing_close") ? 1 : 0;
}
