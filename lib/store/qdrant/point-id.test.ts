import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { GALLERY_POINT, imageIdOf, pointIdOf } from "./point-id";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const id = fc.string({
  unit: fc.constantFrom(...letters),
  minLength: 11,
  maxLength: 11,
}) as fc.Arbitrary<ImageId>;

describe("pointIdOf", () => {
  it("gives a UUID of version 8 that leads back to the id", () => {
    fc.assert(
      fc.property(id, (one) => {
        const point = pointIdOf(one);
        expect(point).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(imageIdOf(point)).toBe(one);
      }),
    );
  });

  it("keeps the order of ids", () => {
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect((pointIdOf(one) ?? "") < (pointIdOf(other) ?? "")).toBe(one < other);
      }),
    );
  });

  it.each(["", "short", "AAAAAAAAAA!", "AAAAAAAAAAAA"])("knows no point for %j", (text) => {
    expect(pointIdOf(text as ImageId)).toBeUndefined();
  });

  it.each([GALLERY_POINT, 7, "5c56c793-69f3-4fbf-87e6-c4bf54c28c26", ""])(
    "takes %j for no image",
    (point) => {
      expect(imageIdOf(point)).toBeUndefined();
    },
  );
});
