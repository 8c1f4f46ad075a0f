import { type TermKind, VOCABULARY } from "./vocabulary";
import { wordTokens } from "./word-tokens";

/** Kinds of terms that say how a picture is made or feels, and not what is in it. */
const MANNERS: ReadonlySet<TermKind> = new Set(["style", "medium", "mood", "era"]);

let manners: { readonly names: ReadonlySet<string>; readonly longest: number } | undefined;

function mannerNames(): NonNullable<typeof manners> {
  if (manners) return manners;
  const names = new Set(
    VOCABULARY.filter(({ kind }) => MANNERS.has(kind)).flatMap(({ names: own }) => own.map(plain)),
  );
  const longest = Math.max(...Array.from(names, (name) => name.split(" ").length));
  manners = { names, longest };
  return manners;
}

/**
 * Whether words say how a picture is made or feels: they name a style, a medium, a mood or an era of
 * the vocabulary. A plain sentence does not, and what a text tower then guesses of style is in the way:
 * with it, captions find their picture among the first ten 25 times in 100, without it 42 (flickr,
 * default dials; `npm run quality`).
 */
export function namesManner(text: string): boolean {
  const { names, longest } = mannerNames();
  const words = wordTokens(text).map((token) => token.text);
  return words.some((_, from) =>
    Array.from({ length: longest }, (_unused, i) => words.slice(from, from + i + 1).join(" ")).some(
      (run) => names.has(run),
    ),
  );
}

/** As {@link wordTokens} writes a text. */
function plain(name: string): string {
  return wordTokens(name)
    .map(({ text }) => text)
    .join(" ");
}
