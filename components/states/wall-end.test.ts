import { describe, expect, it } from "vitest";
import { MAX_WALL_TILES } from "@/lib/search/contract";
import { lastWords } from "./wall-end";

describe("lastWords", () => {
  it("counts the pictures, one and many", () => {
    expect(lastWords(1, false)).toContain("one picture.");
    expect(lastWords(1_404, true)).toContain("1,404 pictures");
  });

  it("does not call a wall that was cut all there is", () => {
    expect(lastWords(MAX_WALL_TILES, true)).toContain("the nearest of all");
    expect(lastWords(MAX_WALL_TILES - 1, true)).not.toContain("the nearest of all");
  });
});
