import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { toBase64Url } from "./base64url";
import { decodeTrail } from "./decode";
import { encodeTrail } from "./encode";
import { caughtAt, framesOf, hasBranches } from "./replay";
import { MAX_HOPS, type Trail } from "./trail";
import { addHop, emptyTrail, linkFor, pathTo, queryImages, withTip } from "./tree";

const id = (n: number) => toBase64Url(Uint8Array.of(n, 1, 2, 3, 4, 5, 6, 7)) as ImageId;
/** A trail whose hop i was reached from `parents[i]` and asks with image i. */
const tree = (parents: readonly number[]): Trail =>
  parents.reduce(
    (trail, parent, i) => addHop(trail, plainRecipe(id(i)), parent),
    emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 }),
  );
const treeArbitrary = fc
  .array(fc.nat(), { minLength: 1, maxLength: 40 })
  .map((backs) => tree(backs.map((back, i) => (i === 0 ? -1 : (back % (i + 1)) - 1))));

describe("the frames of a trail", () => {
  it("are its path to the tip, or the whole tree depth first with the ways back", () => {
    //  0 ─ 1 ─ 2
    //      └ 3 ─ 4      5: begun anew
    const trail = tree([-1, 0, 1, 1, 3, -1]);
    expect(framesOf(withTip(trail, 4), "path").map(({ hop }) => hop)).toEqual([0, 1, 3, 4]);
    expect(
      framesOf(trail, "tree").map(({ hop, isReturn }) => (isReturn ? `back at ${hop}` : hop)),
    ).toEqual([0, 1, 2, "back at 1", 3, 4, 5]);
    expect(hasBranches(trail)).toBe(true);
    expect(hasBranches(tree([-1, 0, 1]))).toBe(false);
  });

  it("show every hop of the tree once, and no wall lacks the picture that is picked on it", () => {
    fc.assert(
      fc.property(treeArbitrary, (trail) => {
        const frames = framesOf(trail, "tree");
        const shown = frames.filter(({ isReturn }) => !isReturn).map(({ hop }) => hop);
        expect([...shown].sort((a, b) => a - b)).toEqual([...trail.hops.keys()]);
        frames.forEach((frame, i) => {
          const then = decodeTrail(frame.code).trail;
          expect(then.tip).toBe(frame.hop);
          expect(then.hops[then.tip]).toEqual(trail.hops[frame.hop]);
          const next = frames[i + 1];
          const nextHop = next && trail.hops[next.hop];
          if (frame.picked) {
            // A wall leaves out what its trail asks with.
            expect(queryImages(then).has(frame.picked)).toBe(false);
            expect(nextHop?.parent).toBe(frame.hop);
            expect(nextHop?.recipe).toEqual(plainRecipe(frame.picked));
          } else if (nextHop && !next.isReturn) expect(nextHop.parent).toBe(-1);
        });
      }),
    );
  });

  it("pick nothing where the next hop is words or a guest", () => {
    const trail = addHop(tree([-1]), {
      ...plainRecipe(id(9)),
      ingredients: [{ source: { kind: "words", text: "calm" }, weight: 1 }],
    });
    expect(framesOf(trail, "path").map(({ picked }) => picked)).toEqual([undefined, undefined]);
  });

  it("end with the trail as it is", () => {
    const trail = tree([-1, 0, 1]);
    expect(framesOf(trail, "path").at(-1)?.code).toBe(encodeTrail(trail));
  });
});

describe("a tile that is clicked while a trail plays", () => {
  it("branches off at the hop that is shown, and the rest of the trail stays", () => {
    const trail = tree([-1, 0, 1, 2]);
    const then = tree([-1, 0]);
    const clicked = addHop(then, plainRecipe(id(77)));
    const link = caughtAt(trail, 1, clicked, linkFor(clicked));
    const caught = decodeTrail(link.slice("/t/".length)).trail;
    expect(caught.hops).toHaveLength(5);
    expect(pathTo(caught)).toEqual([0, 1, 4]);
  });

  it("goes on from the trail as it was where there is no room for more", () => {
    const full = tree(Array.from({ length: MAX_HOPS }, (_, i) => i - 1));
    const clicked = addHop(tree([-1]), plainRecipe(id(77)));
    expect(caughtAt(full, 0, clicked, linkFor(clicked))).toBe(linkFor(clicked));
  });
});
