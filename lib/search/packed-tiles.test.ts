import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { packTiles, unpackTiles } from "./packed-tiles";

const id = (text: string) => text as ImageId;

describe("packed tiles", () => {
  it("survive the wire: ids exactly, ratios to 1 in 3,000, closeness to 1 in 65,000", () => {
    const tiles = [
      { id: id("AAAAAAAAAAA"), aspectRatio: 1, closeness: 1 },
      { id: id("_-9zZ0aQwEI"), aspectRatio: 16 / 9, closeness: 0.9934 },
      { id: id("abcdefghijk"), aspectRatio: 0.02, closeness: 0 },
    ];
    const unpacked = unpackTiles(packTiles(tiles));
    expect(unpacked.map((tile) => tile.id)).toEqual(tiles.map((tile) => tile.id));
    tiles.forEach((tile, i) => {
      const back = unpacked[i];
      expect((back?.aspectRatio ?? 0) / tile.aspectRatio).toBeCloseTo(1, 3);
      expect(back?.closeness).toBeCloseTo(tile.closeness, 4);
    });
  });

  it("say where closeness does not apply", () => {
    const [tile] = unpackTiles(
      packTiles([{ id: id("AAAAAAAAAAA"), aspectRatio: 1, closeness: -1 }]),
    );
    expect(tile?.closeness).toBe(-1);
  });

  it("cost 32,000 characters for a whole wall", () => {
    const tile = { id: id("AAAAAAAAAAA"), aspectRatio: 1, closeness: 0.5 };
    expect(packTiles(new Array(2_000).fill(tile)).length).toBe(32_000);
  });

  it("refuse a cut text", () => {
    expect(() => unpackTiles("AAAA")).toThrow(RangeError);
  });
});
