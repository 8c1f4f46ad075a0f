import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SpannedFile } from "./spanned-file";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-"));
});
afterEach(() => rm(dir, { recursive: true }));

it("reads any stretch as if it were one file, and leaves no file behind", async () => {
  const whole = Uint8Array.from({ length: 60 }, (_, i) => i);
  await writeFile(join(dir, "a"), whole.subarray(0, 20));
  await writeFile(join(dir, "b"), whole.subarray(20, 35));
  const spans = [
    { path: join(dir, "a"), from: 0, to: 20 },
    { path: join(dir, "b"), from: 20, to: 35 },
  ];
  const file = new SpannedFile(spans, join(dir, "tail"));
  file.write(new Uint8Array(10).fill(99), 35);
  file.write(whole.subarray(35), 35);
  expect((await readdir(dir)).sort()).toEqual(["a", "b"]);
  fc.assert(
    fc.property(fc.nat(59), fc.nat(60), (from, length) => {
      const to = Math.min(60, from + length);
      const target = new Uint8Array(to - from);
      file.read(target, from);
      expect([...target]).toEqual([...whole.subarray(from, to)]);
    }),
  );
  expect(() => file.read(new Uint8Array(2), 59)).toThrow(RangeError);
  expect(() => file.write(new Uint8Array(1), 34)).toThrow(RangeError);
  file.close();
});
