import { describe, expect, it } from "vitest";
import { namesManner } from "./names-manner";

describe("namesManner", () => {
  it.each([
    "pixel art",
    "an impressionism painting of a garden",
    "ink line art, black on white",
    "a lonely figure in an empty place",
    "Ukiyo-e waves",
  ])("hears how it is made or feels: %j", (text) => {
    expect(namesManner(text)).toBe(true);
  });

  it.each([
    "a man in a long sleeved white shirt is walking past a bar",
    "two dogs",
    "waves of the sea",
    "猫が好き",
    "",
  ])("hears only what is in it: %j", (text) => {
    expect(namesManner(text)).toBe(false);
  });
});
