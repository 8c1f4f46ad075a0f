import { describe, expect, it } from "vitest";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import { MemoryThumbnails } from "@/lib/gallery/memory-thumbnails";
import { makeThumbnails } from "@/lib/gallery/thumbnails";
import { idOf, madeUpGallery } from "@/lib/search/made-up-gallery.fixture";
import { PHRASES } from "@/lib/search/phrases";
import { sampleRow } from "@/lib/store/sample-rows";
import type { Guest } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail } from "@/lib/trail/tree";
import { TermBook } from "@/lib/words/load-term-vectors";
import { composeCard } from "./compose-card";

const START = emptyTrail("made-up-1", { id: "gallery1", revision: 1 });
const WORDS: Recipe = {
  ...plainRecipe(idOf(0)),
  ingredients: [{ source: { kind: "words", text: "teal, bright top" }, weight: 1 }],
};
const GUEST: Guest = {
  id: idOf(900),
  // Of another size than this gallery's model gives: no words can be told of it.
  vector: new Int8Array(3),
  thumbhash: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
};

/** A gallery in which 0 to 2 have thumbnails, and 1 is mature. */
async function gallery() {
  const deps = await madeUpGallery(12);
  const row = sampleRow(deps.store.schema, 1);
  await deps.store.upsert([{ ...row, details: { title: "Not for all", mature: true } }]);
  const thumbnails = new MemoryThumbnails();
  const pixels = { data: Buffer.alloc(300, 90), width: 10, height: 10 };
  for (const n of [0, 1, 2]) await thumbnails.write(idOf(n), await makeThumbnails(pixels));
  await deps.terms.get();
  return { ...deps, thumbnails };
}

describe("what a preview shows", () => {
  it("is each hop by its picture; its blur where it is mature or has no thumbnail", async () => {
    const trail = [0, 1, 2, 3, 999].reduce((so, n) => addHop(so, plainRecipe(idOf(n))), START);
    const { stops, hopCount } = await composeCard(trail, 5, await gallery());
    expect(stops.map(({ kind }) => kind)).toEqual([
      "picture",
      "blur",
      "picture",
      "blur",
      "missing",
    ]);
    expect(hopCount).toBe(5);
  });

  it("is words where a hop is words, not said twice, and what they ask for", async () => {
    const card = await composeCard(addHop(START, WORDS), 1, await gallery());
    expect(card.stops).toEqual([{ kind: "words", text: "teal, bright top" }]);
    expect(card.title).toBe("");
    expect(card.colours[0]).toMatchObject({ name: "teal" });
    expect(card.light).toBe("bright top");
  });

  it("is whole once its words were had, not where the model is busy or the vocabulary away", async () => {
    const trail = addHop(START, {
      ...WORDS,
      ingredients: [{ source: { kind: "words", text: "family 3" }, weight: 1 }],
    });
    const deps = await gallery();
    const embedText = () => Promise.reject(new AppError("embedder_overloaded", "Full."));
    const busy = { ...deps, embedder: { ...deps.embedder, embedText } };
    const early = { ...deps, terms: new TermBook(deps.embedder, { phrases: PHRASES }) };
    const { embedder } = deps;
    const mute = {
      ...early,
      embedder: { ...embedder, model: { ...embedder.model, hasText: false } },
    };
    expect((await composeCard(trail, 1, deps)).isWhole).toBe(true);
    expect(await composeCard(trail, 1, busy)).toMatchObject({ isWhole: false, terms: [] });
    const byImage = addHop(START, plainRecipe(idOf(0)));
    expect((await composeCard(byImage, 1, early)).isWhole).toBe(false);
    expect((await composeCard(byImage, 1, mute)).isWhole).toBe(true);
  });

  it("is a guest's blur, also where nothing can be told of it", async () => {
    const trail = addHop(addGuest(START, GUEST), {
      ...WORDS,
      ingredients: [{ source: { kind: "guest", id: GUEST.id }, weight: 1 }],
    });
    const card = await composeCard(trail, 1, await gallery());
    expect(card.stops).toEqual([{ kind: "blur", thumbhash: GUEST.thumbhash, ratio: 1 }]);
    expect(card).toMatchObject({ title: "A picture from outside", terms: [], colours: [] });
  });
});
