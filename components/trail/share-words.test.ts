import { describe, expect, it } from "vitest";
import { plainRecipe } from "@/lib/energy/recipe";
import type { AboutResponse, TileDetails } from "@/lib/search/contract";
import { sampleId } from "@/lib/store/sample-rows";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { shareWords } from "./share-words";

const EMPTY = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });
const titled = (titles: readonly string[]) => (id: string) => {
  const title = titles.find((_, n) => sampleId(n) === id);
  const tile = { id: sampleId(0), width: 4, height: 3, thumbhash: "" };
  return title === undefined ? undefined : ({ ...tile, details: { title } } as TileDetails);
};
const trailOf = (length: number) =>
  Array.from({ length }, (_, n) => n).reduce(
    (trail, n) => addHop(trail, plainRecipe(sampleId(n))),
    EMPTY,
  );
const ABOUT: AboutResponse = {
  query: { terms: ["sea"], colours: [] },
  trail: { terms: ["sea", "etching"], colours: [{ name: "rust", share: 1, rgb: "#a0482b" }] },
  words: [],
};

describe("what a link to a trail says", () => {
  it("is its tip's title, and what the way to it is about", () => {
    expect(shareWords(trailOf(2), titled(["The Wave", "The Boat"]), ABOUT)).toEqual({
      title: "The Boat",
      description: "2 hops: sea, etching; rust",
      alt: "A trail of 2 hops, from The Wave to The Boat",
    });
  });

  it("is of its one query for a trail of one hop", () => {
    const { query } = ABOUT;
    const about = { ...(query ? { query } : {}), words: [] };
    expect(shareWords(trailOf(1), titled(["The Wave"]), about)).toEqual({
      title: "The Wave",
      description: "1 hop: sea",
      alt: "A trail of 1 hop: The Wave",
    });
  });

  it("names the way where no words are known", () => {
    const { description } = shareWords(trailOf(2), titled(["The Wave", "The Boat"]), undefined);
    expect(description).toBe("A trail of 2 hops, from The Wave to The Boat");
  });

  it("is cut where previews cut it, between characters", () => {
    const { alt } = shareWords(trailOf(1), titled(["🌊".repeat(400)]), undefined);
    expect([...alt]).toHaveLength(200);
    expect(alt.endsWith("🌊…")).toBe(true);
  });
});
