import { MAX_WORDS_CHARS } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";

/**
 * Words as they are read: NFC, without control characters, spaces as single spaces. Emoji, any script
 * and both directions of writing stay; the joiners that emoji and Persian need do too.
 *
 * @throws {AppError} `invalid_request` for more than 300 characters, or none.
 */
export function cleanWords(text: string): string {
  // Before anything is done with it: 10 MB of text costs nothing to refuse.
  if (text.length > 4 * MAX_WORDS_CHARS) throw tooLong(text.length);
  const clean = text
    .normalize("NFC")
    .replace(/(?!\s)[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  const length = [...clean].length;
  if (length > MAX_WORDS_CHARS) throw tooLong(length);
  if (clean === "") {
    throw new AppError("invalid_request", "Expected words but received none. Write something.");
  }
  return clean;
}

function tooLong(length: number): AppError {
  return new AppError(
    "invalid_request",
    `Expected words of at most ${MAX_WORDS_CHARS} characters but received ${length}. Shorten them.`,
  );
}
