import { describe, expect, it } from "vitest";
import { type Aspect, energyLayout } from "./aspects";
import { emptyTable, fillRow, nearestFloor, nearness, seenFromMiddle } from "./nearest-floor";

const layout = energyLayout({ subject: 2, style: 2 });
const dials = { subject: 1, style: 0, palette: 0, light: 0 };
const sigma = { subject: 0.5, style: 1, palette: 1, light: 1 };
const active: Aspect[] = ["subject"];

function at(degrees: number): Float32Array {
  const energy = new Float32Array(layout.total);
  energy.set([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  return energy;
}

function tableOf(angles: readonly number[]) {
  const images = angles.map(at);
  const table = emptyTable(images.length, images.length);
  images.forEach((energy, row) => {
    fillRow(table, row, energy, images, { self: row, layout });
  });
  return table;
}

describe("nearestFloor", () => {
  it("is what nine in ten images reach with their five nearest", () => {
    // Ten groups of six, 1° to 10° wide: of 60 images the seventh least alike decides, in a group of 9°.
    const angles = Array.from({ length: 10 }, (_, i) =>
      [0, 0, 0, 0, 0, i + 1].map((apart) => i * 36 + apart),
    ).flat();
    const alike = (degrees: number) => Math.cos((degrees * Math.PI) / 180) / 0.5;
    const floor = nearestFloor(tableOf(angles), dials, sigma, active);
    expect(floor).toBeGreaterThan(alike(9));
    expect(floor).toBeLessThan(alike(3));
  });

  it("asks for nothing where nothing can be told", () => {
    for (const angles of [[], [0]]) {
      expect(nearestFloor(tableOf(angles), dials, sigma, active)).toBe(Number.NEGATIVE_INFINITY);
    }
  });
});

describe("nearness", () => {
  it("is the mean of the five best, and of all where there are fewer", () => {
    expect(nearness([1, 9, 2, 8, 3, 7, 4])).toBeCloseTo((9 + 8 + 7 + 4 + 3) / 5);
    expect(nearness([1, 3])).toBe(2);
  });
});

describe("an energy seen from the middle of its gallery", () => {
  it("shows what is its own, of length 1, where raw energies look alike", () => {
    const seen = [-10, 10].map((degrees) => seenFromMiddle(at(degrees), at(0), layout));
    const [one, other] = seen.map((energy) => energy.subarray(0, 2));
    expect(Math.hypot(...(one ?? []))).toBeCloseTo(1, 5);
    // 20° apart; from the middle they lie on opposite sides.
    expect((one?.[0] ?? 0) * (other?.[0] ?? 0) + (one?.[1] ?? 0) * (other?.[1] ?? 0)).toBeLessThan(
      -0.9,
    );
  });

  it("leaves an aspect that does not exist as it is", () => {
    const seen = seenFromMiddle(new Float32Array(layout.total), at(0), layout);
    expect(seen.every((value) => value === 0)).toBe(true);
  });
});
