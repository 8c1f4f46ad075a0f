import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Composition } from "./compositions";
import { enlarge, smoothstep, unit } from "./raster";
import type { Field, Mark, Scene } from "./scene";

/** A scene as rasters, one value a pixel: what every manner works from. */
export interface Plates {
  readonly width: number;
  readonly height: number;
  /** Tone 0..1 with the composition's light already on it. */
  readonly tone: Float32Array;
  /** Tone 0..1 as the family drew it, before the light. */
  readonly plain: Float32Array;
  readonly accent: Float32Array;
  /** Light 0..1 alone. */
  readonly light: Float32Array;
  /** Outlines and lines 0..1, hidden ones removed. Drawn when first asked for. */
  edges(): Float32Array;
}

/** Draws a scene into plates under a composition's light. */
export function platesOf(scene: Scene, composition: Composition): Plates {
  const { width, height } = scene;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.lineCap = "round";
  context.lineJoin = "round";
  context.fillStyle = code(scene.ground.tone, scene.ground.accent);
  context.fillRect(0, 0, width, height);
  if (scene.field) drawField(context, scene.field, width, height);
  for (const mark of scene.marks) drawMark(context, mark);
  const pixels = context.getImageData(0, 0, width, height).data;

  const light = lightOf(composition, width, height);
  const tone = new Float32Array(width * height);
  const plain = new Float32Array(width * height);
  const accent = new Float32Array(width * height);
  const lit = litTones();
  for (let i = 0; i < tone.length; i++) {
    const value = pixels[i * 4] ?? 0;
    const l = (light[i] ?? 0) * 63;
    const row = Math.min(62, l | 0);
    const low = lit[row * 256 + value] ?? 0;
    tone[i] = low + ((lit[(row + 1) * 256 + value] ?? 0) - low) * (l - row);
    plain[i] = value / 255;
    accent[i] = (pixels[i * 4 + 1] ?? 0) / 255;
  }
  let edges: Float32Array | undefined;
  return {
    width,
    height,
    tone,
    plain,
    accent,
    light,
    edges: () => {
      edges ??= edgesOf(scene);
      return edges;
    },
  };
}

function lightOf(composition: Composition, width: number, height: number): Float32Array {
  const size = 48;
  const grid = new Float32Array(size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      grid[y * size + x] = composition.light(x / (size - 1), y / (size - 1));
  return enlarge(grid, size, size, width, height);
}

let litTable: Float32Array | undefined;

/**
 * Tone after light, 64 strengths of light × 256 tones. Light bends the tone curve (a gamma), so
 * detail survives in the brightest and darkest places, and a share of it is simply added.
 */
function litTones(): Float32Array {
  if (litTable) return litTable;
  const table = new Float32Array(64 * 256);
  for (let l = 0; l < 64; l++) {
    const light = l / 63;
    const gamma = 2 ** ((0.5 - light) * 3.4);
    for (let t = 0; t < 256; t++)
      table[l * 256 + t] = unit(0.76 * (0.05 + 0.9 * (t / 255)) ** gamma + 0.24 * light);
  }
  litTable = table;
  return table;
}

/** Tone in red, accent in green: both are blended together by the canvas. */
function code(tone: number, accent: number, alpha = 1): string {
  const red = Math.round(unit(tone) * 255);
  return `rgba(${red},${Math.round(unit(accent) * 255)},0,${alpha})`;
}

function drawField(
  context: SKRSContext2D,
  field: Field,
  width: number,
  height: number,
  read: (i: number) => [number, number] = (i) => [field.tone[i] ?? 0, field.accent[i] ?? 0],
): void {
  const small = createCanvas(field.columns, field.rows);
  const smallContext = small.getContext("2d");
  const image = smallContext.createImageData(field.columns, field.rows);
  for (let i = 0; i < field.columns * field.rows; i++) {
    const [red, green] = read(i);
    image.data[i * 4] = unit(red) * 255;
    image.data[i * 4 + 1] = unit(green) * 255;
    image.data[i * 4 + 3] = 255;
  }
  smallContext.putImageData(image, 0, 0);
  context.drawImage(small, 0, 0, width, height);
}

function trace(context: SKRSContext2D, points: readonly number[], curve: boolean, close: boolean) {
  const p = (i: number) => points[i] ?? 0;
  const n = points.length;
  context.beginPath();
  if (!curve || n < 6) {
    context.moveTo(p(0), p(1));
    for (let i = 2; i < n; i += 2) context.lineTo(p(i), p(i + 1));
  } else if (close) {
    context.moveTo((p(n - 2) + p(0)) / 2, (p(n - 1) + p(1)) / 2);
    for (let i = 0; i < n; i += 2) {
      const j = (i + 2) % n;
      context.quadraticCurveTo(p(i), p(i + 1), (p(i) + p(j)) / 2, (p(i + 1) + p(j + 1)) / 2);
    }
  } else {
    context.moveTo(p(0), p(1));
    for (let i = 2; i < n - 2; i += 2)
      context.quadraticCurveTo(p(i), p(i + 1), (p(i) + p(i + 2)) / 2, (p(i + 1) + p(i + 3)) / 2);
    context.lineTo(p(n - 2), p(n - 1));
  }
  if (close) context.closePath();
}

function drawMark(context: SKRSContext2D, mark: Mark): void {
  const ink = code(mark.tone, mark.accent);
  switch (mark.kind) {
    case "area": {
      trace(context, mark.points, mark.curve, true);
      context.fillStyle = ink;
      if (mark.shade) {
        const gradient = context.createLinearGradient(...mark.shade.line);
        gradient.addColorStop(0, ink);
        gradient.addColorStop(1, code(mark.shade.to, mark.accent));
        context.fillStyle = gradient;
      }
      context.fill();
      return;
    }
    case "line":
      trace(context, mark.points, mark.curve, false);
      context.strokeStyle = ink;
      context.lineWidth = mark.width;
      context.stroke();
      return;
    case "disc":
      context.beginPath();
      context.arc(mark.x, mark.y, mark.r, 0, Math.PI * 2);
      context.fillStyle = ink;
      context.fill();
      return;
    case "glow": {
      const { x, y, r, tone, accent, strength } = mark;
      const gradient = context.createRadialGradient(x, y, 0, x, y, r);
      // A Gaussian-like fall: a linear one shows its rim.
      for (const [stop, share] of [
        [0, 1],
        [0.25, 0.72],
        [0.5, 0.32],
        [0.75, 0.08],
        [1, 0],
      ] as const)
        gradient.addColorStop(stop, code(tone, accent, strength * share));
      context.fillStyle = gradient;
      context.fillRect(x - r, y - r, r * 2, r * 2);
    }
  }
}

function edgesOf(scene: Scene): Float32Array {
  const { width, height } = scene;
  const pen = Math.max(1.2, Math.min(width, height) / 360);
  const context = createCanvas(width, height).getContext("2d");
  context.lineCap = "round";
  context.lineJoin = "round";
  context.fillStyle = "#000";
  context.fillRect(0, 0, width, height);
  if (scene.field) {
    const cell = width / Math.max(1, scene.field.columns - 1);
    const levels = levelLines(scene.field, Math.min(width, height) / 100 / cell);
    drawField(context, scene.field, width, height, (i) => [levels[i] ?? 0, 0]);
  }
  for (const mark of scene.marks) outline(context, mark, pen);
  const pixels = context.getImageData(0, 0, width, height).data;
  return Float32Array.from({ length: width * height }, (_, i) => (pixels[i * 4] ?? 0) / 255);
}

/**
 * Lines of equal tone in a field, about one cell thick, like the lines of a map. Where tone changes
 * slowly there are none: a sky is not a staircase.
 *
 * @param unitCells a hundredth of the picture's short side, in cells.
 */
function levelLines({ columns, rows, tone }: Field, unitCells: number): Float32Array {
  const lines = new Float32Array(columns * rows);
  const levels = 7;
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      const i = y * columns + x;
      const value = (tone[i] ?? 0) * levels;
      const dx = ((tone[i + 1] ?? 0) - (tone[i - 1] ?? 0)) * 0.5 * levels;
      const dy = ((tone[i + columns] ?? 0) - (tone[i - columns] ?? 0)) * 0.5 * levels;
      const slope = Math.hypot(dx, dy);
      const steepness = smoothstep(0.12, 0.24, slope * unitCells);
      if (steepness === 0) continue;
      lines[i] = steepness * unit(1.25 - Math.abs(value - Math.floor(value) - 0.5) / slope);
    }
  }
  return lines;
}

function outline(context: SKRSContext2D, mark: Mark, pen: number): void {
  context.fillStyle = "#000";
  context.strokeStyle = "#fff";
  context.lineWidth = pen;
  switch (mark.kind) {
    case "area":
      trace(context, mark.points, mark.curve, true);
      context.fill();
      context.stroke();
      return;
    case "line":
      trace(context, mark.points, mark.curve, false);
      // A broad line is a band with two sides; a thin one is a line.
      context.lineWidth = mark.width > pen * 4 ? mark.width : Math.max(pen * 0.7, mark.width * 0.7);
      context.stroke();
      if (mark.width > pen * 4) {
        context.strokeStyle = "#000";
        context.lineWidth = mark.width - pen * 2;
        context.stroke();
      }
      return;
    case "disc":
      context.beginPath();
      context.arc(mark.x, mark.y, mark.r, 0, Math.PI * 2);
      if (mark.r < pen * 1.6) context.fillStyle = "#fff";
      context.fill();
      if (mark.r >= pen * 1.6) context.stroke();
      return;
    case "glow":
      return;
  }
}
