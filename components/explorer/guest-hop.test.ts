import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import type { GuestResponse } from "@/lib/search/contract";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { addHop, emptyTrail, isTooLong, linkFor } from "@/lib/trail/tree";
import { hopToGuest } from "./guest-hop";

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

describe("hopToGuest", () => {
  it("carries the guest's signed vector and blur in the link", () => {
    const { trail } = hopToGuest(addHop(start, plainRecipe(image)), guest());
    const [read] = decodeTrail(encodeTrail(trail)).trail.guests;
    expect(read?.vector[0]).toBe(-127);
    expect([...(read?.thumbhash ?? [])]).toEqual([1, 2, 250]);
    expect(read?.model).toBeUndefined();
    expect(trail.hops).toHaveLength(2);
  });

  it("goes to the gallery's own image where the same file is there", () => {
    const { trail } = hopToGuest(start, guest(1, { inGallery: true }));
    expect(trail.guests).toHaveLength(0);
    expect(trail.hops[0]?.recipe.ingredients[0]?.source.kind).toBe("image");
  });

  it("names the model where another one embedded the guest", () => {
    const { trail } = hopToGuest(addHop(start, plainRecipe(image)), guest(0, { model: "m2" }));
    expect(trail.guests[0]?.model).toBe("m2");
  });

  it("starts a new trail, and says so, rather than make a link too long", () => {
    let trail = start;
    let started = 0;
    for (let n = 0; n < 30; n++) {
      const next = hopToGuest(trail, guest(n));
      trail = next.trail;
      if (next.isNewTrail) started++;
      expect(isTooLong(linkFor(trail))).toBe(false);
    }
    expect(started).toBeGreaterThan(0);
  });
});
