import { beforeAll, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { type Ingredient, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { MAX_STOPS } from "@/lib/graph/find-bridge";
import { sampleEnergy, sampleId, sampleRow, seededRandom } from "@/lib/store/sample-rows";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import type { Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail } from "@/lib/trail/tree";
import { type BridgeDeps, bridge } from "./bridge";
import { GalleryMap } from "./gallery-map";
import { familyCentre, idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";

const GUEST = sampleId(90_001);
const PLAIN = { isReal: false };

/** A gallery with its map: images of six families and, where asked for, what lies between these. */
async function mapped(count: number, between = 0): Promise<BridgeDeps> {
  const deps = await madeUpGallery(count);
  const rows = Array.from({ length: between }, (_, n) => {
    const random = seededRandom(n);
    const share = random();
    const other = familyCentre((n + 1 + Math.floor(random() * 5)) % 6);
    const centre = familyCentre(n % 6).map(
      (value, i) => (1 - share) * value + share * (other[i] ?? 0),
    );
    const energy = sampleEnergy(LAYOUT, random, centre, 0.25);
    return sampleRow(deps.store.schema, 1_000 + n, { energy });
  });
  if (between > 0) await deps.store.upsert(rows);
  const map = new GalleryMap(deps.store, deps.calibrator);
  await map.grow();
  return { ...deps, map };
}

function asking(source: Ingredient["source"], over: Partial<Recipe> = {}): Recipe {
  return { ...plainRecipe(idOf(0)), ingredients: [{ source, weight: 1 }], ...over };
}

function image(id: ImageId, over: Partial<Recipe> = {}): Recipe {
  return asking({ kind: "image", id }, over);
}

/** A trail of two hops, which carries a guest of family 5. */
function between(start: Recipe, goal: Recipe): Trail {
  const empty = emptyTrail("made-up-1", { id: "abcdefgh", revision: 1 });
  const vector = quantiseGuest(sampleEnergy(LAYOUT, seededRandom(4), familyCentre(5), 0.4), LAYOUT);
  const carrying = addGuest(empty, { id: GUEST, vector, thumbhash: new Uint8Array(0) });
  return addHop(addHop(carrying, start), goal);
}

describe("a bridge", () => {
  let deps: BridgeDeps;
  beforeAll(async () => {
    deps = await mapped(60, 240);
  });

  it("leads from one image to another over images of the gallery, each step no leap", async () => {
    const [start, goal] = [sampleId(1_000), sampleId(1_003)];
    const answer = await bridge(between(image(start), image(goal)), deps, PLAIN);
    const ids = answer.stops.map(({ id }) => id);
    expect(answer.gap).toBe(-1);
    expect([ids[0], ids.at(-1)]).toEqual([start, goal]);
    expect(ids.length).toBeLessThanOrEqual(MAX_STOPS);
    expect(new Set(ids).size).toBe(ids.length);
    expect(answer.tiles.map(({ id }) => id)).toEqual(ids);
    const steps = answer.stops.slice(1).map(({ closeness }) => closeness);
    expect(Math.min(...steps)).toBeGreaterThan(answer.direct);
    expect(await bridge(between(image(start), image(goal)), deps, PLAIN)).toEqual(answer);
  });

  it("leads to a guest that the trail carries, and from words", async () => {
    const trail = between(
      asking({ kind: "words", text: "family 1" }),
      asking({ kind: "guest", id: GUEST }),
    );
    const { stops } = await bridge(trail, deps, PLAIN);
    expect(stops.length).toBeGreaterThan(2);
    expect([stops[0]?.id, stops.at(-1)?.id]).toEqual([undefined, undefined]);
    const near = await deps.store.search(familyCentre(5), { limit: 60 });
    expect(near.map(({ id }) => id)).toContain(stops.at(-2)?.id);
  });

  it("leads through real works only, whatever its ends are", async () => {
    const ids = Array.from({ length: 240 }, (_, n) => sampleId(1_000 + n));
    const made = (await deps.store.get(ids)).find((row) => row?.details.generated === true);
    const trail = between(image(made?.id ?? idOf(0)), image(sampleId(1_004)));
    const { stops, gap } = await bridge(trail, deps, { isReal: true });
    const inner = await deps.store.get(stops.slice(1, -1).flatMap(({ id }) => id ?? []));
    expect(gap).toBe(-1);
    expect(inner.length).toBeGreaterThan(0);
    expect(inner.filter((row) => row?.details.generated === true)).toEqual([]);
  });

  it("keeps to the dials: by one aspect alone it takes another way", async () => {
    const way = async (dials: Recipe["dials"]) =>
      (await bridge(between(image(idOf(0)), image(idOf(3), { dials })), deps, PLAIN)).stops;
    const byLight = await way({ subject: 0, style: 0, palette: 0, light: 1 });
    const bySubject = await way({ subject: 1, style: 0, palette: 0, light: 0 });
    expect(byLight).not.toEqual(bySubject);
  });

  it("goes over at once where the ends are near", async () => {
    const [hit] = await deps.store.search(familyCentre(1), { limit: 1 });
    const [energy] = await deps.store.energies([hit?.id ?? idOf(0)]);
    const [, next] = await deps.store.search(energy ?? new Float32Array(LAYOUT.total), {
      limit: 2,
    });
    const trail = between(image(hit?.id ?? idOf(0)), image(next?.id ?? idOf(0)));
    expect((await bridge(trail, deps, PLAIN)).stops).toHaveLength(2);
  });

  it("knows images that came since, and does not step on those that went", async () => {
    const grown = await mapped(30, 90);
    const trail = between(image(idOf(0)), image(idOf(3)));
    const before = await bridge(trail, grown, PLAIN);
    const gone = before.stops[1]?.id ?? idOf(1);
    await grown.store.remove([gone]);
    await grown.store.upsert([
      sampleRow(grown.store.schema, 500, {
        energy: sampleEnergy(LAYOUT, seededRandom(1), familyCentre(3), 0.4),
      }),
    ]);
    expect(await grown.map.progress(await grown.store.ids())).toEqual({ drawn: 119, count: 120 });
    await grown.map.grow();
    expect(await grown.map.progress(await grown.store.ids())).toEqual({ drawn: 120, count: 120 });
    const after = await bridge(between(image(idOf(0)), image(sampleId(500))), grown, PLAIN);
    expect(after.stops.map(({ id }) => id)).not.toContain(gone);
  });

  it("that does not exist is said, with the closest pair that either side comes to", async () => {
    const { store } = deps;
    const apart = await mapped(0);
    const island = (n: number, family: number) =>
      sampleRow(store.schema, n, {
        energy: sampleEnergy(LAYOUT, seededRandom(n), familyCentre(family), 0.02),
      });
    const rows = Array.from({ length: 120 }, (_, n) => island(n, n % 2));
    await apart.store.upsert(rows);
    await apart.map.grow();
    const answer = await bridge(
      between(image(rows[0]?.id ?? idOf(0)), image(rows[1]?.id ?? idOf(0))),
      apart,
      PLAIN,
    );
    expect(answer.gap).toBeGreaterThan(0);
    const [a, b] = [answer.stops[answer.gap - 1]?.id, answer.stops[answer.gap]?.id];
    const isEven = (id: ImageId | undefined) => rows.findIndex((row) => row.id === id) % 2 === 0;
    expect([isEven(a), isEven(b)]).toEqual([true, false]);
    expect(answer.stops.length).toBeLessThanOrEqual(MAX_STOPS);
  });
});

describe("ends that no bridge can have", () => {
  let deps: BridgeDeps;
  beforeAll(async () => {
    deps = await mapped(60);
  });

  it.each([
    [
      "a trail of one hop",
      () => addHop(emptyTrail("m", { id: "", revision: 0 }), image(idOf(0))),
      "invalid_request",
    ],
    [
      "the same image twice",
      () => between(image(idOf(1)), image(idOf(1), { wander: 0.2 })),
      "invalid_request",
    ],
    [
      "the same guest twice",
      () =>
        between(
          asking({ kind: "guest", id: GUEST }),
          asking({ kind: "guest", id: GUEST }, { wander: 0.2 }),
        ),
      "invalid_request",
    ],
    [
      "an image that is not there",
      () => between(image(idOf(1)), image(sampleId(777))),
      "image_not_found",
    ],
    [
      "a guest that the trail does not carry",
      () => between(image(idOf(1)), asking({ kind: "guest", id: sampleId(5_000) })),
      "image_not_found",
    ],
    [
      "dials that say nothing of one of them",
      () =>
        between(
          asking({ kind: "words", text: "teal" }),
          image(idOf(1), { dials: { subject: 1, style: 0, palette: 0, light: 0 } }),
        ),
      "invalid_request",
    ],
    [
      "filters that leave nothing to step on",
      () => between(image(idOf(0)), image(idOf(1), { filters: { source: ["nowhere"] } })),
      "image_not_found",
    ],
  ] as const)("%s: said by name", async (_, trail, code) => {
    await expect(bridge(trail(), deps, PLAIN)).rejects.toMatchObject({ code });
  });

  it("an empty gallery: said", async () => {
    const empty = await mapped(0);
    await expect(
      bridge(between(image(idOf(0)), image(idOf(1))), empty, PLAIN),
    ).rejects.toMatchObject({ code: "image_not_found", message: /empty/ });
  });

  it("a map that is being drawn: how far it is, and when to ask again", async () => {
    const deps = await madeUpGallery(30);
    const map = new GalleryMap(deps.store, deps.calibrator);
    await expect(
      bridge(between(image(idOf(0)), image(idOf(1))), { ...deps, map }, PLAIN),
    ).rejects.toMatchObject({ code: "map_unfinished", retryAfterS: 2, message: /: 0 %/ });
  });

  it("a gallery of more images than are mapped: how many may be, and it draws none", async () => {
    const deps = await madeUpGallery(30);
    const map = new GalleryMap(deps.store, deps.calibrator, undefined, 29);
    await map.grow();
    expect((await map.graph()).size).toBe(0);
    await expect(
      bridge(between(image(idOf(0)), image(idOf(1))), { ...deps, map }, PLAIN),
    ).rejects.toMatchObject({ code: "map_too_large", message: /29 images .* has 30/ });
  });
});
