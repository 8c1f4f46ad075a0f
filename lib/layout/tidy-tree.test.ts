import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layTree, type TreeDirection, type TreeLayout } from "./tidy-tree";

const LOOK = { size: 60, levelGap: 30, siblingGap: 20 } as const;

/** A tree of up to 200 nodes, deep or wide or both, sometimes with several roots. */
const tree = fc
  .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 199 })
  .map((steps) => [
    -1,
    ...steps.map(([n, kind], index) => {
      if (kind === 0 && n % 7 === 0) return -1;
      // Mostly on from the last hop, as people walk.
      return kind < 6 ? index : n % (index + 1);
    }),
  ]);
const direction = fc.constantFrom<TreeDirection>("right", "down");

/** Each node's place across and along the tree's growth. */
function placesOf({ lefts, tops }: TreeLayout, direction: TreeDirection) {
  return Array.from(lefts, (left, i) => {
    const top = tops[i] ?? Number.NaN;
    return direction === "right" ? { across: top, along: left } : { across: left, along: top };
  });
}

describe("the drawing of a tree", () => {
  it("lets no two nodes come closer than the gap", () => {
    fc.assert(
      fc.property(tree, direction, (parents, way) => {
        const places = placesOf(layTree(parents, { ...LOOK, direction: way }), way);
        const levels = new Map<number, number[]>();
        for (const { across, along } of places) {
          levels.set(along, [...(levels.get(along) ?? []), across]);
        }
        for (const line of levels.values()) {
          const sorted = [...line].sort((a, b) => a - b);
          sorted.slice(1).forEach((across, i) => {
            expect(across - (sorted[i] ?? 0)).toBeGreaterThanOrEqual(80 - 1e-6);
          });
        }
        const lines = [...levels.keys()].sort((a, b) => a - b);
        for (const [i, along] of lines.entries()) expect(along).toBe(90 * i);
      }),
    );
  });

  it("puts every parent in the middle of its children, one level before them", () => {
    fc.assert(
      fc.property(tree, direction, (parents, way) => {
        const places = placesOf(layTree(parents, { ...LOOK, direction: way }), way);
        places.forEach(({ across, along }, index) => {
          const children = places.filter((_, i) => parents[i] === index);
          if (children.length === 0) return;
          const acrosses = children.map((child) => child.across);
          const middle = (Math.min(...acrosses) + Math.max(...acrosses)) / 2;
          expect(across).toBeCloseTo(middle, 6);
          for (const child of children) expect(child.along).toBe(along + 90);
        });
      }),
    );
  });

  it("keeps children in order, and whole subtrees apart on every level", () => {
    fc.assert(
      fc.property(tree, (parents) => {
        const places = placesOf(layTree(parents, { ...LOOK, direction: "down" }), "down");
        // The way to a node, as numbers that compare as the nodes are ordered.
        const ways: string[] = [];
        parents.forEach((parent, i) => {
          ways.push(`${ways[parent] ?? ""}${String.fromCharCode(0x100 + i)}`);
        });
        const order = [...places.keys()].sort((a, b) =>
          (ways[a] ?? "") < (ways[b] ?? "") ? -1 : 1,
        );
        const lastOnLevel = new Map<number, number>();
        for (const index of order) {
          const { across = 0, along = 0 } = places[index] ?? {};
          expect(across).toBeGreaterThan(lastOnLevel.get(along) ?? Number.NEGATIVE_INFINITY);
          lastOnLevel.set(along, across);
        }
      }),
    );
  });

  it("begins at the corner and says how much room it takes", () => {
    fc.assert(
      fc.property(tree, direction, (parents, way) => {
        const { lefts, tops, width, height } = layTree(parents, { ...LOOK, direction: way });
        expect(Math.min(...lefts)).toBeCloseTo(0, 6);
        expect(Math.min(...tops)).toBeCloseTo(0, 6);
        expect(Math.max(...lefts) + 60).toBeCloseTo(width, 6);
        expect(Math.max(...tops) + 60).toBeCloseTo(height, 6);
      }),
    );
  });

  it("draws a subtree alike wherever it stands", () => {
    const twig = [0, 1, 1, 3, 3];
    const alone = layTree([-1, ...twig], { ...LOOK, direction: "down" });
    // The same twig as second child of a node with a wide first child.
    const beside = layTree([-1, 0, 1, 1, 1, 0, ...twig.map((parent) => parent + 5)], {
      ...LOOK,
      direction: "down",
    });
    const shift = (beside.lefts[5] ?? 0) - (alone.lefts[0] ?? 0);
    twig.forEach((_, i) => {
      expect((beside.lefts[6 + i] ?? 0) - (alone.lefts[1 + i] ?? 0)).toBeCloseTo(shift, 6);
    });
  });

  it("leaves out what grows from a folded node, however deep", () => {
    const layout = layTree([-1, 0, 1, 2, 0], {
      ...LOOK,
      direction: "right",
      isFolded: (index) => index === 1,
    });
    expect([...layout.lefts].map(Number.isNaN)).toEqual([false, false, true, true, false]);
    expect(layout.width).toBe(60 + 90);
  });

  it("draws nothing for nothing, and a way of 5,000 steps without running out of stack", () => {
    expect(layTree([], { ...LOOK, direction: "right" })).toMatchObject({ width: 0, height: 0 });
    const long = Array.from({ length: 5_000 }, (_, i) => i - 1);
    expect(layTree(long, { ...LOOK, direction: "right" }).width).toBe(5_000 * 90 - 30);
  });
});
