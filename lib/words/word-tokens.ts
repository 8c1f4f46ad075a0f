/** A word, a hex colour or a joint of a text. */
export interface WordToken {
  /** Lower case, without accents; "gray" for "grey". A joint is ",", "&", "+", "/" or "-". */
  readonly text: string;
}

const JOINTS = new Set([",", "&", "+", "/", "-", ";"]);
const TOKEN = /#[0-9a-f]+(?![\p{L}\p{N}])|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)?|\p{N}+|[,;&+/-]/gu;

/**
 * Splits a text into words, hex colours and the joints between them. Any script: what is not in a
 * dictionary of ours is simply a word that nobody knows.
 */
export function wordTokens(text: string): WordToken[] {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}+/gu, "");
  return (plain.match(TOKEN) ?? []).map((found) => ({ text: found.replace("grey", "gray") }));
}

/** Whether a token only joins others: a sign, "and", "with" … */
export function isJoint({ text }: WordToken): boolean {
  return JOINTS.has(text) || text === "and" || text === "on" || text === "with" || text === "over";
}
