import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { columnsFor, gapFor } from "@/lib/layout/column-width";
import { layoutWall } from "@/lib/layout/masonry";
import { placeFirstTilesScript } from "./place-first-tiles";

const ratios = Array.from({ length: 36 }, (_, i) => 0.3 + ((i * 7) % 11) / 3);

/** Runs the script as a browser does and gives the rules it adds. */
function rulesAt(width: number, zoom?: number, divideAt = 0): string {
  const style = { id: "", textContent: "" };
  runInNewContext(placeFirstTilesScript(ratios, divideAt), {
    document: {
      getElementById: () => ({ clientWidth: width }),
      documentElement: { dataset: zoom === undefined ? {} : { zoom: String(zoom) } },
      createElement: () => style,
      head: { appendChild: () => undefined },
    },
  });
  return style.textContent;
}

function boxesIn(rules: string): number[][] {
  return [
    ...rules.matchAll(/left:([\d.]+)px;top:([\d.]+)px;width:([\d.]+)px;height:([\d.]+)px/g),
  ].map((match) => match.slice(1).map(Number));
}

describe("placeFirstTilesScript", () => {
  it.each([
    [328, undefined, 0],
    [328, 0, 7],
    [720, 2, 36],
    [1_392, 4, 20],
    [2_500, 1, 1],
    [2_500, 6, 0],
  ])("places tiles at %d px and zoom %s where the layout will", (width, zoom, divideAt) => {
    const step = zoom ?? 4;
    const layout = layoutWall(ratios, {
      width,
      columnCount: columnsFor(width, step),
      gap: gapFor(step),
      divideAt,
    });
    const boxes = boxesIn(rulesAt(width, zoom, divideAt));
    expect(boxes).toHaveLength(36);
    boxes.forEach(([left, top, , height], i) => {
      expect(left).toBeCloseTo(layout.lefts[i] ?? -1, 2);
      expect(top).toBeCloseTo(layout.tops[i] ?? -1, 2);
      expect(height).toBe(layout.heights[i]);
    });
  });

  it("is short enough to stand in every page", () => {
    expect(placeFirstTilesScript(ratios).length).toBeLessThan(6_000);
  });
});
