import { beforeAll, describe, expect, it, vi } from "vitest";
import { energyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { seededRandom } from "@/lib/energy/prng";
import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { sampleEnergy } from "@/lib/store/sample-rows";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import { type Guest, MAX_CODE_CHARS, type Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, withTipRecipe } from "@/lib/trail/tree";
import { aboutTrail } from "./about";
import { boardFeed } from "./board-feed";
import { elsewhere } from "./elsewhere";
import { FAMILIES, familyCentre, idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import { unpackTiles } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";
import { trailWall } from "./trail-wall";
import { why } from "./why";

let deps: SearchDeps;
beforeAll(async () => {
  deps = await madeUpGallery();
});

const familyOf = new Map<ImageId, number>(
  Array.from({ length: 300 }, (_, n) => [idOf(n), n % FAMILIES]),
);
/** Images of a family, the n-th and the ones after it. */
const of = (family: number, count: number) =>
  Array.from({ length: count }, (_, n) => idOf(family + n * FAMILIES));
const EMPTY = emptyTrail("made-up-1", { id: "gallery1", revision: 1 });
const recipeOfTip = ({ hops, tip }: Trail): Recipe => {
  const recipe = hops[tip]?.recipe;
  if (!recipe) throw new Error("Expected a hop");
  return recipe;
};
async function feedOf(images: readonly ImageId[], hops: readonly Trail[] = []): Promise<Trail> {
  const { trail } = await boardFeed({ images: [...images], hops: hops.map(encodeTrail) }, deps);
  return decodeTrail(trail).trail;
}
async function topFamilies(trail: Trail, count = 50): Promise<(number | undefined)[]> {
  const wall = await trailWall(trail, deps);
  return unpackTiles(wall.tiles)
    .slice(0, count)
    .map(({ id }) => familyOf.get(id));
}
const countOf = (families: readonly (number | undefined)[], family: number) =>
  families.filter((one) => one === family).length;

describe("a feed from a board of two families", () => {
  const board = [...of(1, 9), ...of(4, 6)];

  it("asks for both, kept apart, each by one of its own", async () => {
    const recipe = recipeOfTip(await feedOf(board));
    expect(recipe.isApart).toBe(true);
    const families = recipe.ingredients.map(({ source }) =>
      source.kind === "image" ? familyOf.get(source.id) : -1,
    );
    expect(families).toEqual([1, 4]);
  });

  it("has both among its first fifty, each with its fair share", async () => {
    const families = await topFamilies(await feedOf(board));
    expect(countOf(families, 1)).toBeGreaterThanOrEqual(20);
    expect(countOf(families, 4)).toBeGreaterThanOrEqual(20);
  });

  it("is close to the end of both, and says where that is", async () => {
    const trail = await feedOf(board);
    const wall = await trailWall(trail, deps);
    const close = unpackTiles(wall.tiles).slice(0, wall.closeCount);
    expect(wall.notices).toEqual([]);
    expect(wall.closeCount).toBeGreaterThan(40);
    expect(new Set(close.map(({ id }) => familyOf.get(id)))).toEqual(new Set([1, 4]));
    const shown = new Set(unpackTiles(wall.tiles).map(({ id }) => id));
    for (const { source } of recipeOfTip(trail).ingredients) {
      expect(source.kind === "image" && shown.has(source.id)).toBe(false);
    }
  });

  it("costs one search an interest", async () => {
    const trail = await feedOf(board);
    const search = vi.spyOn(deps.store, "search");
    await trailWall(trail, deps);
    expect(search).toHaveBeenCalledTimes(2);
  });

  it("is the same feed again, and another question than what both have in common", async () => {
    const trail = await feedOf(board);
    expect(encodeTrail(await feedOf(board))).toBe(encodeTrail(trail));
    const { isApart: _, ...common } = recipeOfTip(trail);
    const [apart, together] = await Promise.all([
      trailWall(trail, deps),
      trailWall(withTipRecipe(trail, common), deps),
    ]);
    expect(apart.tiles).not.toBe(together.tiles);
  });
});

describe("a feed from other boards", () => {
  it("of one family is what its pictures have in common", async () => {
    const recipe = recipeOfTip(await feedOf(of(2, 20)));
    expect(recipe.isApart).toBeUndefined();
    expect(recipe.ingredients).toHaveLength(12);
    expect(countOf(await topFamilies(await feedOf(of(2, 20)), 20), 2)).toBe(20);
  });

  it("takes what its hops ask with: guests, words, and what the guest's trail knows", async () => {
    const guest = {
      id: idOf(9_000),
      vector: quantiseGuest(familyCentre(3), LAYOUT),
      thumbhash: Uint8Array.of(1, 2, 3),
    };
    const byGuest = addHop(addGuest(EMPTY, guest), {
      ...plainRecipe(guest.id),
      ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
    });
    const byWords = addHop(EMPTY, {
      ...plainRecipe(idOf(0)),
      ingredients: [
        { source: { kind: "words", text: "family 5" }, weight: 1 },
        { source: { kind: "words", text: "family 0" }, weight: -1 },
      ],
    });
    const trail = await feedOf(of(1, 5), [byGuest, byWords]);
    expect(trail.guests).toEqual([guest]);
    const kinds = recipeOfTip(trail).ingredients.map(({ source }) => source.kind);
    expect(kinds.sort()).toEqual(["guest", "image", "words"]);
    const families = await topFamilies(trail, 30);
    for (const family of [1, 3, 5]) expect(countOf(families, family)).toBeGreaterThanOrEqual(8);
  });

  it("takes of a trail only the guests that are looked at", async () => {
    const guest = (family: number) => ({
      id: idOf(9_000),
      vector: quantiseGuest(familyCentre(family), LAYOUT),
      thumbhash: Uint8Array.of(1, 2, 3),
    });
    const byGuest = (one: Guest) =>
      addHop(addGuest(EMPTY, one), {
        ...plainRecipe(one.id),
        ingredients: [{ source: { kind: "guest", id: one.id }, weight: 1 }],
      });
    const walkedOn = addHop(byGuest(guest(5)), plainRecipe(idOf(1)));
    const trail = await feedOf([], [byGuest(guest(3)), walkedOn]);
    expect(trail.guests).toEqual([guest(3)]);
  });

  it("asks with as many guests as a link can carry, the most central ones", async () => {
    const random = seededRandom("guests");
    const large = energyLayout({ subject: 256, style: 128 });
    const centre = sampleEnergy(large, random);
    const hops = Array.from({ length: 12 }, (_, n) => {
      const guest = {
        id: idOf(9_000 + n),
        vector: quantiseGuest(sampleEnergy(large, random, centre, 0.2), large),
        thumbhash: new Uint8Array(25),
        model: "another",
      };
      return addHop(addGuest(EMPTY, guest), {
        ...plainRecipe(guest.id),
        ingredients: [{ source: { kind: "guest", id: guest.id }, weight: 1 }],
      });
    });
    const { trail: code } = await boardFeed({ images: [], hops: hops.map(encodeTrail) }, deps);
    expect(code.length).toBeLessThanOrEqual(MAX_CODE_CHARS);
    const { trail, problems } = decodeTrail(code);
    expect(problems).toEqual([]);
    expect(recipeOfTip(trail).ingredients.length).toBeGreaterThanOrEqual(9);
    expect(trail.guests).toHaveLength(recipeOfTip(trail).ingredients.length);
  });

  it("keeps a picture beside more words than a link can carry", async () => {
    const long = Array.from({ length: 8 }, (_, n) => ({
      source: { kind: "words" as const, text: `${n} ${"界".repeat(290)}` },
      weight: 1,
    }));
    const hops = [0, 4].map((from) =>
      addHop(EMPTY, { ...plainRecipe(idOf(0)), ingredients: long.slice(from, from + 4) }),
    );
    const feed = await feedOf(of(1, 4), hops);
    const kinds = recipeOfTip(feed).ingredients.map(({ source }) => source.kind);
    expect(kinds[0]).toBe("image");
    expect(kinds.filter((kind) => kind === "words").length).toBeGreaterThanOrEqual(5);
    expect(encodeTrail(feed).length).toBeLessThanOrEqual(MAX_CODE_CHARS);
  });

  it("reads a few of its crops at once, however many there are", async () => {
    let inside = 0;
    let most = 0;
    const energyOf: SearchDeps["crops"]["energyOf"] = async (image, crop) => {
      most = Math.max(most, ++inside);
      const energy = await deps.crops.energyOf(image, crop);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      return energy;
    };
    const hops = Array.from({ length: 3 }, (_, hop) =>
      addHop(EMPTY, {
        ...plainRecipe(idOf(0)),
        ingredients: Array.from({ length: 12 }, (_, n) => ({
          source: { kind: "image" as const, id: idOf(hop * 12 + n) },
          weight: 1,
          crop: { x: 0.1, y: 0.1, width: 0.3, height: 0.3 },
        })),
      }),
    );
    const slow: SearchDeps = { ...deps, crops: { energyOf } };
    await boardFeed({ images: [], hops: hops.map(encodeTrail) }, slow);
    expect(most).toBe(4);
    most = 0;
    await elsewhere(
      hops.reduce((so, { hops: [hop] }) => (hop ? addHop(so, hop.recipe) : so), EMPTY),
      slow,
    );
    expect(most).toBe(4);
  });

  it("leaves out what this gallery does not have, and says so where nothing is left", async () => {
    const recipe = recipeOfTip(await feedOf([idOf(4_000), ...of(1, 4)]));
    expect(recipe.ingredients).toHaveLength(4);
    await expect(feedOf([idOf(4_000)])).rejects.toMatchObject({ code: "invalid_request" });
    await expect(feedOf([])).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("any of these", () => {
  const apart = (more: Partial<Recipe> = {}, ...ids: readonly number[]): Trail =>
    addHop(EMPTY, {
      ...plainRecipe(idOf(0)),
      ingredients: ids.map((n) => ({ source: { kind: "image", id: idOf(n) }, weight: 1 })),
      isApart: true,
      ...more,
    });

  it("honours filters and twin columns as one question does", async () => {
    const trail = apart({ filters: { licence: ["CC0"] } }, 1, 4);
    const wall = await trailWall(trail, deps);
    const images = await deps.store.get(unpackTiles(wall.tiles).map(({ id }) => id));
    expect(images.length).toBeGreaterThan(20);
    expect(images.every((image) => image?.details.licence === "CC0")).toBe(true);
  });

  it("wanders over all of them, every image once, with no place where it stops being close", async () => {
    const still = await trailWall(apart({}, 1, 4), deps);
    const wall = await trailWall(apart({ wander: 0.6 }, 1, 4), deps);
    const ids = (packed: string) => unpackTiles(packed).map(({ id }) => id);
    expect(ids(wall.tiles).toSorted()).toEqual(ids(still.tiles).toSorted());
    expect(wall.closeCount).toBe(-1);
    expect(new Set(await topFamilies(apart({ wander: 0.6 }, 1, 4), 20)).has(4)).toBe(true);
  });

  it("folds copies, also of what two questions found", async () => {
    const gallery = await madeUpGallery(60, {
      copies: [
        [7, 13],
        [10, 16],
      ],
    });
    const wall = await trailWall(apart({}, 1, 4), gallery);
    expect(wall.copies).toHaveLength(2);
    expect(unpackTiles(wall.tiles)).toHaveLength(56);
  });

  it("says when one of them has nothing close here", async () => {
    const guest = {
      id: idOf(9_001),
      vector: quantiseGuest(
        familyCentre(0).map((value) => -value),
        LAYOUT,
      ),
      thumbhash: new Uint8Array(0),
    };
    const far = { source: { kind: "guest", id: guest.id }, weight: 1 } as const;
    const pulls = recipeOfTip(apart({}, 1)).ingredients;
    const trail = addGuest(apart({ ingredients: [...pulls, far] }, 1), guest);
    expect((await trailWall(trail, deps)).notices).toEqual(["some_far"]);
  });

  it("explains a picture by the question that it is here for, and is about all of them", async () => {
    const { aspects } = await why(apart({}, 1, 4), idOf(10), deps);
    const alone = await why(apart({}, 4), idOf(10), deps);
    expect(aspects).toEqual(alone.aspects);
    expect((await aboutTrail(apart({}, 1, 4), deps)).query).toBeDefined();
  });
});
