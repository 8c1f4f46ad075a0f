import { rgbaToThumbHash } from "thumbhash";
import { describe, expect, it } from "vitest";
import { averageColour, base64OfBytes, blurUrl, bytesOfBase64 } from "./placeholder";

const red = new Uint8Array(16 * 16 * 4).map((_, i) => (i % 4 === 0 || i % 4 === 3 ? 255 : 0));
const hash = base64OfBytes(rgbaToThumbHash(16, 16, red));

describe("placeholders", () => {
  it("show the colour of the picture", () => {
    const [r = 0, g = 0] = (averageColour(hash)?.match(/\d+/g) ?? []).map(Number);
    expect(r).toBeGreaterThan(200);
    expect(g).toBeLessThan(60);
  });

  it("are a small PNG that needs no request", () => {
    expect(blurUrl(hash)).toMatch(/^data:image\/png;base64,/);
    expect(blurUrl(hash)?.length).toBeLessThan(8_000);
  });

  it.each(["", "AAAA", "not base64!", "A".repeat(400)])("do without a hash like %s", (bad) => {
    expect(blurUrl(bad)).toBeUndefined();
    expect(averageColour(bad)).toBeUndefined();
  });

  it("read what they write", () => {
    expect([...bytesOfBase64(base64OfBytes(Uint8Array.of(0, 127, 255)))]).toEqual([0, 127, 255]);
  });
});
