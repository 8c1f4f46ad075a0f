import { describe, expect, it } from "vitest";
import { cleanWords } from "./clean-words";

describe("cleanWords", () => {
  it.each([
    ["  a  dog\n\ton a\u2028beach ", "a dog on a beach"],
    ["do\u0000g\u0007\u001b[31m", "dog[31m"],
    ["\u202egod\u202c dog", "god dog"],
    ["cafe\u0301", "café"],
    ["كلب على الشاطئ", "كلب على الشاطئ"],
    ["👩‍👩‍👧 🏳️‍🌈 at sea", "👩‍👩‍👧 🏳️‍🌈 at sea"],
    ["half \ud83d of a pair", "half of a pair"],
  ])("reads %j as %j", (text, expected) => {
    expect(cleanWords(text)).toBe(expected);
  });

  it("takes 300 characters of any plane, and no more", () => {
    expect([...cleanWords("🌊".repeat(300))]).toHaveLength(300);
    expect(() => cleanWords("x".repeat(301))).toThrowError(
      expect.objectContaining({ code: "invalid_request", message: expect.stringContaining("301") }),
    );
  });

  it("refuses 10 MB by name", () => {
    expect(() => cleanWords("long ".repeat(2_000_000))).toThrowError(
      expect.objectContaining({
        code: "invalid_request",
        message: expect.stringContaining("at most 300 characters but received 10000000"),
      }),
    );
  });

  it.each(["", "   ", "\u0000\u200b", "\ud800"])("refuses words that are none: %j", (text) => {
    expect(() => cleanWords(text)).toThrowError(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });
});
