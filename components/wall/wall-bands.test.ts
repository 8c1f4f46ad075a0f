import { describe, expect, it } from "vitest";
import { layoutWall } from "@/lib/layout/masonry";
import { visibleTiles } from "@/lib/layout/visible-range";
import { bandsBetween, stepBands, tilesByBand, tilesOf } from "./wall-bands";

const ratios = Array.from({ length: 2_000 }, (_, i) => [0.2, 0.7, 1, 1.6, 4][i % 5] ?? 1);
const layout = layoutWall(ratios, { width: 2_560, columnCount: 44, gap: 2 });
const large = layoutWall(ratios, { width: 1_440, columnCount: 4, gap: 10 });

describe("bands of a wall", () => {
  it.each([
    ["small", layout],
    ["large", large],
  ])("hold every tile that touches the screen, of %s tiles", (_, wall) => {
    const byBand = tilesByBand(wall);
    for (let top = -300; top < wall.height; top += 177) {
      const shown = new Set(tilesOf(byBand, bandsBetween(wall, top, top + 900)));
      for (const tile of visibleTiles(wall, top, top + 900)) expect(shown).toContain(tile);
    }
  });

  it("hold each tile once", () => {
    const all = tilesByBand(layout).flat();
    expect(new Set(all).size).toBe(2_000);
    expect(all).toHaveLength(2_000);
  });

  it("keep the focused tile wherever it is, in reading order", () => {
    const tiles = tilesOf(tilesByBand(large), { from: 10, to: 12 }, 3);
    expect(tiles[0]).toBe(3);
    expect(tiles).toEqual([...tiles].sort((a, b) => a - b));
  });
});

describe("stepBands", () => {
  const byBand = Array.from({ length: 100 }, () => Array.from({ length: 50 }, (_, i) => i));
  const goal = { visible: { from: 40, to: 46 }, wanted: { from: 38, to: 49 }, maxAdded: 100 };

  it("adds no more tiles than it may, and what is on screen first", () => {
    expect(stepBands({ from: 0, to: 5 }, goal, byBand)).toEqual({ from: 40, to: 42 });
  });

  it("arrives at what is wanted, drops the rest, and stays there", () => {
    let shown = { from: 0, to: 5 };
    for (let step = 0; step < 10; step++) shown = stepBands(shown, goal, byBand);
    expect(shown).toEqual(goal.wanted);
  });

  it("adds one band even where that holds more than may be added", () => {
    expect(stepBands({ from: 0, to: 0 }, { ...goal, maxAdded: 1 }, byBand)).toEqual({
      from: 40,
      to: 41,
    });
  });

  it("goes up as well as down", () => {
    const up = { visible: { from: 2, to: 5 }, wanted: { from: 0, to: 7 }, maxAdded: 100 };
    expect(stepBands({ from: 4, to: 9 }, up, byBand)).toEqual({ from: 2, to: 7 });
  });
});
