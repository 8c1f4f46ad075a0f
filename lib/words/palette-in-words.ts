import { findColours } from "./colour-words";
import { mixedPalette } from "./mixed-palette";
import { wordTokens } from "./word-tokens";

/** A colour of a picture, by name. */
export interface NamedColour {
  readonly name: string;
  /** Of the picture, in (0, 1]. */
  readonly share: number;
}

/**
 * What pictures are described with: names that people know, spread over the colours there are. Each
 * is one that `findColours` reads, so that what is said can be asked for.
 */
const NAMES = `
black, charcoal, dark gray, gray, light gray, off white, white, cream, beige, taupe, dark taupe,
dark red, red, burgundy, rust, terracotta, salmon, coral, blush, dusty rose, pink, hot pink, magenta, dark magenta,
dark brown, brown, tan, sand, caramel, orange, burnt orange, peach, apricot, amber, ochre, mustard, gold, yellow, pale yellow, lemon,
dark olive, olive, khaki, sage, moss green, lime, pale green, mint, green, emerald, forest green, bottle green, dark teal, teal, turquoise, pale turquoise, cyan,
slate, steel blue, dusty blue, light blue, sky blue, cerulean, blue, royal blue, cobalt, navy, deep navy, ink, midnight blue,
lavender, pale lavender, periwinkle, lilac, mauve, violet, purple, dark purple, plum, aubergine, indigo, orchid, dusty purple
`
  .trim()
  .split(/,\s*/);

/** Shares of the 64 bins that a picture of each named colour alone would have. */
let known: readonly { readonly name: string; readonly bins: Float64Array }[] | undefined;

function namedBins(): NonNullable<typeof known> {
  known ??= NAMES.map((name) => {
    const palette = mixedPalette(findColours(wordTokens(name)));
    return { name, bins: Float64Array.from(palette, (value) => value * value) };
  });
  return known;
}

/** How much is said: at most so many names, and none with less of the picture than this. */
const IN_A_LINE = { most: 4, leastShare: 0.08 };
/** A bin with less of the picture than this is left out, and a name that has less in common. */
const LEAST_BIN = 0.002;
const LEAST_OVERLAP = 0.02;
/** Rounds × names: few names get more rounds, because near ones part slowly. */
const EFFORT = 3_200;
const LEAST_ROUNDS = 40;

/**
 * The colours of a palette by name, largest first: which mixture of named colours explains its
 * histogram best (expectation maximisation, Dempster, Laird & Rubin 1977), dropping the weakest name
 * until at most four are left and each has its say. Deterministic.
 *
 * @param palette 64 values ≥ 0 as `paletteOf` gives them; all zeros gives no names.
 * @param said more names than four, down to smaller shares, where there is room for them.
 */
export function paletteInWords(
  palette: ArrayLike<number>,
  said: { readonly most: number; readonly leastShare: number } = IN_A_LINE,
): NamedColour[] {
  const bins = Float64Array.from(palette, (value) => Math.max(0, value) ** 2);
  const total = bins.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return [];
  // Bins that hold next to nothing, and names of which nothing is there, only cost time.
  const support = Array.from(bins).flatMap((value, bin) =>
    value / total >= LEAST_BIN ? [bin] : [],
  );
  const held = support.reduce((sum, bin) => sum + (bins[bin] ?? 0), 0);
  const target = Float64Array.from(support, (bin) => (bins[bin] ?? 0) / held);
  const part = (name: Float64Array) => Float64Array.from(support, (bin) => name[bin] ?? 0);
  let names = namedBins()
    .map(({ name, bins: own }) => ({ name, bins: part(own) }))
    .filter((named) => overlap(named.bins, target) >= LEAST_OVERLAP);
  let shares = mixture(target, names);
  for (;;) {
    const order = names.map((_, i) => i).sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
    const strong = order.filter((i) => (shares[i] ?? 0) >= said.leastShare);
    if (order.length <= said.most && strong.length === order.length) break;
    // A quarter at a time: a name that goes leaves its part to its neighbours, which may then stay.
    const keep = Math.max(1, Math.min(order.length - 1, Math.floor(order.length * 0.75)));
    names = order.slice(0, keep).flatMap((i) => names[i] ?? []);
    shares = mixture(target, names);
  }
  return names
    .map(({ name }, i) => ({ name, share: shares[i] ?? 0 }))
    .sort((a, b) => b.share - a.share);
}

function overlap(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + Math.min(value, b[i] ?? 0), 0);
}

/** Shares of a mixture of `names` under which `target` is likeliest; they add up to 1. */
function mixture(target: Float64Array, names: NonNullable<typeof known>): Float64Array {
  const count = names.length;
  const width = target.length;
  const shares = new Float64Array(count).fill(1 / count);
  const table = new Float64Array(count * width);
  names.forEach(({ bins }, i) => {
    table.set(bins, i * width);
  });
  const rounds = Math.max(LEAST_ROUNDS, Math.round(EFFORT / count));
  for (let round = 0; round < rounds; round++) {
    const ratios = new Float64Array(width).fill(1e-9);
    for (let i = 0; i < count; i++) addTo(ratios, table, i, shares[i] ?? 0);
    for (let bin = 0; bin < width; bin++) {
      ratios[bin] = (target[bin] ?? 0) / (ratios[bin] ?? 1);
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      let gain = 0;
      for (let bin = 0; bin < width; bin++) {
        gain += (table[i * width + bin] ?? 0) * (ratios[bin] ?? 0);
      }
      shares[i] = (shares[i] ?? 0) * gain;
      sum += shares[i] ?? 0;
    }
    for (let i = 0; i < count; i++) shares[i] = (shares[i] ?? 0) / (sum || 1);
  }
  return shares;
}

function addTo(sums: Float64Array, table: Float64Array, row: number, share: number): void {
  const width = sums.length;
  for (let bin = 0; bin < width; bin++) {
    sums[bin] = (sums[bin] ?? 0) + share * (table[row * width + bin] ?? 0);
  }
}
