import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bringIn,
  fitView,
  keepInReach,
  MAX_SCALE,
  MIN_SCALE,
  viewAround,
  zoomAt,
} from "./tree-view";

const px = fc.integer({ min: -2_000, max: 2_000 });
const length = fc.integer({ min: 1, max: 9_000 });
const size = fc.record({ width: length, height: length });
const scale = fc.double({ min: MIN_SCALE, max: MAX_SCALE, noNaN: true });
const view = fc.record({ left: px, top: px, scale });

describe("the view of a tree", () => {
  it("zooms about the point that is pointed at, within bounds", () => {
    fc.assert(
      fc.property(
        view,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        px,
        px,
        (before, by, x, y) => {
          const after = zoomAt(before, by, x, y);
          expect((x - after.left) / after.scale).toBeCloseTo((x - before.left) / before.scale, 4);
          expect((y - after.top) / after.scale).toBeCloseTo((y - before.top) / before.scale, 4);
          expect(after.scale).toBeGreaterThanOrEqual(MIN_SCALE);
          expect(after.scale).toBeLessThanOrEqual(MAX_SCALE);
        },
      ),
    );
  });

  it("shows all of a drawing that can be shown, in the middle", () => {
    const fitted = fitView({ width: 4_000, height: 500 }, { width: 1_100, height: 700 }, 50);
    expect(fitted).toEqual({ left: 50, top: 287.5, scale: 0.25 });
    expect(fitView({ width: 40_000, height: 500 }, { width: 1_100, height: 700 }, 50)).toEqual({
      left: 50,
      top: 343.75,
      scale: 0.025,
    });
    expect(fitView({ width: 60, height: 60 }, { width: 1_000, height: 700 }, 50).scale).toBe(1);
  });

  it("opens with a node in the middle, and the drawing where there is room for all of it", () => {
    const room = { width: 1_000, height: 600 };
    const drawing = { width: 5_000, height: 300 };
    const around = (x: number) => viewAround(drawing, room, 50, { x, y: 150, scale: 0.5 });
    expect(around(2_500)).toEqual({ left: -750, top: 225, scale: 0.5 });
    expect(around(4_990)).toEqual({ left: 500 - 2_495, top: 225, scale: 0.5 });
    expect(around(0)).toEqual({ left: 500, top: 225, scale: 0.5 });
  });

  it("moves only as far as it takes to see a node", () => {
    const room = { width: 800, height: 600 };
    const at = { left: 0, top: 0, scale: 1 };
    expect(bringIn(at, { left: 300, top: 300, size: 60 }, room, 40)).toEqual(at);
    expect(bringIn(at, { left: 790, top: -100, size: 60 }, room, 40)).toEqual({
      left: -90,
      top: 140,
      scale: 1,
    });
  });

  it("never loses the drawing out of sight", () => {
    fc.assert(
      fc.property(view, size, size, (seen, drawing, room) => {
        const { left, top, scale: by } = keepInReach(seen, drawing, room);
        const least = (drawn: number, all: number) => Math.min(96, drawn * by, all) - 1e-6;
        const seenWidth = Math.min(room.width, left + drawing.width * by) - Math.max(0, left);
        const seenHeight = Math.min(room.height, top + drawing.height * by) - Math.max(0, top);
        expect(seenWidth).toBeGreaterThanOrEqual(least(drawing.width, room.width));
        expect(seenHeight).toBeGreaterThanOrEqual(least(drawing.height, room.height));
      }),
    );
  });
});
