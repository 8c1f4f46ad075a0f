import { expect, test } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { SeenRing } from "./seen-ring";

const id = (n: number): ImageId => Buffer.alloc(8, n).toString("base64url") as ImageId;

test("forgets the oldest beyond its capacity, and one seen again is the newest", () => {
  const ring = new SeenRing(3);
  ring.mark([id(1), id(2), id(3)]);
  ring.mark([id(1), id(4)]);
  expect([1, 2, 3, 4].map((n) => ring.has(id(n)))).toEqual([true, false, true, true]);
});

test("survives storage and ignores what is not an id", () => {
  const ring = new SeenRing(3);
  ring.mark([id(1), id(2)]);
  const again = new SeenRing(3, `rubbish ${ring.serialize()}`);
  expect(again.serialize()).toBe(ring.serialize());
  expect(new SeenRing(3, "{}").serialize()).toBe("");
});
