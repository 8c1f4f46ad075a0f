import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VectorFile } from "../vector-file";
import { VectorReader } from "./vector-reader";

describe("vectors in files", () => {
  let dir: string;
  let files: VectorFile[];
  const reader = new VectorReader(3);
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-"));
    files = [0, 10].map((firstSlot) =>
      VectorFile.open(join(dir, `vectors-${firstSlot}`), 3, firstSlot),
    );
  });
  afterEach(async () => {
    reader.use([]);
    for (const file of files) file.close();
    await rm(dir, { recursive: true });
  });

  it("are read by slot, whichever file they lie in, as they were written last", () => {
    const [one, other] = files;
    one?.write(0, Float32Array.of(1, 2, 3, 4, 5, 6));
    other?.write(11, Float32Array.of(7, 8, 9));
    one?.write(1, Float32Array.of(-4, 5, 6));
    expect(one?.read(1)).toEqual(Float32Array.of(-4, 5, 6));
    reader.use(files);
    const bytes = new Uint8Array(36);
    [0, 1, 11].forEach((slot, i) => {
      reader.read(slot, bytes, i * 12);
    });
    expect([...new Float32Array(bytes.buffer)]).toEqual([1, 2, 3, -4, 5, 6, 7, 8, 9]);
  });

  it("refuse a slot that was never written", () => {
    files[0]?.write(0, Float32Array.of(1, 2, 3));
    reader.use(files);
    expect(() => files[0]?.read(1)).toThrow(RangeError);
    expect(() => reader.read(1, new Uint8Array(12), 0)).toThrow(RangeError);
    expect(() => reader.read(10, new Uint8Array(12), 0)).toThrow(RangeError);
  });

  it("are there again when their file is opened again", () => {
    files[0]?.write(0, Float32Array.of(1, 2, 3));
    const again = VectorFile.open(join(dir, "vectors-0"), 3);
    expect(again.read(0)).toEqual(Float32Array.of(1, 2, 3));
    again.close();
  });
});
