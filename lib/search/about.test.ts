import { beforeAll, describe, expect, it, vi } from "vitest";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import { previewTrail } from "@/lib/trail/preview-trail";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail } from "@/lib/trail/tree";
import { aboutTrail } from "./about";
import { idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";
import { embedWords } from "./understand-words";
import { readTiles } from "./wall-of";

let deps: SearchDeps;
beforeAll(async () => {
  deps = await madeUpGallery();
  await deps.terms.get();
});

const start = emptyTrail("made-up-1", { id: "gallery1", revision: 1 });
const words = (text: string): Recipe => ({
  ...plainRecipe(idOf(0)),
  ingredients: [{ source: { kind: "words", text }, weight: 1 }],
});
const trailOf = (...recipes: readonly Recipe[]): Trail =>
  recipes.reduce((trail, recipe) => addHop(trail, recipe), start);

describe("what a trail is about", () => {
  it("says back the colours and the light that words ask for", async () => {
    const { query, trail } = await aboutTrail(trailOf(words("teal, bright top")), deps);
    expect(query?.colours[0]).toMatchObject({ name: "teal" });
    expect(query?.colours[0]?.rgb).toMatch(/^#[0-9a-f]{6}$/);
    expect(query?.light).toBe("bright top");
    expect(trail).toBeUndefined();
  });

  it("is about the whole way once there is one", async () => {
    const { query, trail } = await aboutTrail(trailOf(words("teal"), words("rust")), deps);
    expect(query?.colours.map(({ name }) => name)).toEqual(["rust"]);
    expect(trail?.colours.map(({ name }) => name).sort()).toEqual(["rust", "teal"]);
  });

  it("says what the encoder did not read of words, and nothing where it read all", async () => {
    const cutting: SearchDeps = {
      ...deps,
      embedder: {
        ...deps.embedder,
        embedText: async (text) => ({ ...(await deps.embedder.embedText(text)), usedChars: 7 }),
      },
    };
    const [said] = (await aboutTrail(trailOf(words("family 3 and a long tail")), cutting)).words;
    expect(said?.cut).toBe("3 and a long tail");
    expect((await aboutTrail(trailOf(words("teal")), deps)).words).toEqual([]);
  });

  it("asks the model for a few words of a way of hundreds, and tells it by them", async () => {
    const embedText = vi.spyOn(deps.embedder, "embedText");
    const names = Array.from({ length: 150 }, (_, n) => words(`teal thing ${n}`));
    const { trail } = await aboutTrail(trailOf(...names), deps);
    expect(new Set(embedText.mock.calls.map(([text]) => text)).size).toBeLessThanOrEqual(16);
    expect(trail?.colours[0]).toMatchObject({ name: "teal" });
    embedText.mockRestore();
  });

  it("tells the colours of guests whose whole vectors a preview has no room for", async () => {
    const teal = await embedWords("teal", deps);
    const guests = Array.from({ length: 7 }, (_, n) => ({
      id: idOf(9_000 + n),
      vector: quantiseGuest(teal, LAYOUT),
      thumbhash: new Uint8Array(21),
    }));
    const through = guests.reduce(
      (trail, guest) =>
        addHop(addGuest(trail, guest), {
          ...plainRecipe(guest.id),
          ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
        }),
      start,
    );
    const preview = previewTrail(through);
    expect(preview.guests[0]?.vector.length).toBeLessThan(LAYOUT.total);
    const { query, trail } = await aboutTrail(preview, deps);
    expect(query?.colours[0]).toMatchObject({ name: "teal" });
    expect(trail?.colours[0]).toMatchObject({ name: "teal" });
  });

  it("goes by the others where nothing can be read of a guest", async () => {
    const guest = { id: idOf(9_000), vector: new Int8Array(0), thumbhash: new Uint8Array(0) };
    const byGuest = addHop(addGuest(start, guest), {
      ...plainRecipe(guest.id),
      ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
    });
    const { trail } = await aboutTrail(addHop(byGuest, words("rust")), deps);
    expect(trail?.colours.map(({ name }) => name)).toEqual(["rust"]);
  });

  it("has nothing to say of a query that leaves nothing to go by, and refuses no hop at all", async () => {
    expect((await aboutTrail(trailOf(plainRecipe(idOf(4_000))), deps)).query).toBeUndefined();
    await expect(aboutTrail(start, deps)).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("the name of an image", () => {
  it("comes from the vocabulary where it has none of its own, the same each time", async () => {
    const [row] = await deps.store.get([idOf(5)]);
    if (!row) throw new Error("Expected image 5");
    const { title: _, label: __, ...untitled } = row.details;
    await deps.store.update([{ id: row.id, locations: row.locations, details: untitled }]);
    const [first, titled] = await readTiles([idOf(5), idOf(6)], deps);
    const [again] = await readTiles([idOf(5)], deps);
    expect(first?.about).toEqual(again?.about);
    expect(first?.details.title).toBeUndefined();
    expect(titled).not.toHaveProperty("about");
  });
});
