import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemberSpool } from "./member-spool";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-spool-"));
});
afterEach(() => rm(dir, { recursive: true }));

const members = [...Array(30).keys()].map((n) => Buffer.alloc(n === 7 ? 200_000 : 3 * n, n));

describe("a spool of members", () => {
  it("gives each back whole, all at once and in any order, and leaves no listener behind", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    const spool = await MemberSpool.open(dir);
    try {
      const places = await Promise.all(members.map((member) => spool.add(member)));
      const read = await Promise.all(
        [...places].reverse().map((place) => buffer(spool.read(place))),
      );
      expect(read.reverse()).toEqual(members);
      expect(await readdir(dir)).toEqual([]);
      await new Promise(setImmediate);
      expect(warned).not.toHaveBeenCalled();
    } finally {
      process.off("warning", warned);
      await spool.close();
    }
  });

  it("goes on where the system takes only a part of what is written", async () => {
    const file = await open(join(dir, "members"), "wx+");
    const spool = new MemberSpool({
      write: (content: Buffer, from: number, length: number, at: number) =>
        file.write(content, from, Math.min(length, 7), at),
      read: (into: Buffer, from: number, length: number, at: number) =>
        file.read(into, from, length, at),
      close: () => file.close(),
    });
    const long = Buffer.from("a member that is longer than seven bytes");
    const [first, second] = [await spool.add(long), await spool.add(Buffer.from("short"))];
    expect(String(await buffer(spool.read(first)))).toBe(String(long));
    expect(String(await buffer(spool.read(second)))).toBe("short");
    await spool.close();
  });

  it("says so when what it kept is gone, instead of waiting for it", async () => {
    const file = await open(join(dir, "members"), "wx+");
    const spool = new MemberSpool(file);
    const place = await spool.add(Buffer.from("kept"));
    await file.truncate(1);
    await expect(buffer(spool.read(place))).rejects.toThrow(/cut off/);
    await spool.close();
  });
});
