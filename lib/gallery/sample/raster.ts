import { noiseFrom, randomFrom } from "./random";

/** `value` held within [0, 1]. */
export function unit(value: number): number {
  return value < 0 ? 0 : Math.min(value, 1);
}

/** Hermite step from 0 at `from` to 1 at `to` (`from` < `to`). */
export function smoothstep(from: number, to: number, value: number): number {
  const t = unit((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/** Mean of all values; 0 of none. */
export function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

/**
 * Tone (0..1) drawn out so that all but its darkest and brightest fiftieth fills the whole range.
 *
 * @param share 0..1 of the way there; 0 leaves it as it is.
 */
export function stretched(tone: Float32Array, share: number): Float32Array {
  const counts = new Uint32Array(256);
  for (const value of tone) {
    const bin = Math.round(unit(value) * 255);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const quantile = (wanted: number) => {
    let bin = -1;
    for (let sum = 0; sum < wanted * tone.length && bin < 255; ) sum += counts[++bin] ?? 0;
    return Math.max(0, bin) / 255;
  };
  const low = quantile(0.02);
  // A sheet of one tone stays what it is.
  const range = Math.max(0.15, quantile(0.98) - low);
  return tone.map((value) => value + (unit((value - low) / range) - value) * share);
}

/** Bilinear enlargement of a `columns` × `rows` grid to `width` × `height`. */
export function enlarge(
  grid: Float32Array,
  columns: number,
  rows: number,
  width: number,
  height: number,
): Float32Array {
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const gy = (y / Math.max(1, height - 1)) * (rows - 1);
    const row = Math.min(rows - 2, Math.floor(gy));
    const fy = gy - row;
    for (let x = 0; x < width; x++) {
      const gx = (x / Math.max(1, width - 1)) * (columns - 1);
      const column = Math.min(columns - 2, gx | 0);
      const fx = gx - column;
      const at = row * columns + column;
      const a = grid[at] ?? 0;
      const b = grid[at + 1] ?? 0;
      const c = grid[at + columns] ?? 0;
      const d = grid[at + columns + 1] ?? 0;
      const top = a + (b - a) * fx;
      out[y * width + x] = top + (c + (d - c) * fx - top) * fy;
    }
  }
  return out;
}

/** Smooth noise in about [-1, 1] over the whole picture, with features of `cell` pixels. */
export function cloud(width: number, height: number, cell: number, seed: number): Float32Array {
  const noise = noiseFrom(randomFrom(seed));
  const step = Math.max(1, cell / 4);
  const columns = Math.max(2, Math.ceil(width / step) + 1);
  const rows = Math.max(2, Math.ceil(height / step) + 1);
  const grid = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      grid[y * columns + x] = noise((x * step) / cell + 7.3, (y * step) / cell + 3.1);
  return enlarge(grid, columns, rows, width, height);
}

/** A 256 × 256 tile of white noise in [-1, 1]; index with `((y & 255) << 8) | (x & 255)`. */
export function speckle(seed: number): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length: 65_536 }, () => random() + random() - 1);
}

/** Box blur of `radius` pixels, twice (close to a Gaussian), edges held. */
export function blurred(
  source: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const r = Math.max(1, Math.round(radius));
  let from = source;
  for (let pass = 0; pass < 2; pass++) {
    const across = new Float32Array(source.length);
    const down = new Float32Array(source.length);
    sweep(from, across, width, height, 1, width, r);
    sweep(across, down, height, width, width, 1, r);
    from = down;
  }
  return from;
}

function sweep(
  from: Float32Array,
  to: Float32Array,
  length: number,
  lanes: number,
  step: number,
  laneStep: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1);
  for (let lane = 0; lane < lanes; lane++) {
    const base = lane * laneStep;
    const last = base + (length - 1) * step;
    const first = from[base] ?? 0;
    const end = from[last] ?? 0;
    let sum = first * (radius + 1);
    for (let i = 0; i < radius; i++) sum += from[Math.min(last, base + i * step)] ?? 0;
    for (let i = 0; i < length; i++) {
      const enter = i + radius;
      sum += enter < length ? (from[base + enter * step] ?? 0) : end;
      const leave = i - radius - 1;
      to[base + i * step] = sum * share;
      sum -= i - radius >= 0 ? (from[base + (leave + 1) * step] ?? 0) : first;
    }
  }
}
