import { COMPOSITIONS, type CompositionName } from "./compositions";
import { FAMILIES, type FamilyName } from "./families/registry";
import { MANNERS, type MannerName } from "./manners/registry";
import { PALETTES, type PaletteName } from "./palettes";
import { type Random, randomFrom, seedOf, shuffled } from "./random";

/** All that an image of the sample gallery is a function of. Small, plain JSON, kept with it. */
export interface Genome {
  /** Version of the drawing code: another one draws the same genome otherwise. */
  readonly version: number;
  readonly family: FamilyName;
  readonly manner: MannerName;
  readonly palette: PaletteName;
  readonly composition: CompositionName;
  /** Unsigned, 32 bits. */
  readonly seed: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Raise it when a change to families, manners or light changes pictures. */
const VERSION = 2;

/** Sheets, in pixels: wide, upright and square, as pictures come. */
const SHEETS = [
  [704, 528],
  [528, 704],
  [704, 470],
  [470, 704],
  [608, 608],
  [720, 405],
] as const;

/**
 * Genomes in which every family appears equally often (± 1), and within each family every manner,
 * palette, composition and sheet too: so each of these labels is independent of the others, and
 * "same palette, other subject" has an answer for every image.
 *
 * @param count ≥ 0.
 * @param seed the same count and seed give the same genomes on every machine.
 */
export function genomesFor(count: number, seed: number): Genome[] {
  const genomes: Genome[] = [];
  FAMILIES.forEach((family, i) => {
    const share = Math.floor(count / FAMILIES.length) + (i < count % FAMILIES.length ? 1 : 0);
    const random = randomFrom(seedOf(`${seed}/${family}`));
    const manners = deck(MANNERS, share, random);
    const palettes = deck(PALETTES, share, random);
    const compositions = deck(COMPOSITIONS, share, random);
    const sheets = deck(SHEETS, share, random);
    const seeds = Array.from({ length: share }, () => Math.floor(random() * 2 ** 32));
    seeds.forEach((own, k) => {
      const [width, height] = sheets[k] as (typeof SHEETS)[number];
      genomes.push({
        version: VERSION,
        family,
        manner: manners[k] as MannerName,
        palette: palettes[k] as PaletteName,
        composition: compositions[k] as CompositionName,
        seed: own,
        width,
        height,
      });
    });
  });
  return genomes;
}

/** `count` cards, whole shuffled decks one after another. */
function deck<T>(cards: readonly T[], count: number, random: Random): T[] {
  const dealt: T[] = [];
  while (dealt.length < count) dealt.push(...shuffled(cards, random));
  return dealt.slice(0, count);
}
