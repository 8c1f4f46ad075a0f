import { beforeAll, expect, test, vi } from "vitest";
import { seededRandom } from "@/lib/energy/prng";
import { DEFAULT_DIALS, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { sampleEnergy } from "@/lib/store/sample-rows";
import { quantiseGuest } from "@/lib/trail/guest-vector";
import { sharedImages } from "@/lib/trail/shared-images";
import type { Guest, Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail } from "@/lib/trail/tree";
import { closestPair } from "./closest-pair";
import { meetingResponse } from "./contract";
import { familyCentre, idOf, LAYOUT, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";

let deps: SearchDeps;
beforeAll(async () => {
  deps = await madeUpGallery();
});

const EMPTY = emptyTrail("made-up-1", { id: "gallery1", revision: 1 });
const through = (...images: readonly number[]): Trail =>
  images.reduce((trail, n) => addHop(trail, plainRecipe(idOf(n))), EMPTY);
const asking = (ingredients: Recipe["ingredients"]): Recipe => ({
  ingredients,
  dials: DEFAULT_DIALS,
  wander: 0,
  filters: {},
});
const guestLike = (family: number, n: number): Guest => ({
  id: idOf(1_000 + n),
  vector: quantiseGuest(
    sampleEnergy(LAYOUT, seededRandom(`guest ${n}`), familyCentre(family), 0.3),
    LAYOUT,
  ),
  thumbhash: Uint8Array.of(1),
});

test("finds the pair of one family among trails through others", async () => {
  const meeting = await closestPair(through(0, 1, 2), through(3, 8, 5), deps);
  expect(meetingResponse.parse(meeting)).toEqual(meeting);
  // 2 and 8 are of family 2.
  expect(meeting.closest).toMatchObject({ a: { id: idOf(2), hop: 2 }, b: { id: idOf(8), hop: 1 } });
  // A sixth of all pairs are of one family; all others are farther.
  expect(meeting.closest?.closeness).toBeGreaterThan(0.83);
});

test("says that a pair is far apart where it is", async () => {
  const { closest } = await closestPair(through(0), through(1), deps);
  expect(closest?.closeness).toBeLessThan(0.83);
});

test("is the same from both sides", async () => {
  const one = await closestPair(through(0, 1, 2), through(3, 8, 5), deps);
  const other = await closestPair(through(3, 8, 5), through(0, 1, 2), deps);
  expect([other.closest?.b.id, other.closest?.a.id]).toEqual([
    one.closest?.a.id,
    one.closest?.b.id,
  ]);
});

test("compares guests by what their links carry", async () => {
  const [one, other] = [guestLike(4, 1), guestLike(4, 2)];
  const withGuest = (trail: Trail, guest: Guest) =>
    addHop(
      addGuest(trail, guest),
      asking([{ source: { kind: "guest", id: guest.id }, weight: 1 }]),
    );
  const { closest } = await closestPair(
    withGuest(through(0), one),
    withGuest(through(1), other),
    deps,
  );
  expect(closest).toMatchObject({ a: { id: one.id, hop: 1 }, b: { id: other.id, hop: 1 } });
  expect(closest?.closeness).toBeGreaterThan(0.9);
});

test("goes by the other pictures where nothing can be read of a guest", async () => {
  const unread: Guest = { id: idOf(1_000), vector: new Int8Array(3), thumbhash: Uint8Array.of(1) };
  const trail = addHop(
    addGuest(through(2), unread),
    asking([{ source: { kind: "guest", id: unread.id }, weight: 1 }]),
  );
  const { closest } = await closestPair(trail, through(8), deps);
  expect(closest).toMatchObject({ a: { id: idOf(2), hop: 0 }, b: { id: idOf(8), hop: 0 } });
});

test("compares at most 200 pictures of a trail, from its first to its last", async () => {
  const energies = vi.spyOn(deps.store, "energies");
  const many = Array.from({ length: 25 }, (_, hop) =>
    asking(
      Array.from({ length: 12 }, (_, n) => ({
        source: { kind: "image", id: idOf(hop * 12 + n) },
        weight: 1,
      })),
    ),
  ).reduce((trail, recipe) => addHop(trail, recipe), EMPTY);
  await closestPair(many, through(0), deps);
  const read = new Set(energies.mock.calls.flatMap(([ids]) => (ids.length === 1 ? ids : [])));
  energies.mockRestore();
  expect(read.size).toBe(200);
  expect(read.has(idOf(0)) && read.has(idOf(299))).toBe(true);
});

test("has no pair where a trail is words, pushes, or of another gallery", async () => {
  const words = addHop(EMPTY, asking([{ source: { kind: "words", text: "calm" }, weight: 1 }]));
  expect(await closestPair(words, through(1), deps)).toEqual({});
  expect(await closestPair(through(5_000), through(1), deps)).toEqual({});
  const pushes = addHop(EMPTY, asking([{ source: { kind: "image", id: idOf(1) }, weight: -1 }]));
  expect(await closestPair(pushes, through(1), deps)).toEqual({});
});

test("images that both ask with are shared, with the first hop of each", () => {
  expect(sharedImages(through(7, 1, 2), through(2, 9, 7))).toEqual([
    { id: idOf(7), hopA: 0, hopB: 2 },
    { id: idOf(2), hopA: 2, hopB: 0 },
  ]);
  expect(sharedImages(through(1), through(2))).toEqual([]);
  const guest = guestLike(1, 7);
  const brought = addHop(
    addGuest(EMPTY, { ...guest, id: idOf(3) }),
    asking([{ source: { kind: "guest", id: idOf(3) }, weight: 1 }]),
  );
  expect(sharedImages(brought, through(3))).toEqual([{ id: idOf(3), hopA: 0, hopB: 0 }]);
});
