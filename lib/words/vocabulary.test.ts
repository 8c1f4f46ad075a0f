import { describe, expect, it } from "vitest";
import { VOCABULARY } from "./vocabulary";

describe("the vocabulary", () => {
  it("has at least 1,500 terms, each said once of a kind", () => {
    expect(VOCABULARY.length).toBeGreaterThanOrEqual(1_500);
    const words = VOCABULARY.map(({ kind, word }) => `${kind} ${word}`);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it("has a good number of every kind", () => {
    const count = (kind: string) => VOCABULARY.filter((term) => term.kind === kind).length;
    expect(count("thing")).toBeGreaterThan(1_000);
    for (const kind of ["place", "style", "medium", "mood"]) {
      expect(count(kind)).toBeGreaterThan(140);
    }
    expect(count("era")).toBeGreaterThan(40);
  });

  it("asks the text tower in the words that suit the kind", () => {
    const prompts = (word: string) => VOCABULARY.find((term) => term.word === word)?.prompts;
    expect(prompts("owl")).toEqual(["an owl", "a photo of an owl"]);
    expect(prompts("unicorn")).toEqual(["a unicorn", "a photo of a unicorn"]);
    expect(prompts("fog")).toEqual(["fog", "a photo of fog"]);
    expect(prompts("impressionism")).toEqual(["impressionism painting"]);
    expect(prompts("street photography")).toEqual(["street photography"]);
    expect(prompts("serene")).toEqual(["serene", "a serene picture"]);
  });

  it("has no animal that a picture of a person must never be called", () => {
    const names = VOCABULARY.flatMap((term) => term.names);
    expect(
      names.filter((name) => /\b(?:ape|monkey|gorilla|chimp|orangutan|baboon)/.test(name)),
    ).toEqual([]);
  });

  it("is plain text: lower case, no stray spaces, nothing empty", () => {
    for (const { names, prompts } of VOCABULARY) {
      for (const name of names) expect(name).toMatch(/^[a-z0-9à-ÿ'’-]+(?: [a-z0-9à-ÿ'’-]+)*$/);
      expect(prompts.length).toBeGreaterThan(0);
    }
  });
});
