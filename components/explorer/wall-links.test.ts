import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import type { WallResponse } from "@/lib/search/contract";
import { packTiles } from "@/lib/search/packed-tiles";
import { decodeTrail } from "@/lib/trail/decode";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { openWall } from "../wall/opened-wall";
import { createWallLinks } from "./wall-links";

const id = (n: number) =>
  Buffer.from([0, 0, 0, 0, 0, 0, n >> 8, n]).toString("base64url") as ImageId;
const response: WallResponse = {
  model: "m1",
  gallery: { id: "g", revision: 9, count: 3 },
  tiles: packTiles([1, 2, 3].map((n) => ({ id: id(n), aspectRatio: 1, closeness: -1 }))),
  first: [],
  closeCount: 3,
  copies: [],
  notices: [],
  missing: [],
};
const wall = openWall(response);
const read = (link: string) => decodeTrail(link.slice("/t/".length));

describe("createWallLinks", () => {
  it("starts a trail of the wall's own model and gallery from an opening wall", () => {
    const { trail, problems } = read(createWallLinks(undefined, wall).linkTo(id(1)));
    expect(problems).toEqual([]);
    expect(trail.model).toBe("m1");
    expect(trail.gallery).toEqual({ id: "g", revision: 9 });
    expect(trail.hops).toHaveLength(1);
  });

  it("goes one hop further on a trail, and keeps the trail's model for its guests' sake", () => {
    const before = addHop(emptyTrail("m0", { id: "g", revision: 1 }), plainRecipe(id(7)));
    const links = createWallLinks(before, wall);
    const { trail } = read(links.linkTo(id(2)));
    expect(links.isFull).toBe(false);
    expect(trail.model).toBe("m0");
    expect(trail.gallery.revision).toBe(9);
    expect(trail.hops).toHaveLength(2);
  });

  it("starts a new trail where the old one is full, and says so", () => {
    let full = emptyTrail("m1", { id: "g", revision: 1 });
    for (let n = 10; n < 210; n++) full = addHop(full, plainRecipe(id(n)));
    const links = createWallLinks(full, wall);
    expect(links.isFull).toBe(true);
    expect(read(links.linkTo(id(2))).trail.hops).toHaveLength(1);
  });

  it("unpacks a wall once", () => {
    expect(openWall(response)).toBe(wall);
  });
});
