import { describe, expect, it } from "vitest";
import { MAX_WALL_TILES, type WallResponse } from "@/lib/search/contract";
import { packTiles, unpackTiles } from "@/lib/search/packed-tiles";
import { sampleId } from "@/lib/store/sample-rows";
import { grownWall } from "./grown-wall";

function wall(numbers: readonly number[], revision = 1): WallResponse {
  const tiles = numbers.map((n) => ({ id: sampleId(n), aspectRatio: 1.5, closeness: -1 }));
  return {
    model: "m",
    gallery: { id: "g", revision, count: numbers.length },
    tiles: packTiles(tiles),
    first: [],
    closeCount: -1,
    copies: [],
    notices: [],
    missing: [],
  };
}

const idsOf = ({ tiles }: WallResponse) => unpackTiles(tiles).map(({ id }) => id);

describe("grownWall", () => {
  it("puts what has come in front and leaves the rest where it was", () => {
    const grown = grownWall(wall([1, 2, 3]), wall([3, 9, 1, 8, 2], 2));
    expect(idsOf(grown)).toEqual([9, 8, 1, 2, 3].map(sampleId));
    expect(grown.gallery.revision).toBe(2);
  });

  it("leaves out what was removed meanwhile", () => {
    expect(idsOf(grownWall(wall([1, 2, 3]), wall([3, 1])))).toEqual([1, 3].map(sampleId));
  });

  it("holds no more than a wall does, and then misses nothing that was not shown", () => {
    const all = [...Array(MAX_WALL_TILES).keys()];
    const grown = grownWall(wall(all), wall([5_000, ...all.slice(1)]));
    expect(idsOf(grown)).toHaveLength(MAX_WALL_TILES);
    expect(idsOf(grown).slice(0, 2)).toEqual([5_000, 0].map(sampleId));
  });
});
