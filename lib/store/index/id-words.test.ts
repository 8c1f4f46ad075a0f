import fc from "fast-check";
import { expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { idOf, idWords } from "./id-words";

it("writes every id as two words and back, as base64url has it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
      const id = Buffer.from(bytes).toString("base64url") as ImageId;
      const { high, low } = idWords(id);
      expect(high).toBe(Buffer.from(bytes).readUInt32BE(0));
      expect(low).toBe(Buffer.from(bytes).readUInt32BE(4));
      expect(idOf(high, low)).toBe(id);
    }),
  );
});
