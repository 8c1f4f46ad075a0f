import { describe, expect, it } from "vitest";
import { type Aspect, energyLayout } from "./aspects";
import { emptyTable, fillRow, nearestFloor } from "./nearest-floor";

const layout = energyLayout({ subject: 2, style: 2 });
const dials = { subject: 1, style: 0, palette: 0, light: 0 };
const sigma = { subject: 0.5, style: 1, palette: 1, light: 1 };
const active: Aspect[] = ["subject"];

function at(degrees: number): Float32Array {
  const energy = new Float32Array(layout.total);
  energy.set([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  return energy;
}

function tableOf(angles: readonly number[], density = 0) {
  const images = angles.map(at);
  const table = emptyTable(images.length, images.length);
  const densities = new Float32Array(images.length * 4).fill(density);
  images.forEach((energy, row) => {
    fillRow(table, row, energy, images, { densities, self: row, layout });
  });
  return table;
}

describe("nearestFloor", () => {
  it("is what nine in ten images reach with their nearest neighbour", () => {
    // Ten pairs, 1° to 10° apart: of 20 images the third least alike decides.
    const angles = Array.from({ length: 10 }, (_, i) => [i * 36, i * 36 + i + 1]).flat();
    const floor = nearestFloor(tableOf(angles), dials, sigma, active);
    expect(floor).toBeCloseTo(Math.cos((9 * Math.PI) / 180) / 0.5, 4);
  });

  it("takes half the density off, as a wall does", () => {
    const plain = nearestFloor(tableOf([0, 10, 90, 100]), dials, sigma, active);
    const crowded = nearestFloor(tableOf([0, 10, 90, 100], 0.4), dials, sigma, active);
    expect(plain - crowded).toBeCloseTo(0.2 / 0.5, 5);
  });

  it("asks for nothing where nothing can be told", () => {
    for (const angles of [[], [0]]) {
      expect(nearestFloor(tableOf(angles), dials, sigma, active)).toBe(Number.NEGATIVE_INFINITY);
    }
  });
});
