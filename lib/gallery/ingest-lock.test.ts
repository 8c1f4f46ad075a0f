import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockIngest } from "./ingest-lock";

/** Above what any system numbers its processes with. */
const NOBODY = 2 ** 30;
let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-lock-"));
  path = join(dir, "ingest.lock");
});
afterEach(() => rm(dir, { recursive: true }));

describe("lockIngest", () => {
  it("refuses a second one, naming who is at it, until the first gives it back", async () => {
    const unlock = await lockIngest(dir);
    const second = lockIngest(dir);
    await expect(second).rejects.toMatchObject({ code: "gallery_busy" });
    await expect(second).rejects.toThrow(`process ${process.pid}`);
    await unlock();
    await (await lockIngest(dir))();
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    ["of a process that died", `${NOBODY} x`],
    ["with damaged content", "{"],
  ])("takes over a lock %s", async (_what, content) => {
    await writeFile(path, content);
    await (await lockIngest(dir))();
  });

  it("takes over a lock whose process number belongs to another by now", async () => {
    await writeFile(path, `${process.pid} x`);
    await expect(lockIngest(dir)).rejects.toMatchObject({ code: "gallery_busy" });
    const longAgo = Date.now() / 1_000 - 60;
    await utimes(path, longAgo, longAgo);
    await (await lockIngest(dir))();
  });

  it("lets one of many in that find a dead one's lock at once", async () => {
    await writeFile(path, `${NOBODY} x`);
    const tries = await Promise.allSettled([...Array(20)].map(() => lockIngest(dir)));
    const inside = tries.filter(({ status }) => status === "fulfilled");
    expect(inside).toHaveLength(1);
    expect(await readdir(dir)).toEqual(["ingest.lock"]);
  });

  it("does not give back what another has taken over", async () => {
    const unlock = await lockIngest(dir);
    await writeFile(path, `${process.pid} another`);
    await unlock();
    await expect(lockIngest(dir)).rejects.toMatchObject({ code: "gallery_busy" });
  });

  it("says so when the data folder cannot be written into", async () => {
    await writeFile(path, "a file");
    await expect(lockIngest(path)).rejects.toThrow();
    await expect(lockIngest(join(path, "below"))).rejects.toMatchObject({
      code: "store_unavailable",
    });
  });
});
