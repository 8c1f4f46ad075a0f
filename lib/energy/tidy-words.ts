/**
 * Words as they are asked with: NFC, without control characters and half pairs, spaces as single
 * spaces. Emoji, any script and both directions of writing stay; the joiners that emoji and Persian
 * need do too.
 *
 * @returns empty where nothing is left to be seen.
 */
export function tidyWords(text: string): string {
  return text
    .normalize("NFC")
    .replace(/(?!\s)[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The first characters of a text, counted as people count: an emoji of two halves is one. */
export function firstChars(text: string, count: number): string {
  return text.length <= count ? text : [...text].slice(0, count).join("");
}
