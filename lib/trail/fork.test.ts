import { expect, test } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { fromBase64Url, toBase64Url } from "./base64url";
import { crc32 } from "./crc32";
import { decodeTrail } from "./decode";
import { encodeTrail, sealed } from "./encode";
import { fingerprint, forkedFrom, goesOnFrom, withOrigin } from "./fork";
import type { Trail } from "./trail";
import { addHop, createHopEncoder, emptyTrail, linkFor, withTip, withTipRecipe } from "./tree";
import { WireWriter } from "./wire";

const id = (n: number) => toBase64Url(Uint8Array.of(n, 1, 2, 3, 4, 5, 6, 7)) as ImageId;
const chain = (hops: number): Trail =>
  Array.from({ length: hops }, (_, i) => id(i)).reduce(
    (trail, image) => addHop(trail, plainRecipe(image)),
    emptyTrail("wavelength-1", { id: "abcdefgh", revision: 7 }),
  );

test("walking on from somebody's trail keeps at which hop and from which trail", () => {
  const theirs = withTip(chain(9), 6);
  const mine = withOrigin(theirs, addHop(theirs, plainRecipe(id(50))));
  expect(mine.fork).toEqual({ hop: 7, of: fingerprint(theirs) });
  expect(decodeTrail(encodeTrail(mine)).trail).toEqual(mine);
  // And it stays when one walks on.
  expect(addHop(mine, plainRecipe(id(51))).fork).toEqual(mine.fork);
});

test("looking about in somebody's trail is not walking on", () => {
  const theirs = chain(9);
  expect(withOrigin(theirs, withTip(theirs, 3))).toEqual(withTip(theirs, 3));
  expect(withOrigin(theirs, withTipRecipe(theirs, plainRecipe(id(60)))).fork).toBeDefined();
});

test("a trail has one fingerprint, whichever hop is shown and however the gallery grew", () => {
  const trail = chain(9);
  expect(fingerprint(withTip(trail, 2))).toBe(fingerprint(trail));
  expect(fingerprint({ ...trail, gallery: { id: "abcdefgh", revision: 99 } })).toBe(
    fingerprint(trail),
  );
  expect(fingerprint(forkedFrom(trail))).toBe(fingerprint(trail));
  expect(fingerprint(chain(8))).not.toBe(fingerprint(trail));
  expect(fingerprint({ ...trail, name: "Blue" })).not.toBe(fingerprint(trail));
});

test("tells a trail that goes on from one that was begun anew", () => {
  const theirs = chain(3);
  const next = addHop(theirs, plainRecipe(id(50)));
  expect(goesOnFrom(theirs, next)).toBe(true);
  expect(goesOnFrom(theirs, addHop(emptyTrail("m", theirs.gallery), plainRecipe(id(1))))).toBe(
    false,
  );
});

test("links of tiles on a forked trail are what a full encoding gives", () => {
  const forked = forkedFrom(withTip(chain(9), 4));
  const added = addHop(forked, plainRecipe(id(70)));
  expect(createHopEncoder(forked).linkTo(id(70))).toBe(linkFor(added));
});

test("never changes for trails that have been sent: golden code", () => {
  const forked = { ...chain(2), fork: { hop: 7, of: 0xfedcba98 } };
  expect(encodeTrail(forked)).toBe(FORKED_CODE);
  expect(decodeTrail(FORKED_CODE)).toEqual({ trail: forked, problems: [] });
});

test.each([
  ["a hop of 0", [0x08, 0, 0x10, 5]],
  ["a hop beyond 200", [0x08, 0xc9, 1, 0x10, 5]],
  ["no trail", [0x08, 7]],
  ["a fingerprint of more than 32 bits", [0x08, 7, 0x10, 0x80, 0x80, 0x80, 0x80, 0x10]],
  ["something newer in it", [0x08, 7, 0x10, 5, 0x18, 1]],
])("keeps a fork with %s byte for byte, and does not believe it", (_, fork) => {
  const sound = fromBase64Url(encodeTrail(chain(2)));
  const writer = new WireWriter();
  writer.raw(sound.subarray(0, sound.length - 4));
  writer.bytes(9, Uint8Array.from(fork));
  const body = writer.finish();
  const code = toBase64Url(sealed(body, crc32(body)));
  const { trail, problems } = decodeTrail(code);
  expect(problems).toEqual([]);
  expect(trail.fork).toBeUndefined();
  expect(trail.hops).toEqual(chain(2).hops);
  expect(encodeTrail(trail)).toBe(code);
});

const FORKED_CODE =
  "ASIMd2F2ZWxlbmd0aC0xKghhYmNkZWZnaDAHSggIBxCY9fL2DwkAAQIDBAUGBwkBAQIDBAUGB6upNmw";
