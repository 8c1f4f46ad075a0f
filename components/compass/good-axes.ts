import type { Axis } from "@/lib/energy/recipe";
import { axisCode } from "@/lib/trail/axis-code";

/** An axis between two words. */
export function wordsAxis(low: string, high: string): Axis {
  const pole = (text: string) => ({ name: text, sources: [{ kind: "words" as const, text }] });
  return { low: pole(low), high: pole(high) };
}

/** Axes to begin with: on real galleries each moves a wall by more than a spread either way. */
const GOOD_AXES: readonly Axis[] = [
  wordsAxis("calm", "wild"),
  wordsAxis("dark", "bright"),
  wordsAxis("cold colours", "warm colours"),
  wordsAxis("empty", "crowded"),
  wordsAxis("soft", "hard"),
  wordsAxis("old", "modern"),
];

/** What an axis is called: "calm ↔ wild". */
export function nameOfAxis({ low, high }: Axis): string {
  return `${low.name} ↔ ${high.name}`;
}

/** An axis that can be chosen. */
export interface OfferedAxis {
  /** Equal exactly for equal axes. */
  readonly code: string;
  readonly axis: Axis;
  /** Kept by this browser's person, so that it can be forgotten. */
  readonly isOwn: boolean;
}

/** The axes to choose from, each once: the one in force, one's own, the good ones. */
export function offeredAxes(own: readonly Axis[], inForce: Axis | undefined): OfferedAxis[] {
  const offered = new Map<string, OfferedAxis>();
  const offer = (axis: Axis, isOwn: boolean) => {
    const code = axisCode(axis);
    if (!offered.has(code)) offered.set(code, { code, axis, isOwn });
  };
  for (const axis of own) offer(axis, true);
  for (const axis of GOOD_AXES) offer(axis, false);
  if (inForce) offer(inForce, false);
  return [...offered.values()];
}
