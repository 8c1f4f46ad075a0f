import { ASPECTS, type PerAspect, perAspect } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import {
  type Compass,
  type Crop,
  DEFAULT_DIALS,
  type Filters,
  type Ingredient,
  type IngredientSource,
  MAX_INGREDIENTS,
  MAX_WORDS_CHARS,
  plainRecipe,
} from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import { hasUnreadCompass, type ReadAxes, readAxes, readCompass } from "./axis-code";
import { fromBase64Url } from "./base64url";
import { crc32 } from "./crc32";
import { idOf, isUnreadable, shortText, sound } from "./field-values";
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
import {
  type Fork,
  type Guest,
  type Hop,
  MAX_CODE_CHARS,
  MAX_HOPS,
  MAX_NAME_CHARS,
  MAX_NOTE_CHARS,
  type Trail,
} from "./trail";
import { fromSigned, joinBytes, readFields } from "./wire";

/** What is wrong with a code of which a part could be read. */
export type TrailProblem =
  /** The bytes are not those that were written. */
  | "checksum"
  /** The code ends, or turns to nonsense, before its end. */
  | "cut_off"
  /** A hop breaks a rule; it and the hops after it are left out. */
  | "hop_damaged"
  /** More than 200 hops: the first 200 are kept. */
  | "too_many_hops"
  /** More than 8,000 characters: the first 8,000 are read. */
  | "too_long";

export interface DecodedTrail {
  readonly trail: Trail;
  /** Empty for a sound code. */
  readonly problems: readonly TrailProblem[];
}

const MAX_THUMBHASH_BYTES = 25;
const MAX_VECTOR_DIMS = 4_096;
const MAX_FILTER_VALUES = 50;

/** How much of a code is read. */
interface ReadLimits {
  readonly chars: number;
  readonly hops: number;
}

const LINK_LIMITS: ReadLimits = { chars: MAX_CODE_CHARS, hops: MAX_HOPS };

/**
 * Reads a trail's code. Hostile until parsed: whatever the text, the cost is linear in its length, and
 * no more of it is read than a link may have.
 *
 * @param limits of another place than a link, where this app alone has written.
 * @returns what could be read, and what is wrong with it.
 * @throws {AppError} `trail_damaged` when nothing could be read.
 */
export function decodeTrail(code: string, limits: ReadLimits = LINK_LIMITS): DecodedTrail {
  const problems = new Set<TrailProblem>();
  if (code.length > limits.chars) problems.add("too_long");
  const bytes = readableBytes(code.slice(0, limits.chars), problems);
  const isOfVersion = bytes[0] === CODE_VERSION;
  const body = bytes.subarray(0, Math.max(1, bytes.length - CHECKSUM_BYTES));
  if (isOfVersion && !endsWithChecksum(bytes)) problems.add("checksum");
  const trail = isOfVersion ? readTrail(body.subarray(1), problems, limits.hops) : undefined;
  if (trail && (problems.size === 0 || trail.hops.length > 0)) {
    return { trail, problems: [...problems] };
  }
  throw new AppError("trail_damaged", whyUnreadable(code, bytes, problems));
}

function whyUnreadable(
  code: string,
  bytes: Uint8Array,
  problems: ReadonlySet<TrailProblem>,
): string {
  if (problems.has("too_long")) {
    return `Expected a trail of at most ${MAX_CODE_CHARS} characters but received ${code.length}. Start a new trail from an image.`;
  }
  if (bytes[0] === CODE_VERSION) {
    return "Expected a whole trail but the link is damaged before its first hop. Ask for the link again.";
  }
  return bytes.length > 0 && problems.size === 0
    ? `Expected a trail of version ${CODE_VERSION} but received version ${bytes[0]}. A newer Wavelength may read it.`
    : "Expected a trail but the text after /t/ is none. Ask for the link again.";
}

/** The bytes of a code up to its first character that is not of the alphabet; the rest is a problem. */
export function readableBytes(
  code: string,
  problems: { add(problem: "cut_off"): unknown },
): Uint8Array {
  const sound = /^[A-Za-z0-9_-]*/.exec(code)?.[0] ?? "";
  if (sound.length < code.length) problems.add("cut_off");
  return fromBase64Url(sound);
}

/** Whether the last four bytes are the checksum of those before them. */
export function endsWithChecksum(bytes: Uint8Array): boolean {
  const at = bytes.length - CHECKSUM_BYTES;
  if (at < 1) return false;
  const written = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  return written === crc32(bytes.subarray(0, at));
}

function readTrail(body: Uint8Array, problems: Set<TrailProblem>, maxHops: number): Trail {
  let model = "";
  let galleryId = "";
  let revision = 0;
  let name: string | undefined;
  let tip: number | undefined;
  let fork: Fork | undefined;
  const guests: Guest[] = [];
  const hops: Hop[] = [];
  const unknown: Uint8Array[] = [];
  let isHopDamaged = false;

  // Before the hops, which name them by number.
  const { axes, raw: rawAxes } = readAxes(body);

  const addHop = (read: () => Hop | undefined) => {
    if (isHopDamaged) return;
    if (hops.length === maxHops) {
      problems.add("too_many_hops");
      return;
    }
    const hop = sound(read);
    if (hop) hops.push(hop);
    else {
      isHopDamaged = true;
      problems.add("hop_damaged");
    }
  };

  try {
    for (const field of readFields(body)) {
      if (field.tag === TRAIL_TAGS.plainHop) {
        addHop(() => ({ parent: hops.length - 1, recipe: plainRecipe(idOf(field)) }));
      } else if (field.tag === TRAIL_TAGS.hop) {
        addHop(() => readHop(field.bytes, hops.length, axes));
      } else if (field.tag === TRAIL_TAGS.guest) {
        const guest = sound(() => readGuest(field.bytes));
        if (guest) guests.push(guest);
        else unknown.push(field.raw);
      } else if (field.tag === TRAIL_TAGS.model) model = shortText(field, MAX_NAME_CHARS);
      else if (field.tag === TRAIL_TAGS.galleryId) galleryId = shortText(field, MAX_NAME_CHARS);
      else if (field.tag === TRAIL_TAGS.galleryRevision) revision = field.value;
      else if (field.tag === TRAIL_TAGS.name) name = shortText(field, MAX_NAME_CHARS);
      else if (field.tag === TRAIL_TAGS.tip) tip = field.value - 1;
      else if (field.tag === TRAIL_TAGS.fork) {
        const read = sound(() => readFork(field.bytes));
        if (read) fork = read;
        else unknown.push(field.raw);
      } else if (field.tag !== TRAIL_TAGS.axis) unknown.push(field.raw);
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    problems.add("cut_off");
  }

  const last = hops.length - 1;
  const isAxisUnread =
    axes.includes(undefined) || hops.some((hop) => hasUnreadCompass(hop.unknown));
  return {
    model,
    gallery: { id: galleryId, revision },
    guests,
    hops,
    tip: tip === undefined ? last : Math.max(Math.min(0, last), Math.min(tip, last)),
    ...(name ? { name } : {}),
    ...(fork ? { fork } : {}),
    ...(isAxisUnread ? { axes: rawAxes } : {}),
    ...(unknown.length > 0 ? { unknown: joinBytes(unknown) } : {}),
  };
}

function readFork(bytes: Uint8Array): Fork | undefined {
  let hop = 0;
  let of: number | undefined;
  for (const field of readFields(bytes)) {
    if (field.tag === FORK_TAGS.hop) hop = field.value;
    else if (field.tag === FORK_TAGS.of) of = field.value;
    else return undefined;
  }
  if (hop < 1 || hop > MAX_HOPS || of === undefined || of >= 2 ** 32) return undefined;
  return { hop, of };
}

function readHop(bytes: Uint8Array, index: number, axes: ReadAxes["axes"]): Hop | undefined {
  let distance = 1;
  let dials = DEFAULT_DIALS;
  let wander = 0;
  let isWanderHeld = false;
  let isApart = false;
  let filters: Filters = {};
  let name: string | undefined;
  let note: string | undefined;
  let compass: Compass | undefined;
  const ingredients: Ingredient[] = [];
  const unknown: Uint8Array[] = [];
  for (const field of readFields(bytes)) {
    if (field.tag === HOP_TAGS.parentDistance) distance = field.value;
    else if (field.tag === HOP_TAGS.ingredient) {
      // An ingredient with something new in it is not understood: kept whole, not half obeyed.
      const ingredient = sound(() => readIngredient(field.bytes));
      if (ingredient) ingredients.push(ingredient);
      else unknown.push(field.raw);
    } else if (field.tag === HOP_TAGS.dials) dials = readAspects(field.bytes);
    else if (field.tag === HOP_TAGS.wander) wander = Math.min(field.value, 100) / 100;
    else if (field.tag === HOP_TAGS.held && field.value === HELD_WANDER) isWanderHeld = true;
    else if (field.tag === HOP_TAGS.apart && field.value === 1) isApart = true;
    else if (field.tag === HOP_TAGS.filters) {
      const read = sound(() => readFilters(field.bytes));
      if (read) filters = read;
      else unknown.push(field.raw);
    } else if (field.tag === HOP_TAGS.compass) {
      const read = sound(() => readCompass(field.bytes, axes));
      if (read) compass = read;
      else unknown.push(field.raw);
    } else if (field.tag === HOP_TAGS.name) name = shortText(field, MAX_NAME_CHARS);
    else if (field.tag === HOP_TAGS.note) note = shortText(field, MAX_NOTE_CHARS);
    else unknown.push(field.raw);
  }
  if (distance < 1 || distance > index + 1) return undefined;
  if (ingredients.length > MAX_INGREDIENTS) return undefined;
  if (ingredients.length === 0 && unknown.length === 0) return undefined;
  return {
    parent: index - distance,
    recipe: {
      ingredients,
      dials,
      wander,
      ...(isWanderHeld ? { isWanderHeld } : {}),
      filters,
      ...(isApart ? { isApart } : {}),
      ...(compass ? { compass } : {}),
    },
    ...(name ? { name } : {}),
    ...(note ? { note } : {}),
    ...(unknown.length > 0 ? { unknown: joinBytes(unknown) } : {}),
  };
}

function readIngredient(bytes: Uint8Array): Ingredient | undefined {
  let source: IngredientSource | undefined;
  let weight = 1;
  let crop: Crop | undefined;
  let aspects: PerAspect | undefined;
  let isHeld = false;
  for (const field of readFields(bytes)) {
    if (field.tag === INGREDIENT_TAGS.image) source = { kind: "image", id: idOf(field) };
    else if (field.tag === INGREDIENT_TAGS.guest) source = { kind: "guest", id: idOf(field) };
    else if (field.tag === INGREDIENT_TAGS.words) {
      source = { kind: "words", text: shortText(field, MAX_WORDS_CHARS) };
    } else if (field.tag === INGREDIENT_TAGS.weight) weight = fromSigned(field.value) / 100;
    else if (field.tag === INGREDIENT_TAGS.crop) crop = readCrop(field.bytes);
    else if (field.tag === INGREDIENT_TAGS.aspects) aspects = readAspects(field.bytes);
    else if (field.tag === INGREDIENT_TAGS.held && field.value === 1) isHeld = true;
    else return undefined;
  }
  if (!source || weight === 0 || Math.abs(weight) > 1) return undefined;
  if (source.kind === "words" && source.text === "") return undefined;
  return {
    source,
    weight,
    ...(crop ? { crop } : {}),
    ...(aspects ? { aspects } : {}),
    ...(isHeld ? { isHeld } : {}),
  };
}

function readCrop(bytes: Uint8Array): Crop {
  if (bytes.length !== 8) throw new RangeError(`Expected a crop of 8 bytes, not ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [x = 0, y = 0, width = 0, height = 0] = [0, 2, 4, 6].map((at) => view.getUint16(at));
  if (width < 1 || height < 1 || x + width > 1_000 || y + height > 1_000) {
    throw new RangeError("Expected a crop inside its picture");
  }
  return { x: x / 1_000, y: y / 1_000, width: width / 1_000, height: height / 1_000 };
}

function readGuest(bytes: Uint8Array): Guest | undefined {
  let id: ImageId | undefined;
  let vector = new Int8Array(0);
  let thumbhash = new Uint8Array(0);
  let model: string | undefined;
  for (const field of readFields(bytes)) {
    if (field.tag === GUEST_TAGS.id) id = idOf(field);
    else if (field.tag === GUEST_TAGS.vector)
      vector = Int8Array.from(field.bytes, (b) => (b << 24) >> 24);
    else if (field.tag === GUEST_TAGS.thumbhash) thumbhash = field.bytes.slice();
    else if (field.tag === GUEST_TAGS.model) model = shortText(field, MAX_NAME_CHARS);
    else return undefined;
  }
  if (!id || vector.length > MAX_VECTOR_DIMS || thumbhash.length > MAX_THUMBHASH_BYTES)
    return undefined;
  return { id, vector, thumbhash, ...(model ? { model } : {}) };
}

function readFilters(bytes: Uint8Array): Filters | undefined {
  let made: Filters["made"];
  let orientation: Filters["orientation"];
  let yearFrom: number | undefined;
  let yearTo: number | undefined;
  let isTwin = false;
  const licence: string[] = [];
  const source: string[] = [];
  for (const field of readFields(bytes)) {
    if (field.tag === FILTER_TAGS.made) made = chosenOf(MADE, field.value);
    else if (field.tag === FILTER_TAGS.orientation)
      orientation = chosenOf(ORIENTATIONS, field.value);
    else if (field.tag === FILTER_TAGS.licence) licence.push(shortText(field, MAX_NAME_CHARS));
    else if (field.tag === FILTER_TAGS.source) source.push(shortText(field, MAX_NAME_CHARS));
    else if (field.tag === FILTER_TAGS.yearFrom) yearFrom = fromSigned(field.value);
    else if (field.tag === FILTER_TAGS.yearTo) yearTo = fromSigned(field.value);
    else if (field.tag === FILTER_TAGS.twin && field.value === 1) isTwin = true;
    else return undefined;
  }
  if (licence.length > MAX_FILTER_VALUES || source.length > MAX_FILTER_VALUES) return undefined;
  return {
    ...(made ? { made } : {}),
    ...(orientation ? { orientation } : {}),
    ...(licence.length > 0 ? { licence } : {}),
    ...(source.length > 0 ? { source } : {}),
    ...(yearFrom !== undefined ? { yearFrom } : {}),
    ...(yearTo !== undefined ? { yearTo } : {}),
    ...(isTwin ? { isTwin } : {}),
  };
}

/** @throws {RangeError} for a bit that stands for nothing known: the field is from a newer version. */
function chosenOf<T>(all: readonly T[], mask: number): readonly T[] {
  if (mask < 1 || mask >= 2 ** all.length)
    throw new RangeError(`Expected a mask of known bits, not ${mask}`);
  return all.filter((_, i) => mask & (1 << i));
}

function readAspects(bytes: Uint8Array): PerAspect {
  if (bytes.length !== ASPECTS.length || bytes.some((byte) => byte > 100)) {
    throw new RangeError("Expected one number in [0, 100] an aspect");
  }
  return perAspect((aspect) => (bytes[ASPECTS.indexOf(aspect)] ?? 0) / 100);
}
