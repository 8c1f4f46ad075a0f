import type { Lab } from "@/lib/energy/oklab";

/** Moves a colour: lightness in [0, 1] and chroma (OKLCh) to new ones. */
type Modifier = (lightness: number, chroma: number) => readonly [number, number];

const lighter = (l: number, share: number) => l + (0.95 - l) * share;

/** What words before a colour do to it. */
const MODIFIERS: Readonly<Record<string, Modifier>> = {
  pale: (l, c) => [lighter(l, 0.6), 0.55 * c],
  light: (l, c) => [lighter(l, 0.5), 0.8 * c],
  pastel: (l, c) => [Math.max(0.84, lighter(l, 0.5)), Math.min(0.08, 0.6 * c)],
  soft: (l, c) => [lighter(l, 0.35), 0.65 * c],
  faded: (l, c) => [lighter(l, 0.3), 0.5 * c],
  dark: (l, c) => [0.62 * l, 0.85 * c],
  deep: (l, c) => [0.74 * l, 1.05 * c],
  rich: (l, c) => [0.88 * l, 1.2 * c],
  bright: (l, c) => [lighter(l, 0.25), 1.25 * c],
  vivid: (l, c) => [l, Math.max(0.14, 1.35 * c)],
  intense: (l, c) => [l, Math.max(0.14, 1.35 * c)],
  saturated: (l, c) => [l, Math.max(0.14, 1.35 * c)],
  neon: (l, c) => [Math.max(0.72, l), Math.max(0.2, 1.4 * c)],
  electric: (l, c) => [l, Math.max(0.18, 1.4 * c)],
  muted: (l, c) => [0.5 + 0.8 * (l - 0.5), 0.5 * c],
  dull: (l, c) => [0.5 + 0.8 * (l - 0.5), 0.45 * c],
  dusty: (l, c) => [0.62 + 0.6 * (l - 0.62), 0.5 * c],
  smoky: (l, c) => [0.5 + 0.6 * (l - 0.5), 0.4 * c],
  dirty: (l, c) => [0.85 * l, 0.55 * c],
};

/** Whether a word can change the colour that follows it. */
export function isModifier(word: string): boolean {
  return Object.hasOwn(MODIFIERS, word);
}

/** A colour as a word before it changes it; a word that is no modifier leaves it as it is. */
export function modified([lightness, a, b]: Lab, word: string): Lab {
  const modifier = isModifier(word) ? MODIFIERS[word] : undefined;
  if (!modifier) return [lightness, a, b];
  const chroma = Math.hypot(a, b);
  const [newLightness, newChroma] = modifier(lightness, chroma);
  // A grey has no hue that more chroma could bring out.
  const factor = chroma < 0.01 ? 1 : newChroma / chroma;
  return [newLightness, a * factor, b * factor];
}
