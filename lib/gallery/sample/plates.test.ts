import { describe, expect, it } from "vitest";
import { compositionOf } from "./compositions";
import { platesOf } from "./plates";
import { Sketch } from "./sketch";

const light = compositionOf("light-top");

/** The strongest outline of a field whose tone is `tone(y)`, y in shares of the height. */
function strongestEdge(tone: (y: number) => number): number {
  const sketch = new Sketch(240, 180, light.focus, 1);
  sketch.field(2, (_x, y) => tone(y / 180));
  return platesOf(sketch.finish(), light)
    .edges()
    .reduce((most, edge) => Math.max(most, edge), 0);
}

describe("the outlines of a field", () => {
  it("follow tones that change within the picture", () => {
    expect(strongestEdge((y) => 0.5 + 0.4 * Math.sin(y * 30))).toBeGreaterThan(0.9);
  });

  it("are none in a sky that pales towards the horizon", () => {
    expect(strongestEdge((y) => 0.5 + 0.45 * y)).toBe(0);
  });
});
