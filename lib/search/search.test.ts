import { beforeAll, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { DEFAULT_DIALS, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { SAMPLE_ARTIST } from "@/lib/gallery/sample/is-sample";
import { sampleRow } from "@/lib/store/sample-rows";
import { decodeTrail } from "@/lib/trail/decode";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, linkFor } from "@/lib/trail/tree";
import { wallResponse } from "./contract";
import { listFeeds } from "./list-feeds";
import { FAMILIES, familyCentre, idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import { openingWall } from "./opening-wall";
import { unpackTiles } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";
import { trailWall } from "./trail-wall";

let deps: SearchDeps;
const familyOf = new Map<ImageId, number>();

beforeAll(async () => {
  deps = await madeUpGallery();
  for (let n = 0; n < 300; n++) familyOf.set(idOf(n), n % FAMILIES);
});

function trailOf(...recipes: readonly Recipe[]): Trail {
  return recipes.reduce(
    (trail, recipe) => addHop(trail, recipe),
    emptyTrail("made-up-1", { id: "gallery1", revision: 1 }),
  );
}
const words = (text: string, weight = 1) => ({ source: { kind: "words", text } as const, weight });
const recipeOf = (ingredients: Recipe["ingredients"], rest: Partial<Recipe> = {}): Recipe => ({
  ingredients,
  dials: DEFAULT_DIALS,
  wander: 0,
  filters: {},
  ...rest,
});
async function tilesOf(trail: Trail) {
  return unpackTiles((await trailWall(trail, deps)).tiles);
}

describe("the wall of a trail", () => {
  it("shows the family of its tip first, with the closest tile closest", async () => {
    const tiles = await tilesOf(trailOf(plainRecipe(idOf(4))));
    expect(tiles.slice(0, 30).map(({ id }) => familyOf.get(id))).toEqual(Array(30).fill(4));
    const closeness = tiles.map((tile) => tile.closeness);
    expect(closeness).toEqual([...closeness].sort((a, b) => b - a));
    expect(closeness[0]).toBeGreaterThan(0.97);
    expect(closeness.at(-1)).toBeLessThan(0.5);
  });

  it("leaves out every image that the trail has asked with", async () => {
    const tiles = await tilesOf(trailOf(plainRecipe(idOf(4)), plainRecipe(idOf(10))));
    const ids = tiles.map(({ id }) => id);
    expect(ids).toHaveLength(298);
    expect(ids).not.toContain(idOf(4));
    expect(ids).not.toContain(idOf(10));
  });

  it("is what its contract says, with details of the first tiles in order", async () => {
    const wall = wallResponse.parse(await trailWall(trailOf(plainRecipe(idOf(1))), deps));
    const tiles = unpackTiles(wall.tiles);
    expect(wall.first.map(({ id }) => id)).toEqual(tiles.slice(0, 48).map(({ id }) => id));
    expect(wall).toMatchObject({
      model: "made-up-1",
      notices: [],
      missing: [],
      gallery: { count: 300 },
    });
    wall.first.forEach(({ width, height }, i) => {
      expect(tiles[i]?.aspectRatio).toBeCloseTo(width / height, 2);
    });
  });

  it("is the same for the same trail, through its link too", async () => {
    const trail = trailOf(plainRecipe(idOf(2)), recipeOf([words("family 3")]));
    const again = decodeTrail(linkFor(trail).slice(3)).trail;
    expect(await trailWall(again, deps)).toEqual(await trailWall(trail, deps));
  });

  it("is found by words, and by pulling and pushing", async () => {
    const byWords = await tilesOf(trailOf(recipeOf([words("family 2")])));
    expect(familyOf.get(byWords[0]?.id as ImageId)).toBe(2);
    const mixed = await tilesOf(trailOf(recipeOf([words("family 2"), words("family 5")])));
    const top = mixed.slice(0, 60).map(({ id }) => familyOf.get(id));
    expect(new Set(top)).toEqual(new Set([2, 5]));
    const pushed = await tilesOf(
      trailOf(recipeOf([words("family 2"), words("family 5"), words("family 5", -1)])),
    );
    const before = top.filter((family) => family === 5).length;
    const after = pushed.slice(0, 60).filter(({ id }) => familyOf.get(id) === 5).length;
    expect(after).toBeLessThan(before);
  });

  it("answers a guest as it would answer the image itself", async () => {
    const [energy] = await deps.store.energies([idOf(7)]);
    if (!energy) throw new Error("Expected image 7");
    const guestId = idOf(9_999);
    const asGuest = addHop(
      addGuest(trailOf(), {
        id: guestId,
        vector: quantiseGuest(energy, LAYOUT),
        thumbhash: new Uint8Array(0),
      }),
      recipeOf([{ source: { kind: "guest", id: guestId }, weight: 1 }]),
    );
    const tiles = await tilesOf(asGuest);
    expect(tiles[0]?.id).toBe(idOf(7));
    expect(tiles[0]?.closeness).toBeGreaterThan(0.99);
  });

  it("leaves out the model's aspects of a guest of another model, and says so", async () => {
    const vector = quantiseGuest(familyCentre(1), LAYOUT);
    const guest = { id: idOf(9_998), vector, thumbhash: new Uint8Array(0), model: "another" };
    const trail = addHop(
      addGuest(trailOf(), guest),
      recipeOf([{ source: { kind: "guest", id: guest.id }, weight: 1 }]),
    );
    const wall = await trailWall(trail, deps);
    expect(wall.notices).toContain("other_model");
    const byPixels = trailOf(
      recipeOf([{ source: { kind: "guest", id: guest.id }, weight: 1 }], {
        dials: { subject: 0, style: 0, palette: 0.5, light: 0.5 },
      }),
    );
    const own = { ...byPixels, guests: [{ id: guest.id, vector, thumbhash: new Uint8Array(0) }] };
    expect(unpackTiles(wall.tiles).map(({ id }) => id)).toEqual(
      (await tilesOf(own)).map(({ id }) => id),
    );
  });
});

describe("an honest wall", () => {
  it("says that nothing is close to words that the gallery has nothing of", async () => {
    const known = await trailWall(trailOf(recipeOf([words("family 2")])), deps);
    expect(known.notices).toEqual([]);
    const farAway = recipeOf([{ source: { kind: "guest", id: idOf(5_000) }, weight: 1 }]);
    const opposite = familyCentre(0).map((value) => -value);
    const trail = addHop(
      addGuest(trailOf(), {
        id: idOf(5_000),
        vector: quantiseGuest(opposite, LAYOUT),
        thumbhash: new Uint8Array(0),
      }),
      farAway,
    );
    const wall = await trailWall(trail, deps);
    const best = unpackTiles(wall.tiles)[0]?.closeness ?? 1;
    expect(wall.notices.includes("nothing_close")).toBe(best < 0.96);
  });

  it("names ingredients that the gallery does not have, and goes on with the others", async () => {
    const wall = await trailWall(
      trailOf(
        recipeOf([
          { source: { kind: "image", id: idOf(4_000) }, weight: 1 },
          { source: { kind: "image", id: idOf(3) }, weight: 1 },
        ]),
      ),
      deps,
    );
    expect(wall.missing).toEqual([idOf(4_000)]);
    expect(wall.notices).toEqual(["ingredients_missing"]);
    expect(familyOf.get(unpackTiles(wall.tiles)[0]?.id as ImageId)).toBe(3);
  });

  it.each([
    [
      "all dials are at zero",
      recipeOf([words("family 1")], { dials: { subject: 0, style: 0, palette: 0, light: 0 } }),
    ],
    ["everything pushes", recipeOf([words("family 1", -1)])],
    ["the only image is gone", plainRecipe(idOf(4_000))],
    [
      "only aspects that words do not have are turned up",
      recipeOf([words("family 1")], { dials: { subject: 0, style: 0, palette: 1, light: 1 } }),
    ],
  ])("shows the daily mix and says so when %s", async (_, recipe) => {
    const wall = await trailWall(trailOf(recipe), deps);
    expect(wall.notices).toContain("nothing_to_go_by");
    expect(unpackTiles(wall.tiles).length).toBeGreaterThan(200);
    expect(unpackTiles(wall.tiles)[0]?.closeness).toBe(-1);
  });

  it("says when filters leave nothing, and when the gallery is empty", async () => {
    const filtered = await trailWall(
      trailOf(recipeOf([words("family 1")], { filters: { yearFrom: 9_000 } })),
      deps,
    );
    expect(filtered).toMatchObject({ tiles: "", notices: ["filtered_out"] });
    const empty = await madeUpGallery(0);
    expect(await openingWall("2026-01-01", empty)).toMatchObject({
      tiles: "",
      notices: ["gallery_empty"],
    });
    const wall = await trailWall(trailOf(plainRecipe(idOf(0))), empty);
    expect(wall.notices).toContain("gallery_empty");
  });

  it("says when there is nothing but samples, and no more once there is anything else", async () => {
    const { store, ...others } = await madeUpGallery(0);
    const details = { artist: SAMPLE_ARTIST, generated: true };
    await store.upsert([1, 2].map((n) => ({ ...sampleRow(store.schema, n), details })));
    const samples = await openingWall("2026-01-01", { store, ...others });
    expect(samples.notices).toEqual(["samples_only"]);
    await store.upsert([{ ...sampleRow(store.schema, 3), details: { artist: SAMPLE_ARTIST } }]);
    expect((await openingWall("2026-01-01", { store, ...others })).notices).toEqual([]);
  });
});

describe("the opening wall", () => {
  it("holds every image once, and no two neighbours of one family", async () => {
    const wall = await openingWall("2026-01-01", deps);
    const ids = unpackTiles(wall.tiles).map(({ id }) => id);
    expect(new Set(ids).size).toBe(300);
    ids.slice(1).forEach((id, i) => {
      expect(familyOf.get(id)).not.toBe(familyOf.get(ids[i] as ImageId));
    });
  });

  it("is another one on another day", async () => {
    const [monday, again, tuesday] = await Promise.all(
      ["2026-01-05", "2026-01-05", "2026-01-06"].map((day) => openingWall(day, deps)),
    );
    expect(again?.tiles).toBe(monday?.tiles);
    expect(tuesday?.tiles).not.toBe(monday?.tiles);
  });
});

describe("the mood feeds", () => {
  it("are hidden where nothing in the gallery is close to them", async () => {
    const feeds = await listFeeds(deps);
    for (const feed of feeds) {
      const tiles = await tilesOf(decodeTrail(feed.trail).trail);
      expect(tiles[11]?.closeness).toBeGreaterThanOrEqual(0.98);
    }
    expect(await listFeeds(await madeUpGallery(0))).toEqual([]);
  });
});
