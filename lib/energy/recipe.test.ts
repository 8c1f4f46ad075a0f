import { describe, expect, it } from "vitest";
import type { ImageId } from "./image-id";
import { DEFAULT_DIALS, nextRecipe, plainRecipe, type Recipe } from "./recipe";

const here = "AAAAAAAAAAA" as ImageId;
const there = "BBBBBBBBBBA" as ImageId;
const recipe = (more: Partial<Recipe> = {}): Recipe => ({ ...plainRecipe(here), ...more });

describe("walking on from a recipe", () => {
  it("is a plain click where nothing was tuned", () => {
    expect(nextRecipe(recipe(), there)).toEqual(plainRecipe(there));
  });

  it("keeps dials and filters, and leaves pulls and pushes behind", () => {
    const dials = { ...DEFAULT_DIALS, style: 1 };
    const filters = { made: ["person"] as const };
    const pushed = { source: { kind: "words" as const, text: "cats" }, weight: -1 };
    const from = recipe({ dials, filters, ingredients: [...recipe().ingredients, pushed] });
    expect(nextRecipe(from, there)).toEqual({ ...plainRecipe(there), dials, filters });
  });

  it("settles: wander fades from hop to hop until nobody would see it", () => {
    const steps = [1];
    let at = recipe({ wander: 1 });
    while (at.wander > 0) {
      at = nextRecipe(at, there);
      steps.push(at.wander);
    }
    expect(steps).toEqual([1, 0.7, 0.49, 0.34, 0.24, 0.17, 0.12, 0.08, 0.06, 0]);
  });

  it("keeps wander where it is held", () => {
    const next = nextRecipe(recipe({ wander: 0.4, isWanderHeld: true }), there);
    expect(next).toMatchObject({ wander: 0.4, isWanderHeld: true });
  });

  it("takes a held palette along, and asks the new image for all else", () => {
    const held = {
      source: { kind: "image" as const, id: here },
      weight: 1,
      aspects: { subject: 0, style: 0, palette: 1, light: 0 },
      isHeld: true as const,
    };
    expect(nextRecipe(recipe({ ingredients: [held] }), there).ingredients).toEqual([
      {
        source: { kind: "image", id: there },
        weight: 1,
        aspects: { subject: 1, style: 1, palette: 0, light: 1 },
      },
      held,
    ]);
  });

  it("still asks the new image where all aspects are held", () => {
    const held = { source: { kind: "image" as const, id: here }, weight: 1, isHeld: true as const };
    const [image] = nextRecipe(recipe({ ingredients: [held] }), there).ingredients;
    expect(image).toEqual({ source: { kind: "image", id: there }, weight: 1 });
  });
});
