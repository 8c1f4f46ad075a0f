import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { spaced } from "@/lib/spaced";
import { toBase64Url } from "./base64url";
import { decodeTrail } from "./decode";
import { encodeTrail } from "./encode";
import { MAX_PREVIEW_CODE_CHARS, PREVIEW_STOPS, previewTrail } from "./preview-trail";
import type { Guest, Hop, Trail } from "./trail";
import { addGuest, addHop, emptyTrail, pathTo, withTip } from "./tree";

const ORIGIN = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });
const id = (n: number) => toBase64Url(Uint8Array.of(1, 2, 3, 4, 5, 6, n >> 8, n & 255)) as ImageId;
const through = (count: number, trail: Trail = ORIGIN) =>
  Array.from({ length: count }, (_, n) => n).reduce(
    (so, n) => addHop(so, plainRecipe(id(n))),
    trail,
  );
const asked = (recipe: Partial<Recipe>): Recipe => ({ ...plainRecipe(id(0)), ...recipe });

function guest(n: number): Guest {
  const vector = Int8Array.from({ length: 512 }, (_, i) => ((i * 37 + n * 91) % 251) - 125);
  return { id: id(1_000 + n), vector, thumbhash: Uint8Array.from({ length: 21 }, (_, i) => i + n) };
}

describe("previewTrail", () => {
  it("keeps the path whole and leaves branches and notes out", () => {
    const trunk = through(3);
    const branched = addHop(addHop(trunk, plainRecipe(id(50)), 0), plainRecipe(id(51)));
    const noted = {
      ...branched,
      hops: branched.hops.map((hop) => ({ ...hop, name: "named", note: "a note" })),
    };
    const preview = previewTrail(noted);
    expect(preview.hops.map(({ recipe }) => recipe)).toEqual(
      pathTo(noted).map((index) => noted.hops[index]?.recipe),
    );
    expect(preview.hops.map(({ name }) => name)).toEqual([undefined, undefined, "named"]);
    expect(preview.hops.some(({ note }) => note !== undefined)).toBe(false);
  });

  it("is the same for the same path in two galleries' versions and with other branches", () => {
    const trunk = through(4);
    const other = withTip(addHop(trunk, plainRecipe(id(60)), 1), 3);
    expect(encodeTrail(previewTrail(other))).toBe(encodeTrail(previewTrail(trunk)));
    const later = { ...trunk, gallery: { id: "abcdefgh", revision: 8 } };
    expect(encodeTrail(previewTrail(later))).toBe(encodeTrail(previewTrail(trunk)));
  });

  it("keeps the first hop, the tip and evenly spaced ones of 200", () => {
    const preview = previewTrail(through(200));
    const shown = preview.hops.map(({ recipe }) => recipe.ingredients[0]?.source);
    expect(shown).toHaveLength(PREVIEW_STOPS);
    expect(shown.at(0)).toEqual({ kind: "image", id: id(0) });
    expect(shown.at(-1)).toEqual({ kind: "image", id: id(199) });
  });

  const throughGuests = (count: number, more: Partial<Guest> = {}) =>
    Array.from({ length: count }, (_, n) => guest(n)).reduce(
      (so, one) =>
        addHop(
          addGuest(so, { ...one, ...more }),
          asked({ ingredients: [{ source: { kind: "guest", id: one.id }, weight: 1 }] }),
        ),
      ORIGIN,
    );

  it.each([3, 7])(
    "keeps blur, colours and light of %i guests, which a code has no room for",
    (n) => {
      const { guests } = previewTrail(throughGuests(n));
      expect(guests).toEqual(
        Array.from({ length: n }, (_, i) => ({ ...guest(i), vector: guest(i).vector.slice(-128) })),
      );
    },
  );

  it("keeps the blurs alone of guests that take still more room", () => {
    const { guests } = previewTrail(throughGuests(7, { model: "m".repeat(60) }));
    expect(guests.map(({ thumbhash }) => [...thumbhash])).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((n) => [...guest(n).thumbhash]),
    );
    expect(guests.every(({ vector }) => vector.length === 0)).toBe(true);
  });

  it("leaves out hops of which nothing can be read", () => {
    const unread: Hop = {
      parent: 0,
      recipe: asked({ ingredients: [] }),
      unknown: Uint8Array.of(1),
    };
    const trail = { ...through(1), hops: [...through(1).hops, unread], tip: 1 };
    expect(previewTrail(trail).hops).toHaveLength(1);
  });

  it("fits its limit and is read again, whatever the trail", () => {
    const words = fc
      .string({ minLength: 1, maxLength: 300, unit: "grapheme" })
      .map((text) => text.normalize("NFC").slice(0, 300));
    const source = fc.oneof(
      fc.nat(400).map((n) => ({ kind: "image" as const, id: id(n) })),
      fc.nat(9).map((n) => ({ kind: "guest" as const, id: guest(n).id })),
      words.map((text) => ({ kind: "words" as const, text })),
    );
    const ingredients = fc.array(fc.record({ source, weight: fc.constantFrom(1, -1, 0.5) }), {
      minLength: 1,
      maxLength: 12,
    });
    const hop = fc.record({
      parent: fc.constant(0),
      recipe: ingredients.map((all) => asked({ ingredients: all })),
      name: fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }),
    });
    const trails = fc.record({
      model: fc.string({ maxLength: 200, unit: "grapheme-composite" }),
      hops: fc.array(hop, { minLength: 1, maxLength: 40 }),
    });
    fc.assert(
      fc.property(trails, ({ model, hops }) => {
        const trail: Trail = {
          ...ORIGIN,
          model,
          guests: Array.from({ length: 10 }, (_, n) => guest(n)),
          hops: hops.map((each, i) => ({ ...each, parent: i - 1 })),
          tip: hops.length - 1,
        };
        const code = encodeTrail(previewTrail(trail));
        expect(code.length).toBeLessThanOrEqual(MAX_PREVIEW_CODE_CHARS);
        expect(decodeTrail(code).problems).toEqual([]);
        expect(decodeTrail(code).trail.hops.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe("spaced", () => {
  it.each([
    [[1, 2, 3], 5, [1, 2, 3]],
    [[1, 2, 3, 4, 5], 3, [1, 3, 5]],
    [[1, 2, 3], 1, [3]],
    [[], 4, []],
  ])("%j to at most %i is %j", (all, count, kept) => {
    expect(spaced(all, count)).toEqual(kept);
  });
});
