import { Tokenizer } from "@huggingface/tokenizers";

/** Words as the text tower reads them. */
interface Tokens {
  readonly ids: readonly number[];
  /** Characters of the text, from its start, that fitted. */
  readonly usedChars: number;
}

/** Turns words into at most `maxTokens` ids, special ones included. */
export type Tokenize = (text: string) => Tokens;

/**
 * @param json the parsed `tokenizer.json`; its own padding and truncation are not used.
 * @throws {Error} what the library throws for a file that is none.
 */
export function createTokenizer(json: object, maxTokens: number): Tokenize {
  const tokenizer = new Tokenizer({ ...json, padding: null, truncation: null }, {});
  const idsOf = (text: string) => tokenizer.encode(text).ids;
  return (text) => {
    const ids = idsOf(text);
    if (ids.length <= maxTokens) return { ids, usedChars: text.length };
    // The longest start that fits whole; tokens do not say which characters they came from.
    let fits = 0;
    let tooLong = text.length;
    while (tooLong - fits > 1) {
      const middle = (fits + tooLong) >> 1;
      if (idsOf(text.slice(0, middle)).length <= maxTokens) fits = middle;
      else tooLong = middle;
    }
    const usedChars = endOfCharacter(text, fits);
    return { ids: idsOf(text.slice(0, usedChars)), usedChars };
  };
}

/** Never between the two halves of a character outside the basic plane. */
function endOfCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
