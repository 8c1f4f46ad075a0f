import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import type { GuestResponse } from "@/lib/search/contract";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { addHop, emptyTrail, isTooLong, linkFor } from "@/lib/trail/tree";
import { hopToGuests, withGuestAt } from "./guest-hop";

const image = "AAAAAAAAAAA" as ImageId;
const start = emptyTrail("m1", { id: "g", revision: 3 });
/** The n-th guest: an id and a vector of its own. */
function guest(n = 0, more: Partial<GuestResponse> = {}): GuestResponse {
  const bytes = Buffer.alloc(512, n);
  bytes[0] = 0x81;
  const id = Buffer.from([0, 0, 0, 0, 0, 0, n >> 8, n]).toString("base64url") as ImageId;
  return {
    id,
    width: 4,
    height: 3,
    thumbhash: Buffer.from([1, 2, 250]).toString("base64"),
    vector: bytes.toString("base64"),
    model: "m1",
    inGallery: false,
    ...more,
  };
}

describe("hopToGuests", () => {
  it("carries the guest's signed vector and blur in the link", () => {
    const { trail } = hopToGuests(addHop(start, plainRecipe(image)), [guest()]);
    const [read] = decodeTrail(encodeTrail(trail)).trail.guests;
    expect(read?.vector[0]).toBe(-127);
    expect([...(read?.thumbhash ?? [])]).toEqual([1, 2, 250]);
    expect(read?.model).toBeUndefined();
    expect(trail.hops).toHaveLength(2);
  });

  it("goes to the gallery's own image where the same file is there", () => {
    const { trail } = hopToGuests(start, [guest(1, { inGallery: true })]);
    expect(trail.guests).toHaveLength(0);
    expect(trail.hops[0]?.recipe.ingredients[0]?.source.kind).toBe("image");
  });

  it("names the model where another one embedded the guest", () => {
    const { trail } = hopToGuests(addHop(start, plainRecipe(image)), [guest(0, { model: "m2" })]);
    expect(trail.guests[0]?.model).toBe("m2");
  });

  it("asks for what several have in common, as many as a link has room for", () => {
    const several = Array.from({ length: 12 }, (_, n) => guest(n));
    const { trail, leftOut } = hopToGuests(start, several.slice(0, 5));
    expect(trail.hops[0]?.recipe.ingredients).toHaveLength(5);
    expect(leftOut).toBe(0);
    const all = hopToGuests(start, several);
    expect(all.trail.hops[0]?.recipe.ingredients).toHaveLength(12 - all.leftOut);
    expect(all.leftOut).toBeGreaterThan(0);
    expect(isTooLong(linkFor(all.trail))).toBe(false);
  });

  it("keeps the dials that were set", () => {
    const dials = { subject: 0, style: 1, palette: 0, light: 0 };
    const tuned = addHop(start, { ...plainRecipe(image), dials });
    expect(hopToGuests(tuned, [guest()]).trail.hops[1]?.recipe.dials).toEqual(dials);
  });

  it("replaces an ingredient by a part of it, in place", () => {
    const { trail } = hopToGuests(start, [guest(1), guest(2)]);
    const recipe = trail.hops[0]?.recipe;
    if (!recipe) throw new Error("Expected a hop");
    const cropped = withGuestAt(trail, recipe, 1, guest(3));
    const read = decodeTrail(encodeTrail(cropped)).trail;
    expect(read.hops).toHaveLength(1);
    expect(read.guests.map(({ id }) => id)).toEqual([guest(1).id, guest(3).id]);
  });

  it("starts a new trail, and says so, rather than make a link too long", () => {
    let trail = start;
    let started = 0;
    for (let n = 0; n < 30; n++) {
      const next = hopToGuests(trail, [guest(n)]);
      trail = next.trail;
      if (next.isNewTrail) started++;
      expect(isTooLong(linkFor(trail))).toBe(false);
    }
    expect(started).toBeGreaterThan(0);
  });
});
