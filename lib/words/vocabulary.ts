import { ANIMALS, ANIMALS_PLAIN } from "./terms/animals";
import { ERAS } from "./terms/eras";
import { FOOD, FOOD_PLAIN } from "./terms/food";
import { MEDIA } from "./terms/media";
import { MOODS } from "./terms/moods";
import { NATURE, NATURE_PLAIN } from "./terms/nature";
import { OBJECTS, OBJECTS_PLAIN } from "./terms/objects";
import { DOINGS, PEOPLE } from "./terms/people";
import { PLACES } from "./terms/places";
import { STYLES } from "./terms/styles";

/** What a term names. */
export type TermKind = "thing" | "place" | "style" | "medium" | "mood" | "era";

/** One thing that can be said of a picture. */
export interface Term {
  /** What is said: lower case, British spelling. */
  readonly word: string;
  readonly kind: TermKind;
  /** `word` and other names of the same. */
  readonly names: readonly string[];
  /** What the text tower is asked; the term is where these are on average. */
  readonly prompts: readonly string[];
}

/** Styles that already say what they are; others are asked for as "… painting". */
const SAYS_WHAT_IT_IS =
  /(?:painting|photography|photojournalism|noir|snapshot|illustration|drawing|poster|cover|design|comic|strip|manga|anime|cartoon|caricature|animation|graffiti|infographic|visualisation|architecture|style|school|muralism|miniature|illumination|print|portrait|cycle)$/;

/**
 * The prompts that suit a text tower trained on captions and on names of styles
 * (`models/wavelength-1/CARD.md`); measured on labelled sets, see docs/adr/0015.
 */
const PROMPTS: Readonly<Record<TermKind, (name: string) => readonly string[]>> = {
  thing: (name) => [withArticle(name), `a photo of ${withArticle(name)}`],
  place: (name) => [withArticle(name), `a photo of ${withArticle(name)}`],
  style: (name) => [SAYS_WHAT_IT_IS.test(name) ? name : `${name} painting`],
  medium: (name) => [withArticle(name)],
  mood: (name) => [name, `${withArticle(name)} picture`],
  era: (name) => [`a picture from ${name}`],
};

/**
 * Every term, compiled by us for this project: 2,300 of six kinds. To add one: a word in a file of
 * `terms/`. What was embedded of the list before is then embedded anew (`load-term-vectors.ts`).
 */
export const VOCABULARY: readonly Term[] = [
  ...[ANIMALS, NATURE, PEOPLE, OBJECTS, FOOD].flatMap((list) => terms("thing", list)),
  ...[ANIMALS_PLAIN, NATURE_PLAIN, DOINGS, OBJECTS_PLAIN, FOOD_PLAIN].flatMap((list) =>
    terms("thing", list, (name) => [name, `a photo of ${name}`]),
  ),
  ...terms("place", PLACES),
  ...terms("style", STYLES),
  ...terms("medium", MEDIA),
  ...terms("mood", MOODS),
  ...terms("era", ERAS),
];

function terms(kind: TermKind, list: string, prompts = PROMPTS[kind]): Term[] {
  const entries = list.trim().split(/\s*,\s*/);
  return entries.map((entry) => {
    const names = entry.split("=").map((name) => name.replace(/\s+/g, " ").trim());
    return { word: names[0] ?? "", kind, names, prompts: names.flatMap(prompts) };
  });
}

/** "a dog", "an owl", "a unicorn", "a hut": by sound, as far as spelling tells. */
function withArticle(name: string): string {
  const isVowel =
    /^(?:[aeio8]|hour|x-ray|u(?!ni|kul|s))/.test(name) && !/^(?:ewe|euro|one)/.test(name);
  return `${isVowel ? "an" : "a"} ${name}`;
}
