import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { branchAt, nameHop, noteHop, pruneHop } from "./change-hops";
import { decodeTrail } from "./decode";
import { encodeTrail } from "./encode";
import { fitToLink, roomFor } from "./fit-link";
import { MAX_HOPS, MAX_NAME_CHARS, MAX_NOTE_CHARS, type Trail } from "./trail";
import { chain, ids, trailArbitrary } from "./trails.fixture";
import { addGuest, addHop, growTrail, isTooLong, linkFor, recipeOnward, withTip } from "./tree";

function isTree({ hops, tip }: Trail): boolean {
  return (
    hops.every(({ parent }, index) => parent >= -1 && parent < index) &&
    tip < hops.length &&
    tip >= Math.min(0, hops.length - 1)
  );
}

describe("pruning", () => {
  it("leaves a tree without the branch, with the tip on it or before it", () => {
    fc.assert(
      fc.property(trailArbitrary, fc.nat(), (trail, n) => {
        const index = n % trail.hops.length;
        const branch = branchAt(trail, index);
        const pruned = pruneHop(trail, index);
        expect(isTree(pruned)).toBe(true);
        expect(pruned.hops).toHaveLength(trail.hops.length - branch.size);
        if (!branch.has(trail.tip)) {
          expect(pruned.hops[pruned.tip]?.recipe).toEqual(trail.hops[trail.tip]?.recipe);
        } else if (trail.hops[index]?.parent !== -1) {
          const before = trail.hops[trail.hops[index]?.parent ?? -1];
          expect(pruned.hops[pruned.tip]?.recipe).toEqual(before?.recipe);
        }
      }),
    );
  });

  it("refuses a hop that is not there", () => {
    for (const index of [-1, 3, 0.5, Number.NaN]) {
      expect(() => pruneHop(chain(3), index)).toThrow(RangeError);
    }
  });
});

describe("names and notes", () => {
  it("are text, whatever they say, and survive the link byte for byte", () => {
    const named = nameHop(chain(2), 1, " <img src=x onerror=alert(1)>\n\u202e& “Sea”  ");
    const noted = noteHop(named, 0, "<script>alert(1)</script>\r\nsecond line\u0000  ");
    const read = decodeTrail(encodeTrail(noted));
    expect(read).toEqual({ trail: noted, problems: [] });
    expect(read.trail.hops[1]?.name).toBe("<img src=x onerror=alert(1)> & “Sea”");
    expect(read.trail.hops[0]?.note).toBe("<script>alert(1)</script>\nsecond line");
  });

  it("stay within what a link may hold, whatever is typed", () => {
    const text = fc.string({ unit: "binary", minLength: 0, maxLength: 300 });
    fc.assert(
      fc.property(text, fc.nat({ max: 12 }), (typed, times) => {
        const long = typed.repeat(times);
        const trail = noteHop(nameHop(chain(1), 0, long), 0, long);
        expect(decodeTrail(encodeTrail(trail))).toEqual({ trail, problems: [] });
        expect([...(trail.hops[0]?.name ?? "")].length).toBeLessThanOrEqual(MAX_NAME_CHARS);
        expect([...(trail.hops[0]?.note ?? "")].length).toBeLessThanOrEqual(MAX_NOTE_CHARS);
      }),
      { numRuns: 40 },
    );
  });

  it("are taken away by empty ones", () => {
    expect(nameHop(nameHop(chain(2), 0, "Sea"), 0, "  ")).toEqual(chain(2));
    expect(noteHop(noteHop(chain(2), 0, "Sea"), 0, "\n")).toEqual(chain(2));
  });
});

describe("a trail that is more than a link can carry", () => {
  const wide = ids
    .slice(1, 241)
    .reduce((trail, id) => growTrail(trail, plainRecipe(id), 0), chain(1));

  it("gives the whole way to the tip and what was walked last", () => {
    const fitted = fitToLink(withTip(wide, 5));
    expect(fitted?.hops).toHaveLength(MAX_HOPS);
    expect(fitted?.hops[fitted.tip]?.recipe).toEqual(plainRecipe(ids[5] as ImageId));
    expect(fitted?.hops.at(-1)?.recipe).toEqual(plainRecipe(ids[240] as ImageId));
    expect(fitted && isTooLong(linkFor(fitted))).toBe(false);
  });

  it("is itself where there is room for all of it", () => {
    const trail = chain(150);
    expect(fitToLink(trail)).toBe(trail);
  });

  it("makes room for the next hop, and says when there is none", () => {
    const next = recipeOnward(wide, ids[245] as ImageId);
    const room = roomFor(withTip(wide, 5), next);
    expect(room?.hops).toHaveLength(MAX_HOPS - 1);
    expect(room && addHop(room, next).hops).toHaveLength(MAX_HOPS);
    expect(room?.hops[room.tip]?.recipe).toEqual(plainRecipe(ids[5] as ImageId));
    expect(roomFor(chain(MAX_HOPS), next)).toBeUndefined();
  });

  it("fits also where it is guests that make it long", () => {
    const guests = Array.from({ length: 14 }, (_, n) => ({
      id: ids[100 + n] as ImageId,
      vector: new Int8Array(512).fill(n + 1),
      thumbhash: new Uint8Array(21),
    }));
    const trail = guests.reduce(
      (grown, guest) =>
        growTrail(
          addGuest(grown, guest),
          {
            ...plainRecipe(guest.id),
            ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
          },
          0,
        ),
      chain(1),
    );
    expect(isTooLong(linkFor(trail))).toBe(true);
    const fitted = fitToLink(trail);
    expect(fitted && isTooLong(linkFor(fitted))).toBe(false);
    expect(fitted?.hops.length).toBeGreaterThan(5);
    expect(fitted?.hops[fitted.tip]?.recipe).toEqual(trail.hops[trail.tip]?.recipe);
  });
});
