import { MAX_WORDS_CHARS } from "@/lib/energy/recipe";
import { tidyWords } from "@/lib/energy/tidy-words";
import { AppError } from "@/lib/errors";

/**
 * Words as they are read, tidied as {@link tidyWords} does.
 *
 * @throws {AppError} `invalid_request` for more than 300 characters, or none.
 */
export function cleanWords(text: string): string {
  // Before anything is done with it: 10 MB of text costs nothing to refuse.
  if (text.length > 4 * MAX_WORDS_CHARS) throw tooLong(text.length);
  const clean = tidyWords(text);
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
