import { ASPECTS, type PerAspect } from "@/lib/energy/aspects";
import {
  DEFAULT_DIALS,
  equalDials,
  type Filters,
  type Ingredient,
  type Recipe,
} from "@/lib/energy/recipe";
import { type AxisBook, axisBook, encodeCompass, writeAxes } from "./axis-code";
import { fromBase64Url, toBase64Url } from "./base64url";
import { crc32 } from "./crc32";
import {
  CHECKSUM_BYTES,
  CODE_VERSION,
  FILTER_TAGS,
  FORK_TAGS,
  GUEST_TAGS,
  HELD_WANDER,
  HOP_TAGS,
  INGREDIENT_TAGS,
  MADE,
  ORIENTATIONS,
  TRAIL_TAGS,
} from "./tags";
import type { Fork, Guest, Hop, Trail } from "./trail";
import { WireWriter } from "./wire";

/**
 * The code of a trail: what stands after `/t/` (docs/trail-code.md). Canonical: one trail has one
 * code, and what a newer version wrote comes out as it came in. Guests that nothing can use are left out.
 *
 * It does not check `MAX_CODE_CHARS`: whoever writes a link asks {@link isTooLong} first.
 */
export function encodeTrail(trail: Trail): string {
  const writer = new WireWriter();
  writer.raw(trailHead(trail));
  if (trail.tip !== trail.hops.length - 1) writer.varint(TRAIL_TAGS.tip, trail.tip + 1);
  if (trail.unknown) writer.raw(trail.unknown);
  const body = writer.finish();
  return toBase64Url(sealed(body, crc32(body)));
}

/** The code's bytes up to and with its last hop. */
export function trailHead(trail: Trail): Uint8Array {
  const writer = new WireWriter();
  writer.raw(Uint8Array.of(CODE_VERSION));
  writer.text(TRAIL_TAGS.model, trail.model);
  writer.text(TRAIL_TAGS.galleryId, trail.gallery.id);
  writer.varint(TRAIL_TAGS.galleryRevision, trail.gallery.revision);
  if (trail.name) writer.text(TRAIL_TAGS.name, trail.name);
  if (trail.fork) writer.bytes(TRAIL_TAGS.fork, encodeFork(trail.fork));
  const axes = axesOf(trail);
  if (trail.axes) writer.raw(trail.axes);
  writeAxes(writer, axes);
  const used = usedGuests(trail);
  // What is not understood may name any of them.
  const isUnread = trail.axes !== undefined || trail.hops.some(({ unknown }) => unknown);
  for (const guest of trail.guests) {
    if (isUnread || used.has(guest.id)) writer.bytes(TRAIL_TAGS.guest, encodeGuest(guest));
  }
  trail.hops.forEach((hop, index) => {
    writeHop(writer, hop, index, axes);
  });
  return writer.finish();
}

/** Appends the checksum, big-endian. */
export function sealed(body: Uint8Array, checksum: number): Uint8Array {
  const bytes = new Uint8Array(body.length + CHECKSUM_BYTES);
  bytes.set(body);
  new DataView(bytes.buffer).setUint32(body.length, checksum);
  return bytes;
}

/** The axes that a trail's hops turn a compass on. */
export function axesOf({ hops, axes }: Trail): AxisBook {
  return axisBook(
    hops.map(({ recipe }) => recipe),
    axes,
  );
}

/**
 * Writes one hop, in 9 bytes where it is a plain click on the hop before it.
 *
 * @param axes the trail's; a hop that stands alone brings its own.
 */
export function writeHop(
  writer: WireWriter,
  hop: Hop,
  index: number,
  axes: AxisBook = axisBook([hop.recipe]),
): void {
  const plain = plainImage(hop, index);
  if (plain) writer.fixed64(TRAIL_TAGS.plainHop, fromBase64Url(plain));
  else writer.bytes(TRAIL_TAGS.hop, encodeHop(hop, index, axes));
}

function plainImage(hop: Hop, index: number): string | undefined {
  const { ingredients, dials, wander, isWanderHeld, filters, isApart, compass } = hop.recipe;
  const [only] = ingredients;
  const isPlain =
    hop.parent === index - 1 &&
    !hop.name &&
    !hop.note &&
    !hop.unknown &&
    ingredients.length === 1 &&
    only?.source.kind === "image" &&
    hundredths(only.weight) === 100 &&
    !only.crop &&
    !only.aspects &&
    !only.isHeld &&
    equalDials(dials, DEFAULT_DIALS) &&
    hundredths(wander) === 0 &&
    !isWanderHeld &&
    !compass &&
    !isApart &&
    encodeFilters(filters).length === 0;
  return isPlain && only.source.kind === "image" ? only.source.id : undefined;
}

function encodeHop(hop: Hop, index: number, axes: AxisBook): Uint8Array {
  const writer = new WireWriter();
  if (index - hop.parent !== 1) writer.varint(HOP_TAGS.parentDistance, index - hop.parent);
  writeRecipe(writer, hop.recipe);
  const { compass } = hop.recipe;
  if (compass) writer.bytes(HOP_TAGS.compass, encodeCompass(compass, axes));
  if (hop.name) writer.text(HOP_TAGS.name, hop.name);
  if (hop.note) writer.text(HOP_TAGS.note, hop.note);
  if (hop.unknown) writer.raw(hop.unknown);
  return writer.finish();
}

function writeRecipe(writer: WireWriter, recipe: Recipe): void {
  for (const ingredient of recipe.ingredients) {
    writer.bytes(HOP_TAGS.ingredient, encodeIngredient(ingredient));
  }
  if (!equalDials(recipe.dials, DEFAULT_DIALS)) {
    writer.bytes(HOP_TAGS.dials, perAspectBytes(recipe.dials));
  }
  if (hundredths(recipe.wander) > 0) writer.varint(HOP_TAGS.wander, hundredths(recipe.wander));
  const filters = encodeFilters(recipe.filters);
  if (filters.length > 0) writer.bytes(HOP_TAGS.filters, filters);
  if (recipe.isWanderHeld) writer.varint(HOP_TAGS.held, HELD_WANDER);
  if (recipe.isApart) writer.varint(HOP_TAGS.apart, 1);
}

function encodeIngredient({ source, weight, crop, aspects, isHeld }: Ingredient): Uint8Array {
  const writer = new WireWriter();
  if (source.kind === "words") writer.text(INGREDIENT_TAGS.words, source.text);
  else writer.fixed64(INGREDIENT_TAGS[source.kind], fromBase64Url(source.id));
  if (hundredths(weight) !== 100) writer.signed(INGREDIENT_TAGS.weight, hundredths(weight));
  if (crop) {
    const view = new DataView(new ArrayBuffer(8));
    [crop.x, crop.y, crop.width, crop.height].forEach((fraction, i) => {
      view.setUint16(2 * i, Math.round(fraction * 1_000));
    });
    writer.bytes(INGREDIENT_TAGS.crop, new Uint8Array(view.buffer));
  }
  if (aspects) writer.bytes(INGREDIENT_TAGS.aspects, perAspectBytes(aspects));
  if (isHeld) writer.varint(INGREDIENT_TAGS.held, 1);
  return writer.finish();
}

function encodeFork({ hop, of }: Fork): Uint8Array {
  const writer = new WireWriter();
  writer.varint(FORK_TAGS.hop, hop);
  writer.varint(FORK_TAGS.of, of);
  return writer.finish();
}

function encodeGuest(guest: Guest): Uint8Array {
  const writer = new WireWriter();
  writer.fixed64(GUEST_TAGS.id, fromBase64Url(guest.id));
  const { buffer, byteOffset, byteLength } = guest.vector;
  writer.bytes(GUEST_TAGS.vector, new Uint8Array(buffer, byteOffset, byteLength));
  writer.bytes(GUEST_TAGS.thumbhash, guest.thumbhash);
  if (guest.model) writer.text(GUEST_TAGS.model, guest.model);
  return writer.finish();
}

function encodeFilters(filters: Filters): Uint8Array {
  const writer = new WireWriter();
  const made = maskOf(MADE, filters.made);
  const orientation = maskOf(ORIENTATIONS, filters.orientation);
  if (made > 0) writer.varint(FILTER_TAGS.made, made);
  if (orientation > 0) writer.varint(FILTER_TAGS.orientation, orientation);
  for (const licence of filters.licence ?? []) writer.text(FILTER_TAGS.licence, licence);
  for (const source of filters.source ?? []) writer.text(FILTER_TAGS.source, source);
  if (filters.yearFrom !== undefined) writer.signed(FILTER_TAGS.yearFrom, filters.yearFrom);
  if (filters.yearTo !== undefined) writer.signed(FILTER_TAGS.yearTo, filters.yearTo);
  if (filters.isTwin) writer.varint(FILTER_TAGS.twin, 1);
  return writer.finish();
}

function maskOf<T>(all: readonly T[], chosen: readonly T[] = []): number {
  return all.reduce((mask, entry, i) => (chosen.includes(entry) ? mask | (1 << i) : mask), 0);
}

function perAspectBytes(values: PerAspect): Uint8Array {
  return Uint8Array.from(ASPECTS, (aspect) => hundredths(values[aspect]));
}

function hundredths(value: number): number {
  return Math.round(value * 100);
}

function usedGuests(trail: Trail): Set<string> {
  const used = new Set<string>();
  for (const { recipe } of trail.hops) {
    const { low, high } = recipe.compass?.axis ?? {};
    const poles = [...(low?.sources ?? []), ...(high?.sources ?? [])];
    for (const source of [...recipe.ingredients.map((one) => one.source), ...poles]) {
      if (source.kind === "guest") used.add(source.id);
    }
  }
  return used;
}
