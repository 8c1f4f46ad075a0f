import fc from "fast-check";
import { expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { compareIdCodes, writeIdCode } from "./id-code";

const id = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((bytes) => Buffer.from(bytes).toString("base64url") as ImageId);

it("codes of ids order as the ids do, whichever letters they have", () => {
  fc.assert(
    fc.property(id, id, fc.nat({ max: 10 }), (one, tail, shared) => {
      const other = (one.slice(0, shared) + tail.slice(shared)) as ImageId;
      const codes = new Uint32Array(4);
      writeIdCode(one, codes, 0);
      writeIdCode(other, codes, 2);
      const order = one < other ? -1 : one > other ? 1 : 0;
      expect(Math.sign(compareIdCodes(codes, 0, codes, 1))).toBe(order);
    }),
    { numRuns: 500 },
  );
});
