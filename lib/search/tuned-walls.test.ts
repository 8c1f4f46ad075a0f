import { beforeAll, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { nextRecipe, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import type { Trail } from "@/lib/trail/trail";
import { addHop, emptyTrail, recipeOnward } from "@/lib/trail/tree";
import { elsewhere } from "./elsewhere";
import { readFacets } from "./facets";
import { FAMILIES, idOf, madeUpGallery } from "./made-up-gallery.fixture";
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
const recipe = (n: number, more: Partial<Recipe> = {}): Recipe => ({
  ...plainRecipe(idOf(n)),
  ...more,
});
function trailOf(...recipes: readonly Recipe[]): Trail {
  return recipes.reduce(
    (trail, one) => addHop(trail, one),
    emptyTrail("made-up-1", { id: "gallery1", revision: 1 }),
  );
}
async function idsOf(trail: Trail): Promise<ImageId[]> {
  return unpackTiles((await trailWall(trail, deps)).tiles).map(({ id }) => id);
}
const familiesOf = (ids: readonly ImageId[]) => ids.map((id) => familyOf.get(id));

describe("a wall that wanders", () => {
  it("shows more families near its top, and every image once", async () => {
    const still = await idsOf(trailOf(recipe(4)));
    const wandering = await idsOf(trailOf(recipe(4, { wander: 1 })));
    expect(new Set(familiesOf(still.slice(0, 12))).size).toBe(1);
    expect(new Set(familiesOf(wandering.slice(0, 12))).size).toBeGreaterThan(3);
    expect([...wandering].sort()).toEqual([...still].sort());
  });

  it("is the same wall for the same link, and has no one place where it stops being close", async () => {
    const trail = trailOf(recipe(4, { wander: 0.5 }));
    const wall = await trailWall(trail, deps);
    expect(await trailWall(trail, deps)).toEqual(wall);
    expect(wall.closeCount).toBe(-1);
  });

  it("turns away from where the trail has been", async () => {
    const straight = await idsOf(trailOf(recipe(4, { wander: 0.8 })));
    // From family 1 to family 4: family 1 has been seen.
    const onward = await idsOf(trailOf(recipe(1), recipe(4, { wander: 0.8 })));
    const seen = (ids: readonly ImageId[]) =>
      familiesOf(ids.slice(0, 30)).filter((family) => family === 1).length;
    expect(seen(onward)).toBeLessThan(seen(straight));
  });
});

describe("a wall that is close", () => {
  it("says where it stops being close, and that is after the tile's own family", async () => {
    const wall = await trailWall(trailOf(recipe(4)), deps);
    const tiles = unpackTiles(wall.tiles);
    expect(wall.closeCount).toBeGreaterThan(10);
    expect(wall.closeCount).toBeLessThan(100);
    expect(new Set(familiesOf(tiles.slice(0, wall.closeCount).map(({ id }) => id)))).toEqual(
      new Set([4]),
    );
  });
});

describe("twin columns", () => {
  it("answer one query by generators and by people, and share nothing", async () => {
    const trail = trailOf(recipe(4, { filters: { isTwin: true } }));
    const [made, found] = await Promise.all(
      (["made", "others"] as const).map((column) => trailWall(trail, deps, { column })),
    );
    const [left, right] = [made, found].map((wall) =>
      unpackTiles(wall?.tiles ?? "").map(({ id }) => id),
    );
    expect(left?.length).toBeGreaterThan(0);
    expect(right?.length).toBeGreaterThan(0);
    expect(new Set([...(left ?? []), ...(right ?? [])]).size).toBe(299);
    expect((left?.length ?? 0) + (right?.length ?? 0)).toBe(299);
    const images = await deps.store.get(left ?? []);
    expect(images.every((image) => image?.details.generated === true)).toBe(true);
  });
});

describe("copies", () => {
  it("stand under the one that is closest, and are nowhere else on the wall", async () => {
    const gallery = await madeUpGallery(60, { copies: [[4, 10, 16]] });
    const wall = await trailWall(trailOf(recipe(22)), gallery);
    const ids = unpackTiles(wall.tiles).map(({ id }) => id);
    const [group] = wall.copies;
    expect(wall.copies).toHaveLength(1);
    const shown = ids[group?.tile ?? -1];
    expect(new Set([shown, ...(group?.ids ?? [])])).toEqual(new Set([4, 10, 16].map(idOf)));
    expect(ids).toHaveLength(57);
  });
});

describe("a crop", () => {
  it("asks for the part and not for the whole picture", async () => {
    const crop = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
    const part = recipe(4, {
      ingredients: [{ source: { kind: "image", id: idOf(4) }, weight: 1, crop }],
    });
    expect(await idsOf(trailOf(part))).not.toEqual(await idsOf(trailOf(recipe(4))));
  });
});

describe("elsewhere", () => {
  it("is a family that the trail has not been to, the same each time", async () => {
    const trail = trailOf(recipe(0), recipe(1), recipe(2));
    const id = await elsewhere(trail, deps);
    expect([3, 4, 5]).toContain(familyOf.get(id));
    expect(await elsewhere(trail, deps)).toBe(id);
  });

  it("says so where the trail has been everywhere", async () => {
    const two = await madeUpGallery(2);
    await expect(elsewhere(trailOf(recipe(0), recipe(1)), two)).rejects.toMatchObject({
      code: "image_not_found",
    });
  });
});

describe("why", () => {
  it("weighs each aspect, and leaves out those whose dial is at zero", async () => {
    const dials = { subject: 1, style: 0, palette: 0.5, light: 0.5 };
    const answer = await why(trailOf(recipe(4, { dials })), idOf(10), deps);
    const of = Object.fromEntries(answer.aspects.map((part) => [part.aspect, part]));
    expect(of.style).toEqual({ aspect: "style", closeness: -1, share: 0 });
    expect(of.subject?.closeness).toBeGreaterThan(0.8);
    const total = answer.aspects.reduce((sum, { share }) => sum + Math.abs(share), 0);
    expect(total).toBeCloseTo(1, 5);
  });

  it("does not find an image of another family as close", async () => {
    const trail = trailOf(recipe(4));
    const subject = async (n: number) =>
      (await why(trail, idOf(n), deps)).aspects[0]?.closeness ?? 0;
    expect(await subject(10)).toBeGreaterThan(await subject(11));
    await expect(why(trail, idOf(4_000), deps)).rejects.toMatchObject({ code: "image_not_found" });
  });
});

describe("facets", () => {
  it("count every image, by each thing that can be filtered", async () => {
    const facets = await readFacets(deps.store);
    const sum = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    expect(sum(facets.made)).toBe(300);
    expect(sum(facets.orientation)).toBe(300);
    for (const { name, count } of facets.licences) {
      const wall = await trailWall(trailOf({ ...recipe(4), filters: { licence: [name] } }), deps);
      expect(Math.abs(unpackTiles(wall.tiles).length - count)).toBeLessThanOrEqual(1);
    }
  });
});

describe("a held palette", () => {
  it("keeps its say on the wall of the next hop", async () => {
    const held = {
      source: { kind: "image" as const, id: idOf(1) },
      weight: 1,
      aspects: { subject: 0, style: 0, palette: 1, light: 0 },
      isHeld: true as const,
    };
    const from = trailOf({ ...recipe(1), ingredients: [held] });
    const dials = { subject: 0, style: 0, palette: 1, light: 0 };
    const onward = addHop(from, {
      ...nextRecipe({ ...recipe(1), ingredients: [held] }, idOf(2)),
      dials,
    });
    const [first] = await idsOf(onward);
    expect(familyOf.get(first as ImageId)).toBe(1);
    expect(recipeOnward(from, idOf(2)).ingredients).toHaveLength(2);
  });
});
