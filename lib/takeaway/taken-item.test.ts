import { describe, expect, it } from "vitest";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { sampleId } from "@/lib/store/sample-rows";
import { encodeTrail } from "@/lib/trail/encode";
import { addGuest, addHop, emptyTrail } from "@/lib/trail/tree";
import { countInWords, itemsOfBoard, itemsOfTrail, type TakenItem } from "./taken-item";

const EMPTY = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });
const GUEST = { id: sampleId(9), vector: new Int8Array(512), thumbhash: Uint8Array.of(1, 2, 3) };
const asked = (...ingredients: Recipe["ingredients"]): Recipe => ({
  ...plainRecipe(sampleId(0)),
  ingredients,
});

describe("what a trail is taken as", () => {
  it("is each thing once, of all branches, as it came; not what it stays away from", () => {
    let trail = addHop(EMPTY, plainRecipe(sampleId(1)));
    trail = addHop(
      trail,
      asked(
        { source: { kind: "words", text: "calm" }, weight: 1 },
        { source: { kind: "image", id: sampleId(2) }, weight: -1 },
      ),
    );
    trail = addHop(
      addGuest(trail, GUEST),
      asked({ source: { kind: "guest", id: GUEST.id }, weight: 1 }),
      0,
    );
    trail = addHop(
      trail,
      asked(
        { source: { kind: "image", id: sampleId(1) }, weight: 0.5 },
        { source: { kind: "words", text: "calm" }, weight: 1 },
      ),
    );
    expect(itemsOfTrail(trail)).toEqual([
      { kind: "image", id: sampleId(1) },
      { kind: "words", text: "calm" },
      { kind: "guest", id: GUEST.id, vector: GUEST.vector, thumbhash: GUEST.thumbhash },
    ]);
  });

  it("has a guest that the trail does not carry, too", () => {
    const trail = addHop(EMPTY, asked({ source: { kind: "guest", id: sampleId(3) }, weight: 1 }));
    expect(itemsOfTrail(trail)).toMatchObject([{ kind: "guest", id: sampleId(3) }]);
  });
});

describe("what a board is taken as", () => {
  it("is its pictures and what its hops and trails ask with, each once", () => {
    const trail = addHop(
      addHop(EMPTY, plainRecipe(sampleId(1))),
      asked({ source: { kind: "words", text: "calm" }, weight: 1 }),
    );
    expect(
      itemsOfBoard([
        { kind: "image", id: sampleId(4) },
        { kind: "trail", code: encodeTrail(trail) },
        { kind: "image", id: sampleId(1) },
      ]),
    ).toEqual([
      { kind: "image", id: sampleId(4) },
      { kind: "image", id: sampleId(1) },
      { kind: "words", text: "calm" },
    ]);
  });

  it("goes on past a code that cannot be read", () => {
    expect(
      itemsOfBoard([
        { kind: "hop", code: "damaged" },
        { kind: "image", id: sampleId(4) },
      ]),
    ).toEqual([{ kind: "image", id: sampleId(4) }]);
  });
});

it.each([
  [1, 0, "1 picture"],
  [2, 0, "2 pictures"],
  [2, 1, "2 pictures and 1 in words"],
  [0, 3, "3 in words"],
])("counts %i and %i as %s", (pictures, words, said) => {
  const items: TakenItem[] = [
    ...Array.from({ length: pictures }, (_, n) => ({ kind: "image" as const, id: sampleId(n) })),
    ...Array.from({ length: words }, () => ({ kind: "words" as const, text: "calm" })),
  ];
  expect(countInWords(items)).toBe(said);
});
