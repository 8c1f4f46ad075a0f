import fc from "fast-check";
import type { ImageId } from "@/lib/energy/image-id";
import { type Ingredient, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { toBase64Url } from "./base64url";
import type { Guest, Trail } from "./trail";
import { addGuest, addHop, emptyTrail, queryImages } from "./tree";

const GALLERY = { id: "abcdefgh", revision: 7 };
/** An image's id. */
export const idArbitrary = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((bytes) => toBase64Url(bytes) as ImageId);
const hundredth = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
const perAspect = fc.record({
  subject: hundredth,
  style: hundredth,
  palette: hundredth,
  light: hundredth,
});
const words = fc
  .string({ minLength: 1, maxLength: 80, unit: "grapheme" })
  .map((text) => text.normalize("NFC").slice(0, 300));
const cropArbitrary = fc
  .record({
    x: fc.integer({ min: 0, max: 500 }),
    y: fc.integer({ min: 0, max: 500 }),
    width: fc.integer({ min: 1, max: 500 }),
    height: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ x, y, width, height }) => ({
    x: x / 1_000,
    y: y / 1_000,
    width: width / 1_000,
    height: height / 1_000,
  }));
const source = fc.oneof(
  idArbitrary.map((id) => ({ kind: "image" as const, id })),
  idArbitrary.map((id) => ({ kind: "guest" as const, id })),
  words.map((text) => ({ kind: "words" as const, text })),
);
const ingredient: fc.Arbitrary<Ingredient> = fc.record(
  {
    source,
    weight: fc
      .integer({ min: -100, max: 100 })
      .filter((n) => n !== 0)
      .map((n) => n / 100),
    crop: cropArbitrary,
    aspects: perAspect,
    isHeld: fc.constant(true as const),
  },
  { requiredKeys: ["source", "weight"] },
);
const filters = fc.record(
  {
    made: fc.constantFrom(["generator"] as const, ["person", "unknown"] as const),
    orientation: fc.constantFrom(["square"] as const, ["landscape", "portrait"] as const),
    licence: fc.array(words, { minLength: 1, maxLength: 3 }),
    source: fc.array(words, { minLength: 1, maxLength: 3 }),
    yearFrom: fc.integer({ min: -10_000, max: 9_999 }),
    yearTo: fc.integer({ min: -10_000, max: 9_999 }),
    isTwin: fc.constant(true as const),
  },
  { requiredKeys: [] },
);
const pole = fc.record({
  name: words.map((text) => [...text].slice(0, 40).join("")),
  sources: fc.array(source, { minLength: 1, maxLength: 6 }),
});
const compass = fc.record({
  axis: fc.record({ low: pole, high: pole }),
  amount: fc.integer({ min: -100, max: 100 }).map((n) => (n === 0 ? 0 : n / 100)),
});
const recipe: fc.Arbitrary<Recipe> = fc.oneof(
  idArbitrary.map(plainRecipe),
  fc.record(
    {
      ingredients: fc.array(ingredient, { minLength: 1, maxLength: 12 }),
      dials: perAspect,
      wander: hundredth,
      isWanderHeld: fc.constant(true as const),
      isApart: fc.constant(true as const),
      filters,
      compass,
    },
    { requiredKeys: ["ingredients", "dials", "wander", "filters"] },
  ),
);
const guest = fc.record({
  id: idArbitrary,
  vector: fc.int8Array({ minLength: 4, maxLength: 40 }),
  thumbhash: fc.uint8Array({ minLength: 0, maxLength: 25 }),
});
/** A trail of up to 20 hops with all that hops can have. */
export const trailArbitrary: fc.Arbitrary<Trail> = fc
  .record({
    steps: fc.array(
      fc.record({
        recipe,
        back: fc.nat(),
        guest: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
        name: fc.option(words, { nil: undefined }),
        note: fc.option(words, { nil: undefined, freq: 3 }),
      }),
      { minLength: 1, maxLength: 20 },
    ),
    guests: fc.array(guest, { maxLength: 2 }),
    tip: fc.nat(),
    fork: fc.option(
      fc.record({ hop: fc.integer({ min: 1, max: 200 }), of: fc.nat({ max: 2 ** 32 - 1 }) }),
      { nil: undefined },
    ),
  })
  .map(({ steps, guests, tip, fork }) => {
    let trail = guests.reduce(addGuest, emptyTrail("wavelength-1", GALLERY));
    for (const step of steps) {
      trail = addHop(
        trail,
        withGuest(step.recipe, guests[(step.guest ?? -1) % Math.max(1, guests.length)]),
        trail.hops.length === 0 ? -1 : (step.back % (trail.hops.length + 1)) - 1,
      );
    }
    const hops = trail.hops.map((hop, i) => {
      const { name, note } = steps[i] ?? {};
      return { ...hop, ...(name ? { name } : {}), ...(note ? { note } : {}) };
    });
    const used = queryImages(trail);
    return {
      ...trail,
      hops,
      guests: trail.guests.filter(({ id }) => used.has(id)),
      tip: tip % hops.length,
      ...(fork ? { fork } : {}),
    };
  });

/** 250 images. */
export const ids = Array.from({ length: 250 }, (_, i) =>
  toBase64Url(Uint8Array.of(i, 1, 2, 3, 4, 5, 6, i * 7)),
) as ImageId[];
/** A trail from each image to the next. */
export function chain(hops: number): Trail {
  return ids
    .slice(0, hops)
    .reduce((trail, id) => addHop(trail, plainRecipe(id)), emptyTrail("wavelength-1", GALLERY));
}

function withGuest(recipe: Recipe, guest: Guest | undefined): Recipe {
  if (!guest) return recipe;
  const ingredient = { source: { kind: "guest" as const, id: guest.id }, weight: 1 };
  return { ...recipe, ingredients: [ingredient, ...recipe.ingredients.slice(0, 11)] };
}
