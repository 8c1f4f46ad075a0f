import { expect, test } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import { toBase64Url } from "@/lib/trail/base64url";
import { decodeTrail } from "@/lib/trail/decode";
import { MAX_HOPS, type Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, pathTo } from "@/lib/trail/tree";
import { mixLink } from "./mix-hop";

const id = (n: number) => toBase64Url(Uint8Array.of(n, 1, 2, 3, 4, 5, 6, 7)) as ImageId;
const chain = (from: number, hops: number, model = "wavelength-1"): Trail =>
  Array.from({ length: hops }, (_, i) => id(from + i)).reduce(
    (trail, image) => addHop(trail, plainRecipe(image)),
    emptyTrail(model, { id: "abcdefgh", revision: 7 }),
  );
const trailOf = (link: string) => decodeTrail(link.slice("/t/".length)).trail;

test("mixes from the hop where the first trail is nearest, and keeps the rest of it", () => {
  const mixed = trailOf(
    mixLink(chain(0, 4), { id: id(1), hop: 1 }, chain(50, 3), { id: id(52), hop: 2 }),
  );
  expect(pathTo(mixed)).toEqual([0, 1, 4]);
  expect(mixed.hops[4]?.recipe.ingredients.map(({ source }) => source)).toEqual([
    { kind: "image", id: id(1) },
    { kind: "image", id: id(52) },
  ]);
});

test("takes a guest of the other trail along, with the model that embedded it", () => {
  const guest = { id: id(90), vector: Int8Array.of(1, 2), thumbhash: Uint8Array.of(3) };
  const other = addHop(addGuest(chain(50, 1, "older"), guest), {
    ...plainRecipe(id(90)),
    ingredients: [{ source: { kind: "guest", id: id(90) }, weight: 1 }],
  });
  const mixed = trailOf(mixLink(chain(0, 2), { id: id(0), hop: 0 }, other, { id: id(90), hop: 1 }));
  expect(mixed.guests).toEqual([{ ...guest, model: "older" }]);
});

test("starts a trail with the mix where the first one is full", () => {
  const full = chain(0, MAX_HOPS);
  const mixed = trailOf(
    mixLink(full, { id: id(0), hop: 0 }, chain(210, 1), { id: id(210), hop: 0 }),
  );
  expect(mixed.hops).toHaveLength(1);
});
