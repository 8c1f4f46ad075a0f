import type { Crop } from "@/lib/energy/recipe";

/** The least side of a crop, as a fraction of the picture's. */
const MIN_SIDE = 0.02;
const STEPS = 1_000;

/** A point of a picture, in fractions of its width and height. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the keyboard starts with: the middle half. */
export const FIRST_CROP: Crop = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

/**
 * The rectangle between two points, wherever they are: inside the picture, at least 2 % of a side
 * large, in thousandths as a trail holds it.
 */
export function cropBetween(a: Point, b: Point): Crop {
  return settled({
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  });
}

/** A rectangle moved, and stopped at the edges. */
export function moved(crop: Crop, by: Point): Crop {
  return settled({
    ...crop,
    x: Math.min(1 - crop.width, Math.max(0, crop.x + by.x)),
    y: Math.min(1 - crop.height, Math.max(0, crop.y + by.y)),
  });
}

/** A rectangle made larger or smaller at its right and lower side. */
export function resized(crop: Crop, by: Point): Crop {
  return settled({ ...crop, width: crop.width + by.x, height: crop.height + by.y });
}

/** Whether a point lies in a rectangle. */
export function isInside({ x, y, width, height }: Crop, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Inside the picture, not too small, in whole thousandths. */
function settled(crop: Crop): Crop {
  const [x, width] = side(crop.x, crop.width);
  const [y, height] = side(crop.y, crop.height);
  return { x, y, width, height };
}

function side(start: number, length: number): [start: number, length: number] {
  const from = Math.min(1 - MIN_SIDE, Math.max(0, start));
  const to = Math.min(1, Math.max(from + MIN_SIDE, start + length));
  const first = Math.round(from * STEPS);
  return [first / STEPS, (Math.round(to * STEPS) - first) / STEPS];
}
