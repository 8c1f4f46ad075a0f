import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { toBase64Url } from "./base64url";
import {
  goTo,
  isDue,
  nextRound,
  nextStep,
  PACES_MS,
  passBy,
  type Stroll,
  startStroll,
  tick,
} from "./stroll";
import type { Trail } from "./trail";
import { addGuest, addHop, emptyTrail, isTooLong, linkFor, queryImages } from "./tree";

const HOUR_MS = 3_600_000;
const id = (n: number) => toBase64Url(Uint8Array.of(n >> 8, n & 255, 2, 3, 4, 5, 6, 7)) as ImageId;
const EMPTY = emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 });

/** Images on a ring, image n at place n: as near as they are on it. */
function ringGallery(count: number) {
  const ids = Array.from({ length: count }, (_, n) => id(n));
  const placeOf = new Map(ids.map((one, n) => [one, n]));
  const apart = (a: number, b: number) => {
    const steps = Math.abs(a - b) % count;
    return Math.min(steps, count - steps);
  };
  return {
    apart: (a: ImageId, b: ImageId) => apart(placeOf.get(a) ?? 0, placeOf.get(b) ?? 0),
    /** What the server answers: by nearness to all that the tip asks with, without what the trail asked. */
    wallOf(trail: Trail): ImageId[] {
      const asked = queryImages(trail);
      const pulls = (trail.hops[trail.tip]?.recipe.ingredients ?? []).flatMap(({ source }) =>
        source.kind === "image" ? [placeOf.get(source.id) ?? 0] : [],
      );
      const distance = (one: ImageId) =>
        pulls.reduce((sum, place) => sum + apart(place, placeOf.get(one) ?? 0), 0);
      return ids
        .filter((one) => !asked.has(one))
        .sort((a, b) => distance(a) - distance(b))
        .slice(0, 2_000);
    },
  };
}

/** Walks by a clock that is told what time it is. @returns the queries, and the rounds they fell in. */
function walkFor(ms: number, begun: Stroll, wallOf: (trail: Trail) => ImageId[]) {
  const queries: { readonly id: ImageId; readonly round: number; readonly isElsewhere: boolean }[] =
    [];
  let stroll = begun;
  for (let passed = 0; passed < ms; passed += 500) {
    stroll = tick(stroll, 500);
    if (!isDue(stroll)) continue;
    let next = nextStep(stroll, wallOf(stroll.walk));
    if (next.kind === "round") {
      stroll = nextRound(stroll);
      next = nextStep(stroll, wallOf(stroll.walk));
    }
    if (next.kind !== "go") break;
    stroll = goTo(stroll, next.id);
    queries.push({ id: next.id, round: stroll.round, isElsewhere: next.isElsewhere });
    expect(isTooLong(linkFor(stroll.walk))).toBe(false);
  }
  return { queries, stroll };
}

describe("a wall that walks by itself", () => {
  const start = addHop(EMPTY, plainRecipe(id(700)));

  it("shows no image twice in an hour at its default pace, and stays near its theme", () => {
    const { wallOf, apart } = ringGallery(1_404);
    const { queries } = walkFor(HOUR_MS, startStroll(start), wallOf);
    expect(queries).toHaveLength(150);
    expect(new Set(queries.map((query) => query.id)).size).toBe(150);
    expect(queries.every(({ round }) => round === 1)).toBe(true);
    const farthest = Math.max(...queries.map((query) => apart(query.id, id(700))));
    // A walk without a theme may be anywhere on a ring of 702 steps to each side.
    expect(farthest).toBeLessThan(180);
  });

  it("shows no image twice in an hour at its fastest either", () => {
    const { wallOf } = ringGallery(1_404);
    const fast = { ...startStroll(start), paceMs: PACES_MS[0] };
    const { queries } = walkFor(HOUR_MS, fast, wallOf);
    expect(queries).toHaveLength(300);
    expect(new Set(queries.map((query) => query.id)).size).toBe(300);
  });

  it("goes elsewhere when all around was seen, and begins a fresh round when all was", () => {
    const { wallOf } = ringGallery(100);
    // All but the theme's own image can be the query.
    const begun = startStroll(addHop(EMPTY, plainRecipe(id(50))));
    const visited = new Set(wallOf(begun.walk).slice(0, 48));
    const next = nextStep({ ...begun, visited }, wallOf(begun.walk));
    expect(next).toMatchObject({ kind: "go", isElsewhere: true });

    const { queries } = walkFor(HOUR_MS, begun, wallOf);
    expect(queries).toHaveLength(150);
    expect(new Set(queries.slice(0, 99).map((query) => query.id)).size).toBe(99);
    expect(queries.slice(0, 99).every(({ round }) => round === 1)).toBe(true);
    expect(queries.slice(99).every(({ round }) => round === 2)).toBe(true);
    expect(new Set(queries.slice(99).map((query) => query.id)).size).toBe(51);
  });

  it("walks round a gallery of three without showing one twice in a row", () => {
    const { wallOf } = ringGallery(3);
    const { queries } = walkFor(
      HOUR_MS / 6,
      startStroll(addHop(EMPTY, plainRecipe(id(0)))),
      wallOf,
    );
    expect(queries.length).toBeGreaterThan(20);
    queries.forEach((query, i) => {
      expect(query.id).not.toBe(queries[i - 1]?.id);
    });
  });

  it("stays where it is in a gallery that has nothing else", () => {
    const { wallOf } = ringGallery(1);
    const begun = startStroll(addHop(EMPTY, plainRecipe(id(0))));
    expect(nextStep(begun, wallOf(begun.walk))).toEqual({ kind: "alone" });
  });

  it("begins a new trail where a link has no room for more, and forgets nothing by that", () => {
    const guest = {
      id: id(5_000),
      vector: Int8Array.from({ length: 4_096 }, (_, i) => (i % 255) - 127),
      thumbhash: Uint8Array.of(1),
    };
    const theme = addHop(addGuest(EMPTY, guest), {
      ...plainRecipe(id(1)),
      ingredients: [
        { source: { kind: "guest", id: guest.id }, weight: 1 },
        { source: { kind: "image", id: id(700) }, weight: 1 },
      ],
    });
    const { wallOf } = ringGallery(1_404);
    const { queries, stroll } = walkFor(HOUR_MS, startStroll(theme), wallOf);
    expect(stroll.walk.hops.length).toBeLessThan(queries.length);
    expect(new Set(queries.map((query) => query.id)).size).toBe(queries.length);
  });

  it("stands still while it is paused, and passes by what is not shown", () => {
    const { wallOf } = ringGallery(60);
    const begun = startStroll(addHop(EMPTY, plainRecipe(id(0))));
    expect(isDue(tick({ ...begun, isPaused: true }, HOUR_MS))).toBe(false);
    const next = nextStep(begun, wallOf(begun.walk));
    if (next.kind !== "go") throw new Error("Expected somewhere to go");
    const passed = nextStep(passBy(begun, next.id), wallOf(begun.walk));
    expect(passed).not.toMatchObject({ id: next.id });
  });
});
