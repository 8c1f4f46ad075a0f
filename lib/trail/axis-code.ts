import {
  type Axis,
  type AxisPole,
  type Compass,
  type IngredientSource,
  MAX_POLE_NAME_CHARS,
  MAX_POLE_SOURCES,
  MAX_WORDS_CHARS,
  type Recipe,
} from "@/lib/energy/recipe";
import { fromBase64Url, toBase64Url } from "./base64url";
import { idOf, shortText, sound } from "./field-values";
import { AXIS_TAGS, COMPASS_TAGS, HOP_TAGS, INGREDIENT_TAGS, TRAIL_TAGS } from "./tags";
import { fromSigned, joinBytes, readFields, type WireField, WireWriter } from "./wire";

/** How a trail numbers its axes: those it keeps as they were, then others in the order they are first used. */
export interface AxisBook {
  /** Number of an axis by its code. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Codes of the axes that are not among the kept ones, each once. */
  readonly added: readonly string[];
}

/**
 * The book of all axes that recipes turn a compass on.
 *
 * @param kept a trail's `axes`.
 */
export function axisBook(recipes: Iterable<Recipe>, kept: Uint8Array = NONE): AxisBook {
  const fields = axisFields(kept);
  const numbers = new Map(fields.map(({ bytes }, number) => [toBase64Url(bytes), number]));
  const added: string[] = [];
  for (const { compass } of recipes) {
    if (!compass) continue;
    const code = axisCode(compass.axis);
    if (numbers.has(code)) continue;
    numbers.set(code, fields.length + added.length);
    added.push(code);
  }
  return { numbers, added };
}

const NONE = new Uint8Array(0);

/** Of the kept axes of two links to one trail, those that both number alike: links only add to them. */
export function longerAxes(a: Uint8Array = NONE, b: Uint8Array = NONE): Uint8Array | undefined {
  const longer = b.length > a.length ? b : a;
  return longer.length > 0 ? longer : undefined;
}

/** Equal exactly for axes that a trail writes alike. */
export function axisCode(axis: Axis): string {
  return toBase64Url(encodeAxis(axis));
}

/** Writes the axes of a book after those that are kept. */
export function writeAxes(writer: WireWriter, { added }: AxisBook): void {
  for (const code of added) writer.bytes(TRAIL_TAGS.axis, fromBase64Url(code));
}

/** The bytes of a hop's compass. @param book has its axis. */
export function encodeCompass({ axis, amount }: Compass, book: AxisBook): Uint8Array {
  const writer = new WireWriter();
  const index = book.numbers.get(axisCode(axis)) ?? 0;
  const hundredths = Math.round(amount * 100);
  if (index > 0) writer.varint(COMPASS_TAGS.axis, index);
  if (hundredths !== 0) writer.signed(COMPASS_TAGS.amount, hundredths);
  return writer.finish();
}

/** The axes in a trail's bytes. */
export interface ReadAxes {
  /** By number; `undefined` for one with something unknown or wrong in it. */
  readonly axes: readonly (Axis | undefined)[];
  /** Their fields as they were written. */
  readonly raw: Uint8Array;
}

export function readAxes(body: Uint8Array): ReadAxes {
  const fields = axisFields(body);
  return {
    axes: fields.map(({ bytes }) => sound(() => readAxis(bytes))),
    raw: joinBytes(fields.map(({ raw }) => raw)),
  };
}

/** Up to where the bytes end or make no sense: whoever reads the other fields says so. */
function axisFields(body: Uint8Array): WireField[] {
  const found: WireField[] = [];
  sound(() => {
    for (const field of readFields(body)) if (field.tag === TRAIL_TAGS.axis) found.push(field);
    return found;
  });
  return found;
}

/** Whether a hop has a compass that is not understood. @param unknown the hop's. */
export function hasUnreadCompass(unknown: Uint8Array = NONE): boolean {
  return [...readFields(unknown)].some(({ tag }) => tag === HOP_TAGS.compass);
}

/** A hop's compass; `undefined` for one that is not understood. @throws {RangeError} cut off. */
export function readCompass(bytes: Uint8Array, axes: ReadAxes["axes"]): Compass | undefined {
  let index = 0;
  let amount = 0;
  for (const field of readFields(bytes)) {
    if (field.tag === COMPASS_TAGS.axis) index = field.value;
    else if (field.tag === COMPASS_TAGS.amount) amount = fromSigned(field.value);
    else return undefined;
  }
  const axis = axes[index];
  return axis && Math.abs(amount) <= 100 ? { axis, amount: amount / 100 } : undefined;
}

function encodeAxis({ low, high }: Axis): Uint8Array {
  const writer = new WireWriter();
  writer.text(AXIS_TAGS.lowName, low.name);
  writer.text(AXIS_TAGS.highName, high.name);
  for (const source of low.sources) writer.bytes(AXIS_TAGS.low, encodeSource(source));
  for (const source of high.sources) writer.bytes(AXIS_TAGS.high, encodeSource(source));
  return writer.finish();
}

/** As an ingredient is written that pulls fully. */
function encodeSource(source: IngredientSource): Uint8Array {
  const writer = new WireWriter();
  if (source.kind === "words") writer.text(INGREDIENT_TAGS.words, source.text);
  else writer.fixed64(INGREDIENT_TAGS[source.kind], fromBase64Url(source.id));
  return writer.finish();
}

function readAxis(bytes: Uint8Array): Axis | undefined {
  const low = { name: "", sources: [] as IngredientSource[] };
  const high = { name: "", sources: [] as IngredientSource[] };
  for (const field of readFields(bytes)) {
    if (field.tag === AXIS_TAGS.lowName) low.name = shortText(field, MAX_POLE_NAME_CHARS);
    else if (field.tag === AXIS_TAGS.highName) high.name = shortText(field, MAX_POLE_NAME_CHARS);
    else if (field.tag === AXIS_TAGS.low || field.tag === AXIS_TAGS.high) {
      const source = readSource(field.bytes);
      if (!source) return undefined;
      (field.tag === AXIS_TAGS.low ? low : high).sources.push(source);
    } else return undefined;
  }
  return isPole(low) && isPole(high) ? { low, high } : undefined;
}

function isPole({ name, sources }: AxisPole): boolean {
  return name !== "" && sources.length > 0 && sources.length <= MAX_POLE_SOURCES;
}

function readSource(bytes: Uint8Array): IngredientSource | undefined {
  let source: IngredientSource | undefined;
  for (const field of readFields(bytes)) {
    if (field.tag === INGREDIENT_TAGS.image) source = { kind: "image", id: idOf(field) };
    else if (field.tag === INGREDIENT_TAGS.guest) source = { kind: "guest", id: idOf(field) };
    else if (field.tag === INGREDIENT_TAGS.words) {
      source = { kind: "words", text: shortText(field, MAX_WORDS_CHARS) };
    } else return undefined;
  }
  return source?.kind === "words" && source.text === "" ? undefined : source;
}
