import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { columnsFor, gapFor } from "@/lib/layout/column-width";
import { layoutWall } from "@/lib/layout/masonry";
import { placeFirstTilesScript } from "./place-first-tiles";

const ratios = Array.from({ length: 36 }, (_, i) => 0.3 + ((i * 7) % 11) / 3);

/** Runs the script as a browser does and gives the rules it adds. */
function rulesAt(width: number, zoom?: number): string {
  const style = { id: "", textContent: "" };
  runInNewContext(placeFirstTilesScript(ratios), {
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
    [328, undefined],
    [328, 0],
    [720, 2],
    [1_392, 4],
    [2_500, 1],
    [2_500, 6],
  ])("places tiles at %d px and zoom %s where the layout will", (width, zoom) => {
    const step = zoom ?? 4;
    const layout = layoutWall(ratios, {
      width,
      columnCount: columnsFor(width, step),
      gap: gapFor(step),
    });
    const boxes = boxesIn(rulesAt(width, zoom));
    expect(boxes).toHaveLength(36);
    boxes.forEach(([left, top, , height], i) => {
      expect(left).toBeCloseTo(layout.lefts[i] ?? -1, 2);
      expect(top).toBe(layout.tops[i]);
      expect(height).toBe(layout.heights[i]);
    });
  });

  it("is short enough to stand in every page", () => {
    expect(placeFirstTilesScript(ratios).length).toBeLessThan(6_000);
  });
});
