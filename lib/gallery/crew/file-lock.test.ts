import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileLock, withFileLock } from "./file-lock";
import { PLACE } from "./place";

/** Above what any system numbers its processes with. */
const NOBODY = 2 ** 30;
let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-lock-"));
  path = join(dir, "lock");
});
afterEach(() => rm(dir, { recursive: true }));

const holder = (pid: number, place = PLACE) => JSON.stringify({ pid, place, nonce: "x" });

describe("withFileLock", () => {
  it("lets one of many in at a time, and all of them in the end, over a dead one's lock", async () => {
    await writeFile(path, holder(NOBODY));
    let inside = 0;
    let most = 0;
    const turns = await Promise.all(
      [...Array(20).keys()].map((n) =>
        withFileLock(path, async () => {
          most = Math.max(most, ++inside);
          await new Promise(setImmediate);
          inside--;
          return n;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(turns).toEqual([...Array(20).keys()]);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    ["of a process that died", holder(NOBODY)],
    ["with damaged content", "{"],
  ])("takes over a lock %s", async (_what, content) => {
    await writeFile(path, content);
    await expect(withFileLock(path, async () => "in")).resolves.toBe("in");
  });

  it.each([
    ["whose process number belongs to another by now", holder(process.pid)],
    ["of a process elsewhere that shows no life", holder(NOBODY, "another machine")],
    ["that was made and never written", ""],
  ])("takes over a lock %s, once it was seen to stand still", async (_what, content) => {
    await writeFile(path, content);
    await writeFile(`${path}.taking`, "of one who died over the taking");
    let nowMs = 0;
    const clock = () => {
      nowMs += 1_000;
      return nowMs;
    };
    await expect(withFileLock(path, async () => "in", clock)).resolves.toBe("in");
    expect(nowMs).toBeGreaterThan(30_000);
    expect(await readdir(dir)).toEqual([]);
  });

  it("waits for a process elsewhere, whose number means nothing here", async () => {
    await writeFile(path, holder(NOBODY, "another machine"));
    // By the other's clock, or the disk's, it has been there for an hour.
    const longAgo = Date.now() / 1_000 - 3_600;
    await utimes(path, longAgo, longAgo);
    let isIn = false;
    const turn = withFileLock(path, async () => {
      isIn = true;
    });
    for (let looks = 0; looks < 20; looks++) await readdir(dir);
    expect(isIn).toBe(false);
    await rm(path);
    await turn;
    expect(isIn).toBe(true);
  });

  it("does not give back what another has taken over", async () => {
    await withFileLock(path, () => writeFile(path, holder(NOBODY, "another machine")));
    expect(await readdir(dir)).toEqual(["lock"]);
  });

  it("gives it back when the work fails", async () => {
    const failure = new Error("broken");
    await expect(withFileLock(path, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("FileLock", () => {
  it("is held for as long as its holder says that it lives", async () => {
    let nowMs = 0;
    const [ours, other] = [new FileLock(path), new FileLock(path, () => nowMs)];
    expect(await ours.take()).toBe(true);
    for (; nowMs < 100_000; nowMs += 20_000) {
      expect(await other.take()).toBe(false);
      expect(await ours.renew()).toBe(true);
    }
    expect(await readdir(dir)).toEqual(["lock"]);
    await ours.giveBack();
    expect(await other.take()).toBe(true);
  });

  it("is no longer its holder's when that was silent for too long", async () => {
    let nowMs = 0;
    const [silent, other] = [new FileLock(path), new FileLock(path, () => nowMs)];
    await silent.take();
    expect(await other.take()).toBe(false);
    nowMs = 30_001;
    expect(await other.take()).toBe(true);
    expect(await silent.renew()).toBe(false);
    await silent.giveBack();
    expect(await other.renew()).toBe(true);
  });
});
