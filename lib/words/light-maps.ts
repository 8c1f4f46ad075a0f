import { lightOf } from "@/lib/energy/light";
import { rgbOfLab } from "@/lib/energy/oklab";
import type { UnitVector } from "@/lib/energy/unit-vector";

/** Lightness by place: x from left and y from top, each in [0, 1]; higher is lighter, any scale. */
export type LightPlan = (x: number, y: number) => number;

const SIDE = 8;

const bump = (distance: number, width: number) => Math.exp(-((distance / width) ** 2));
/** 0 before `edge`, 1 after it, with a soft passage. */
const step = (at: number, edge: number) => 1 / (1 + Math.exp(-(at - edge) / 0.06));
const fromCentre = (x: number, y: number) => Math.hypot(x - 0.5, y - 0.5);

/** Where light can be. Each plan is the bright version; a dark one is its negative. */
export const PLACES_OF_LIGHT = {
  top: (_x, y) => 1 - y,
  bottom: (_x, y) => y,
  left: (x) => 1 - x,
  right: (x) => x,
  "top left": (x, y) => 1 - (x + y) / 2,
  "top right": (x, y) => (1 + x - y) / 2,
  "bottom left": (x, y) => (1 - x + y) / 2,
  "bottom right": (x, y) => (x + y) / 2,
  centre: (x, y) => bump(fromCentre(x, y), 0.32),
  edges: (x, y) => -bump(fromCentre(x, y), 0.32),
  middle: (_x, y) => bump(y - 0.5, 0.22),
  column: (x) => bump(x - 0.5, 0.22),
  corners: (x, y) => step(fromCentre(x, y), 0.5),
  /** What skies are: light above a horizon, with little change on either side of it. */
  sky: (_x, y) => step(0.55, y),
  ground: (_x, y) => step(y, 0.55),
} as const satisfies Readonly<Record<string, LightPlan>>;

/** A place that light can be in. */
export type LightPlace = keyof typeof PLACES_OF_LIGHT;

/** Light behind a thing: bright around and above, the thing in the way dark. */
export const BACKLIT: LightPlan = (x, y) =>
  0.35 * (1 - y) - bump(Math.hypot((x - 0.5) / 0.8, (y - 0.62) / 1.2), 0.3);

/** One pool of light, night around it. */
export const SPOTLIGHT: LightPlan = (x, y) => bump(fromCentre(x, y), 0.2);

/**
 * The light of a picture that is as light as the plan says: read by the code that reads images, from
 * a grey picture of a pixel a cell.
 *
 * @returns 64 values, mean 0, length 1; zeros for a plan that is flat.
 */
export function lightOfPlan(plan: LightPlan): UnitVector {
  const places = Array.from({ length: SIDE * SIDE }, (_, i) =>
    plan(((i % SIDE) + 0.5) / SIDE, (Math.floor(i / SIDE) + 0.5) / SIDE),
  );
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const span = high - low || 1;
  const pixels = places.flatMap((value) => rgbOfLab([(value - low) / span, 0, 0]));
  return lightOf(Uint8Array.from(pixels), SIDE, SIDE);
}
