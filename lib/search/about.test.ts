import { beforeAll, describe, expect, it } from "vitest";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import type { Trail } from "@/lib/trail/trail";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { aboutTrail } from "./about";
import { idOf, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";
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
