/** A stream of uniform numbers in [0, 1), the same for the same seed on every machine. */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, ample for a drawing. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a of a text: an unsigned 32-bit seed, so that every use draws from a stream of its own. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Smooth noise in about [-1, 1] with features of size 1. */
export type Noise = (x: number, y: number) => number;

/** Gradient noise (Perlin 2002, quintic fade) on a seeded permutation. */
export function noiseFrom(random: Random): Noise {
  const order = shuffled(
    Array.from({ length: 256 }, (_, i) => i),
    random,
  );
  const permutation = Uint8Array.from([...order, ...order]);
  const gradientX = Float64Array.from({ length: 256 }, (_, i) => Math.cos((i / 256) * Math.PI * 2));
  const gradientY = Float64Array.from({ length: 256 }, (_, i) => Math.sin((i / 256) * Math.PI * 2));
  return (x, y) => {
    const cellX = Math.floor(x);
    const cellY = Math.floor(y);
    const dx = x - cellX;
    const dy = y - cellY;
    const column = cellX & 255;
    const row = cellY & 255;
    const corner = (i: number, j: number) => {
      const hash = permutation[(permutation[(column + i) & 255] ?? 0) + ((row + j) & 255)] ?? 0;
      return (gradientX[hash] ?? 0) * (dx - i) + (gradientY[hash] ?? 0) * (dy - j);
    };
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    const bottom = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
    return (top + (bottom - top) * v) * 1.5;
  };
}
