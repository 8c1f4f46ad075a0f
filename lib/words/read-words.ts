import type { Lab } from "@/lib/energy/oklab";
import type { UnitVector } from "@/lib/energy/unit-vector";
import { findColours } from "./colour-words";
import { findLight } from "./light-words";
import { type MixedColour, mixedPalette } from "./mixed-palette";
import { isJoint, type WordToken, wordTokens } from "./word-tokens";

/** What words say of colour and light, before any model reads them. */
export interface ReadWords {
  /** 64 values ≥ 0, length 1, in the space of images' palettes. */
  readonly palette?: UnitVector;
  /** 64 values, mean 0, length 1, in the space of images' light. */
  readonly light?: UnitVector;
  /**
   * Whether they say nothing else: no thing and no manner is meant by "rust and cream", and a text
   * tower's guess at one would only be in the way.
   */
  readonly isOnlyLook: boolean;
}

/** Neutral tones of a picture that is dark or bright as a whole. */
const LEVELS: Readonly<Record<"dark" | "bright", readonly Lab[]>> = {
  dark: [
    [0.08, 0, 0],
    [0.18, 0, 0],
    [0.28, 0, 0],
  ],
  bright: [
    [0.98, 0, 0],
    [0.92, 0, 0],
    [0.84, 0, 0],
  ],
};
/** Neutral by word, coloured in truth: dark pictures are dark blue and brown as well. */
const LEVEL_SPREAD = 1;
const LEVEL_TINT = 0.035;
const TINTS = 6;
/** How much of a picture the level takes where colours are named too. */
const LEVEL_SHARE = 0.5;

/** Words that add nothing of their own to colours and light. */
const FILLERS = new Set(
  "a an the of in at to from with and on over very colour color colours colors coloured colored tone tones hue hues shade shades palette light lighting lit scene picture image photo mood picture's".split(
    " ",
  ),
);

/**
 * Reads colours and light out of a text of any language; what it does not know it leaves alone.
 * Pure and the same everywhere: a link with these words always means the same.
 */
export function readWords(text: string): ReadWords {
  const tokens = wordTokens(text);
  const colours = findColours(tokens);
  const taken = new Set(colours.flatMap(({ start, end }) => range(start, end)));
  const { light, level, used } = findLight(tokens, taken);
  const mix = [...shares(colours), ...(level ? levelColours(level, colours.length > 0) : [])];
  const rest = tokens.filter((token, i) => !taken.has(i) && !used.has(i) && !isFiller(token));
  const isAnything = mix.length > 0 || light !== undefined;
  return {
    ...(mix.length > 0 ? { palette: mixedPalette(mix) } : {}),
    ...(light ? { light } : {}),
    isOnlyLook: isAnything && rest.length === 0 && !isLoneThing(tokens, colours),
  };
}

/** "salmon" alone may be the fish: it is asked for as both. */
function isLoneThing(
  tokens: readonly WordToken[],
  colours: ReturnType<typeof findColours>,
): boolean {
  const [only] = colours;
  return (
    colours.length === 1 && only?.isDoubtful === true && only.end - only.start === tokens.length
  );
}

function shares(colours: readonly MixedColour[]): MixedColour[] {
  return colours.map(({ lab, spread }) => ({ lab, spread, share: 1 / colours.length }));
}

function levelColours(level: "dark" | "bright", isBesideColours: boolean): MixedColour[] {
  const tones = LEVELS[level];
  const weight = (isBesideColours ? LEVEL_SHARE : 1) / (tones.length * (TINTS + 1));
  const strength = level === "dark" ? LEVEL_TINT : LEVEL_TINT / 2;
  return tones.flatMap(([lightness]) =>
    range(0, TINTS + 1).map((i) => {
      const turn = (2 * Math.PI * i) / TINTS;
      const chroma = i === TINTS ? 0 : strength;
      return {
        lab: [lightness, chroma * Math.cos(turn), chroma * Math.sin(turn)] as const,
        share: weight,
        spread: LEVEL_SPREAD,
      };
    }),
  );
}

function isFiller(token: WordToken): boolean {
  return isJoint(token) || FILLERS.has(token.text);
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
