import { type Noise, noiseFrom, type Random, randomFrom } from "./random";
import type { Field, Ink, Mark, Points, Scene, Shade } from "./scene";

/** A family: draws its scene on a sketch. All lengths in pixels. */
export type Family = (sketch: Sketch) => void;

/** The sheet a family draws on: its size, its dice, and the few marks it may make. */
export class Sketch {
  readonly w: number;
  readonly h: number;
  /** A hundredth of the short side: the unit of lengths that look alike at any size. */
  readonly u: number;
  /** Where the composition wants what matters most, in pixels. */
  readonly focus: { readonly x: number; readonly y: number };
  readonly random: Random;
  readonly noise: Noise;
  private base: Ink = { tone: 0.5, accent: 0 };
  private cover: Field | undefined;
  private readonly marks: Mark[] = [];

  constructor(width: number, height: number, focus: readonly [number, number], seed: number) {
    this.w = width;
    this.h = height;
    this.u = Math.min(width, height) / 100;
    this.focus = { x: focus[0] * width, y: focus[1] * height };
    this.random = randomFrom(seed);
    this.noise = noiseFrom(this.random);
  }

  range(from: number, to: number): number {
    return from + (to - from) * this.random();
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return Math.floor(this.range(from, to + 1));
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.random() * items.length)] ?? items[0];
  }

  /** Noise in octaves, about [-1, 1]. */
  fbm(x: number, y: number, octaves = 4): number {
    let sum = 0;
    let weight = 0.6;
    for (let i = 0; i < octaves; i++) {
      sum += weight * this.noise(x * 2 ** i + i * 17.7, y * 2 ** i - i * 9.1);
      weight *= 0.5;
    }
    return sum;
  }

  ground(tone: number, accent = 0): void {
    this.base = { tone, accent };
  }

  /** Covers the sheet with tone and accent as functions of place, worked out every `step` pixels. */
  field(
    step: number,
    tone: (x: number, y: number) => number,
    accent: (x: number, y: number) => number = () => 0,
  ): void {
    const columns = Math.ceil(this.w / step) + 1;
    const rows = Math.ceil(this.h / step) + 1;
    const tones = new Float32Array(columns * rows);
    const accents = new Float32Array(columns * rows);
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        const x = (i / (columns - 1)) * this.w;
        const y = (j / (rows - 1)) * this.h;
        tones[j * columns + i] = tone(x, y);
        accents[j * columns + i] = accent(x, y);
      }
    }
    this.cover = { columns, rows, tone: tones, accent: accents };
  }

  grid(field: Field): void {
    this.cover = field;
  }

  area(points: Points, tone: number, accent = 0, more: { curve?: boolean; shade?: Shade } = {}) {
    if (points.length < 6) return;
    const { curve = false, shade } = more;
    this.marks.push({ kind: "area", points, tone, accent, curve, shade });
  }

  line(points: Points, width: number, tone: number, accent = 0, curve = true): void {
    if (points.length >= 4) this.marks.push({ kind: "line", points, width, tone, accent, curve });
  }

  disc(x: number, y: number, r: number, tone: number, accent = 0): void {
    if (r > 0.2) this.marks.push({ kind: "disc", x, y, r, tone, accent });
  }

  /** Light that fades to nothing at `r`; no outline in any manner. */
  glow(x: number, y: number, r: number, tone: number, accent = 0, strength = 1): void {
    this.marks.push({ kind: "glow", x, y, r, tone, accent, strength });
  }

  /** A rectangle, turned by `turn` radians about its centre. */
  box(x: number, y: number, w: number, h: number, tone: number, accent = 0, turn = 0): void {
    const c = Math.cos(turn);
    const s = Math.sin(turn);
    const points: number[] = [];
    for (const [i, j] of [
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ] as const)
      points.push(x + w / 2 + i * w * c - j * h * s, y + h / 2 + i * w * s + j * h * c);
    this.area(points, tone, accent);
  }

  /** A line whose width changes along it: `width` is a function of the share 0..1 of its length. */
  ribbon(points: Points, width: (t: number) => number, tone: number, accent = 0, shade?: Shade) {
    const left: number[] = [];
    const right: number[] = [];
    const count = points.length / 2;
    for (let i = 0; i < count; i++) {
      const a = Math.max(0, i - 1) * 2;
      const b = Math.min(count - 1, i + 1) * 2;
      const dx = (points[b] ?? 0) - (points[a] ?? 0);
      const dy = (points[b + 1] ?? 0) - (points[a + 1] ?? 0);
      const length = Math.hypot(dx, dy) || 1;
      const half = width(i / Math.max(1, count - 1)) / 2;
      const x = points[i * 2] ?? 0;
      const y = points[i * 2 + 1] ?? 0;
      left.push(x - (dy / length) * half, y + (dx / length) * half);
      right.unshift(x + (dy / length) * half, y - (dx / length) * half);
    }
    this.area([...left, ...right], tone, accent, shade ? { shade } : {});
  }

  finish(): Scene {
    return {
      width: this.w,
      height: this.h,
      ground: this.base,
      field: this.cover,
      marks: this.marks,
    };
  }
}

/** Points round an ellipse, its radii changed by `wobble(angle)`; closed. */
export function ellipse(
  x: number,
  y: number,
  rx: number,
  ry: number,
  turn = 0,
  steps = 48,
  wobble: (angle: number) => number = () => 1,
): number[] {
  const points: number[] = [];
  for (let i = 0; i < steps; i++) {
    const angle = (i / steps) * Math.PI * 2;
    const k = wobble(angle);
    const px = Math.cos(angle) * rx * k;
    const py = Math.sin(angle) * ry * k;
    points.push(
      x + px * Math.cos(turn) - py * Math.sin(turn),
      y + px * Math.sin(turn) + py * Math.cos(turn),
    );
  }
  return points;
}
