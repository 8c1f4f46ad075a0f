import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsFor, DEFAULT_ZOOM, MAX_ZOOM, MIN_ZOOM } from "./column-width";
import { neighbourTile } from "./keyboard";
import { DIVIDER_PX, layoutWall } from "./masonry";
import { anchorAt, anchoredTop } from "./scroll-anchor";
import { visibleTiles } from "./visible-range";

const ratios = fc.array(fc.double({ min: 0.05, max: 20, noNaN: true }), { maxLength: 120 });
const frame = fc.record({
  width: fc.integer({ min: 200, max: 2_560 }),
  columnCount: fc.integer({ min: 1, max: 14 }),
  gap: fc.integer({ min: 0, max: 16 }),
});

describe("layoutWall", () => {
  it("keeps every tile inside the wall and none over another", () => {
    fc.assert(
      fc.property(ratios, frame, (list, options) => {
        const wall = layoutWall(list, options);
        for (const tiles of wall.byColumn) {
          tiles.forEach((tile, i) => {
            const previous = tiles[i - 1];
            const end =
              previous === undefined
                ? 0
                : (wall.tops[previous] ?? 0) + (wall.heights[previous] ?? 0) + wall.gap;
            expect(wall.tops[tile]).toBe(end);
          });
        }
        list.forEach((_, tile) => {
          expect((wall.lefts[tile] ?? 0) + wall.columnWidth).toBeLessThanOrEqual(
            options.width + 0.5,
          );
          expect((wall.tops[tile] ?? 0) + (wall.heights[tile] ?? 0)).toBeLessThanOrEqual(
            wall.height,
          );
        });
      }),
    );
  });

  it("moves nothing when tiles are appended", () => {
    fc.assert(
      fc.property(ratios, ratios, frame, (list, more, options) => {
        const before = layoutWall(list, options);
        const after = layoutWall([...list, ...more], options);
        expect(after.tops.subarray(0, list.length)).toEqual(before.tops);
        expect(after.lefts.subarray(0, list.length)).toEqual(before.lefts);
      }),
    );
  });

  it("has everything behind a divider below everything before it, and moves nothing before it", () => {
    fc.assert(
      fc.property(ratios, frame, fc.nat(120), (list, options, divideAt) => {
        const plain = layoutWall(list, options);
        const wall = layoutWall(list, { ...options, divideAt });
        expect(wall.tops.subarray(0, divideAt)).toEqual(plain.tops.subarray(0, divideAt));
        const isBetween = divideAt > 0 && divideAt < list.length;
        expect(wall.dividerTop !== undefined).toBe(isBetween);
        if (!isBetween) {
          expect(wall).toEqual(plain);
          return;
        }
        const bottoms = list.map((_, i) => (wall.tops[i] ?? 0) + (wall.heights[i] ?? 0));
        expect(Math.max(...bottoms.slice(0, divideAt))).toBeLessThanOrEqual(wall.dividerTop ?? 0);
        expect(Math.min(...wall.tops.subarray(divideAt))).toBe((wall.dividerTop ?? 0) + DIVIDER_PX);
      }),
    );
  });

  it("cuts a panorama and a tower to a shape that can be seen", () => {
    const wall = layoutWall([50, 0.01], { width: 400, columnCount: 2, gap: 0 });
    expect([...wall.heights]).toEqual([80, 500]);
  });
});

describe("visibleTiles", () => {
  it("finds exactly what a look at every tile finds", () => {
    fc.assert(
      fc.property(ratios, frame, fc.integer({ min: -500, max: 9_000 }), (list, options, top) => {
        const wall = layoutWall(list, options);
        const bottom = top + 700;
        const naive = list.flatMap((_, tile) => {
          const start = wall.tops[tile] ?? 0;
          return start < bottom && start + (wall.heights[tile] ?? 0) > top ? [tile] : [];
        });
        expect(visibleTiles(wall, top, bottom)).toEqual(naive);
      }),
    );
  });

  it("finds nothing in a band of no height", () => {
    expect(
      visibleTiles(layoutWall([1, 1], { width: 100, columnCount: 1, gap: 0 }), 10, 10),
    ).toEqual([]);
  });
});

describe("columnsFor", () => {
  it("shows two columns on a phone and hundreds of tiles on a screen at the smallest zoom", () => {
    expect(columnsFor(336, DEFAULT_ZOOM)).toBe(2);
    const columns = columnsFor(1_440, MIN_ZOOM);
    expect(columns * Math.floor(900 / (1_440 / columns))).toBeGreaterThan(300);
  });

  it("never has more columns at a larger zoom", () => {
    for (const width of [336, 768, 1_440, 2_560]) {
      for (let zoom = MIN_ZOOM; zoom < MAX_ZOOM; zoom++) {
        expect(columnsFor(width, zoom + 1)).toBeLessThanOrEqual(columnsFor(width, zoom));
      }
    }
  });
});

describe("neighbourTile", () => {
  const wall = layoutWall([1, 1, 1, 1, 1, 1], { width: 300, columnCount: 3, gap: 0 });

  it("goes to the next column left and right, and along the column up and down", () => {
    expect(neighbourTile(wall, 0, "right")).toBe(1);
    expect(neighbourTile(wall, 4, "left")).toBe(3);
    expect(neighbourTile(wall, 1, "down")).toBe(4);
    expect(neighbourTile(wall, 4, "up")).toBe(1);
  });

  it("stays at an edge, starts at the first tile and knows the ends", () => {
    expect(neighbourTile(wall, 0, "left")).toBe(0);
    expect(neighbourTile(wall, 5, "down")).toBe(5);
    expect(neighbourTile(wall, -1, "down")).toBe(0);
    expect(neighbourTile(wall, 3, "first")).toBe(0);
    expect(neighbourTile(wall, 3, "last")).toBe(5);
    expect(neighbourTile(layoutWall([], { width: 9, columnCount: 1, gap: 0 }), 0, "up")).toBe(-1);
  });
});

describe("a scroll anchor", () => {
  it("names a place that the same layout finds again", () => {
    fc.assert(
      fc.property(
        ratios,
        frame,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, options, share) => {
          fc.pre(list.length > 0);
          const wall = layoutWall(list, options);
          const y = share * wall.height * 0.99;
          const anchor = anchorAt(wall, y);
          expect(anchor && anchoredTop(wall, anchor)).toBeCloseTo(y, 1);
        },
      ),
    );
  });

  it("keeps the tile under the eye when columns change", () => {
    const list = Array.from({ length: 90 }, (_, i) => 0.6 + (i % 7) / 5);
    const before = layoutWall(list, { width: 1_200, columnCount: 6, gap: 8 });
    const after = layoutWall(list, { width: 1_200, columnCount: 3, gap: 8 });
    const anchor = anchorAt(before, 900);
    expect(anchor).toBeDefined();
    if (!anchor) return;
    expect(
      visibleTiles(after, anchoredTop(after, anchor), anchoredTop(after, anchor) + 1),
    ).toContain(anchor.tile);
  });
});
