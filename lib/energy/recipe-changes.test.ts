import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "./image-id";
import { DEFAULT_DIALS, type Ingredient, nextRecipe, plainRecipe, type Recipe } from "./recipe";
import {
  addIngredient,
  canBeApart,
  changeIngredient,
  hasRoom,
  holdAspect,
  holdWander,
  moveIngredient,
  PRESETS,
  presetOf,
  removeIngredient,
  setApart,
  setWander,
  toggleAspect,
  turnDial,
  wordsIngredient,
} from "./recipe-changes";

const id = (n: number) => Buffer.from([0, 0, 0, 0, 0, 0, 0, n]).toString("base64url") as ImageId;
const image = (n: number, weight = 1): Ingredient => ({
  source: { kind: "image", id: id(n) },
  weight,
});
const recipe = (...ingredients: Ingredient[]): Recipe => ({ ...plainRecipe(id(0)), ingredients });

describe("keeping pulls apart", () => {
  it("needs two pulls, says nothing where it is off, and ends with the next hop", () => {
    expect(canBeApart(recipe(image(1), image(2)))).toBe(true);
    expect(canBeApart(recipe(image(1), image(2, -1)))).toBe(false);
    const apart = setApart(recipe(image(1), image(2)), true);
    expect(apart.isApart).toBe(true);
    expect(setApart(apart, false)).toEqual(recipe(image(1), image(2)));
    expect(nextRecipe(apart, id(3)).isApart).toBeUndefined();
  });
});

describe("turning dials", () => {
  it.each([
    [0.333, 0.33],
    [2, 1],
    [-1, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
  ])("puts %d at %d, a hundredth within [0, 1]", (asked, set) => {
    expect(turnDial(recipe(image(1)), "style", asked).dials.style).toBe(set);
    expect(setWander(recipe(image(1)), asked).wander).toBe(set);
  });

  it("knows its presets by their dials, and dials turned by hand as none", () => {
    for (const preset of PRESETS) expect(presetOf(preset.dials)).toBe(preset);
    expect(presetOf({ ...DEFAULT_DIALS, light: 0.51 })).toBeUndefined();
  });

  it("lets go of wander that is turned off", () => {
    const held = holdWander(setWander(recipe(image(1)), 0.5), true);
    expect(held.isWanderHeld).toBe(true);
    expect(setWander(held, 0)).not.toHaveProperty("isWanderHeld");
    expect(holdWander(held, false)).not.toHaveProperty("isWanderHeld");
  });
});

describe("ingredients", () => {
  it("are at most twelve: one more changes nothing", () => {
    let full = recipe(image(0));
    for (let n = 1; n < 20; n++) full = addIngredient(full, image(n));
    expect(full.ingredients).toHaveLength(12);
    expect(hasRoom(full)).toBe(false);
    expect(addIngredient(full, image(99))).toBe(full);
  });

  it("take a push of what was pulled as a change of mind", () => {
    const changed = addIngredient(recipe(image(1), image(2)), image(2, -1));
    expect(changed.ingredients.map(({ weight }) => weight)).toEqual([1, -1]);
  });

  it("keep the last one, and a weight that says something", () => {
    const one = recipe(image(1, -0.4));
    expect(removeIngredient(one, 0)).toBe(one);
    expect(changeIngredient(one, 0, { weight: 0 }).ingredients[0]?.weight).toBe(-0.01);
    expect(changeIngredient(one, 0, { weight: 7 }).ingredients[0]?.weight).toBe(1);
  });

  it("leave unsaid that all aspects count, and never count by none", () => {
    let changed = recipe(image(1));
    for (const aspect of ["subject", "style", "light"] as const) {
      changed = toggleAspect(changed, 0, aspect);
    }
    expect(changed.ingredients[0]?.aspects).toEqual({ subject: 0, style: 0, palette: 1, light: 0 });
    expect(toggleAspect(changed, 0, "palette")).toBe(changed);
    for (const aspect of ["subject", "style", "light"] as const) {
      changed = toggleAspect(changed, 0, aspect);
    }
    expect(changed.ingredients[0]).not.toHaveProperty("aspects");
  });

  it("move without being lost or doubled, wherever they are sent", () => {
    const four = recipe(image(1), image(2), image(3), image(4));
    fc.assert(
      fc.property(fc.integer({ min: -2, max: 6 }), fc.integer({ min: -2, max: 6 }), (from, to) => {
        const weights = (one: Recipe) =>
          one.ingredients.map(({ source }) => JSON.stringify(source));
        expect(weights(moveIngredient(four, Math.max(0, from), to)).sort()).toEqual(
          weights(four).sort(),
        );
      }),
    );
    expect(moveIngredient(four, 0, 2).ingredients.map(({ source }) => source)).toEqual(
      [2, 3, 1, 4].map((n) => image(n).source),
    );
  });

  it("are words only when there are any, cut at 300 characters", () => {
    expect(wordsIngredient("  ")).toBeUndefined();
    expect(wordsIngredient("\u0007\u200b\u202e")).toBeUndefined();
    expect(wordsIngredient("🌊".repeat(400))?.source).toEqual({
      kind: "words",
      text: "🌊".repeat(300),
    });
    expect(wordsIngredient(` ${"a".repeat(400)} `)?.source).toEqual({
      kind: "words",
      text: "a".repeat(300),
    });
  });
});

describe("holding an aspect", () => {
  it("adds what is looked at by that aspect alone, and takes it away again", () => {
    const held = holdAspect(recipe(image(1)), "palette");
    expect(held.ingredients[1]).toEqual({
      ...image(1),
      aspects: { subject: 0, style: 0, palette: 1, light: 0 },
      isHeld: true,
    });
    expect(holdAspect(held, "palette")).toEqual(recipe(image(1)));
  });

  it("has nothing to hold where everything pushes", () => {
    const pushed = recipe(image(1, -1));
    expect(holdAspect(pushed, "light")).toBe(pushed);
  });
});
