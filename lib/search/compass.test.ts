import { beforeAll, describe, expect, it, vi } from "vitest";
import { axisVector } from "@/lib/energy/compass";
import { type Axis, type AxisPole, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import { sampleId } from "@/lib/store/sample-rows";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import { unpackTiles } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";
import { trailWall } from "./trail-wall";
import { embedWords } from "./understand-words";

const WORDS: Axis = {
  low: { name: "calm", sources: [{ kind: "words", text: "family 2" }] },
  high: { name: "wild", sources: [{ kind: "words", text: "family 4" }] },
};
const IMAGES: Axis = {
  low: { name: "these", sources: [2, 8, 14].map((n) => ({ kind: "image", id: idOf(n) })) },
  high: { name: "those", sources: [4, 10, 16].map((n) => ({ kind: "image", id: idOf(n) })) },
};

describe("a wall under the compass", () => {
  let deps: SearchDeps;
  beforeAll(async () => {
    deps = await madeUpGallery(300);
  });

  const wallOf = (compass?: Recipe["compass"], over: Partial<Recipe> = {}) => {
    const recipe = { ...plainRecipe(idOf(0)), ...over, ...(compass ? { compass } : {}) };
    const trail = addHop(emptyTrail("made-up-1", { id: "x", revision: 1 }), recipe);
    return trailWall(trail, deps);
  };

  it("is the same to the byte where the compass stands in the middle", async () => {
    expect(await wallOf({ axis: WORDS, amount: 0 })).toEqual(await wallOf());
  });

  it("is measured once, however many questions a recipe keeps apart", async () => {
    const embedText = vi.spyOn(deps.embedder, "embedText");
    const axis: Axis = {
      low: { name: "still", sources: [{ kind: "words", text: "a still pond" }] },
      high: { name: "storm", sources: [{ kind: "words", text: "a storm at sea" }] },
    };
    const ingredients = [0, 1, 2].map((n) => ({
      source: { kind: "image" as const, id: idOf(n) },
      weight: 1,
    }));
    await wallOf({ axis, amount: 0.5 }, { ingredients, isApart: true });
    const texts = embedText.mock.calls.map(([text]) => text);
    embedText.mockRestore();
    expect(texts.sort()).toEqual(["a still pond", "a storm at sea"]);
  });

  it.each([
    ["words", WORDS],
    ["images", IMAGES],
  ])("moves along an axis of %s, the farther the more it is turned", async (_, axis) => {
    const { sigma } = await deps.calibrator.get();
    const poleOf = ({ sources }: AxisPole) =>
      Promise.all(
        sources.map(async (source) => {
          if (source.kind === "words") return embedWords(source.text, deps);
          return (await deps.store.energies([source.id]))[0] ?? new Float32Array(LAYOUT.total);
        }),
      );
    const direction = axisVector(await poleOf(axis.low), await poleOf(axis.high), sigma, LAYOUT);
    const place = async (amount: number) => {
      const ids = unpackTiles((await wallOf({ axis, amount })).tiles)
        .slice(0, 40)
        .map(({ id }) => id);
      const energies = (await deps.store.energies(ids)).flatMap((energy) => energy ?? []);
      return energies.reduce((sum, energy) => sum + dot(direction, energy), 0) / energies.length;
    };
    const places: number[] = [];
    for (const amount of [-1, -0.5, 0, 0.5, 1]) places.push(await place(amount));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect((places[4] ?? 0) - (places[0] ?? 0)).toBeGreaterThan(0.1);
  });

  it("still says how close each picture is to what was asked, and draws no line", async () => {
    const plain = new Map(
      unpackTiles((await wallOf()).tiles).map(({ id, closeness }) => [id, closeness]),
    );
    const turned = await wallOf({ axis: WORDS, amount: 0.8 });
    expect(turned.closeCount).toBeLessThanOrEqual(0);
    for (const { id, closeness } of unpackTiles(turned.tiles)) {
      expect(closeness).toBeCloseTo(plain.get(id) ?? Number.NaN, 2);
    }
  });

  it("works on any wall: also where the dials leave out what the poles differ in", async () => {
    const dials = { subject: 0, style: 0, palette: 1, light: 0 };
    const still = await wallOf(undefined, { dials });
    const turned = await wallOf({ axis: WORDS, amount: 1 }, { dials });
    expect(turned.tiles).not.toBe(still.tiles);
  });

  it("names what is missing of a pole, and does without a pole of which nothing is left", async () => {
    const gone: Axis = {
      ...WORDS,
      low: { name: "gone", sources: [{ kind: "image", id: sampleId(9_999) }] },
    };
    const wall = await wallOf({ axis: gone, amount: 1 });
    expect(wall.missing).toEqual([sampleId(9_999)]);
    expect(wall.notices).toContain("ingredients_missing");
    expect(wall.tiles).toBe((await wallOf()).tiles);
  });
});
