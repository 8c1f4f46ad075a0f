import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { DEFAULT_DIALS, plainRecipe } from "@/lib/energy/recipe";
import type { BridgeResponse } from "@/lib/search/contract";
import { sampleId } from "@/lib/store/sample-rows";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import { MAX_HOPS, type Trail } from "@/lib/trail/trail";
import { addHop, emptyTrail, pathTo } from "@/lib/trail/tree";
import { askedTrail, walkedTrail } from "./bridge-trail";

const id = (n: number) => sampleId(n);
const dials = { ...DEFAULT_DIALS, light: 1 };

function walk(hops: number): Trail {
  const ids = Array.from({ length: hops }, (_, n) => id(n));
  return ids.reduce(
    (trail, one) => addHop(trail, { ...plainRecipe(one), dials }),
    emptyTrail("wavelength-1", { id: "abcdefgh", revision: 1 }),
  );
}

function answer(ids: readonly (ImageId | undefined)[]): BridgeResponse {
  const stops = ids.map((one) => ({ ...(one ? { id: one } : {}), closeness: 0.99 }));
  return { stops, gap: -1, direct: 0.5, tiles: [] };
}

function asked(trail: Trail, n: number): Trail {
  const found = askedTrail(trail, { source: { kind: "image", id: id(n) } });
  if (!found) throw new Error("Expected a trail with a hop");
  return found;
}

function namesOf(trail: Trail): (string | undefined)[] {
  return pathTo(trail).map((hop) => {
    const source = trail.hops[hop]?.recipe.ingredients[0]?.source;
    return source?.kind === "words" ? source.text : source?.id;
  });
}

describe("a bridge as a trail", () => {
  it("is asked for with two hops, both under the dials in force", () => {
    const two = asked(walk(3), 9);
    expect(namesOf(two)).toEqual([id(2), id(9)]);
    expect(two.hops.map(({ recipe }) => recipe.dials)).toEqual([dials, dials]);
    expect(decodeTrail(encodeTrail(two)).trail).toEqual(two);
    expect(askedTrail(walk(0), { source: { kind: "image", id: id(9) } })).toBeUndefined();
  });

  it("is walked on from where one stands, each stop a hop", () => {
    const trail = walk(2);
    const walked = walkedTrail(trail, asked(trail, 9), answer([id(1), id(20), id(21), id(9)]));
    expect(namesOf(walked)).toEqual([id(0), id(1), id(20), id(21), id(9)]);
    expect(walked.hops.at(-1)?.recipe.dials).toEqual(dials);
  });

  it("opens at any of its stops", () => {
    const trail = walk(1);
    const stops = answer([id(0), id(20), id(21), id(9)]);
    expect(namesOf(walkedTrail(trail, asked(trail, 9), stops, 1))).toEqual([id(0), id(20)]);
    expect(namesOf(walkedTrail(trail, asked(trail, 9), stops, 0))).toEqual([id(0)]);
  });

  it("carries the guest that it leads to", () => {
    const trail = walk(1);
    const guest = {
      id: id(70),
      width: 10,
      height: 10,
      thumbhash: "AQI=",
      vector: btoa("\u0001\u0002"),
      model: "wavelength-1",
      inGallery: false,
    };
    const two = askedTrail(trail, { guest });
    if (!two) throw new Error("Expected a trail with a hop");
    const walked = walkedTrail(trail, two, answer([id(0), id(20), undefined]));
    expect(walked.guests.map((one) => one.id)).toEqual([id(70)]);
    expect(namesOf(walked)).toEqual([id(0), id(20), id(70)]);
  });

  it("starts anew where a trail has no room for it", () => {
    const trail = walk(MAX_HOPS - 1);
    const walked = walkedTrail(trail, asked(trail, 999), answer([id(198), id(500), id(999)]));
    expect(namesOf(walked)).toEqual([id(198), id(500), id(999)]);
  });
});
