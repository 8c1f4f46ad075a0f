import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Claims } from "./claims";
import { withFileLock } from "./file-lock";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-exclusive-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

/** The next file that is made gets no content: what a disk does that is full. */
async function fillDisk() {
  const file = await open(dir);
  const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  vi.spyOn(Object.getPrototypeOf(file), "writeFile").mockRejectedValueOnce(full);
  await file.close();
}

describe("on a disk that is full", () => {
  it("a claim leaves no file behind, so that the item is anybody's when there is room", async () => {
    const [a, b] = [new Claims(dir, "a"), new Claims(dir, "b")];
    await fillDisk();
    await expect(a.take("item")).rejects.toMatchObject({ code: "ENOSPC" });
    expect(await readdir(dir)).toEqual([]);
    expect(await b.take("item")).toBe(true);
    expect(await a.take("item")).toBe(false);
    expect(await readFile(join(dir, "item"), "utf8")).toBe("b");
  });

  it("a lock stays open to the next one", async () => {
    await fillDisk();
    const path = join(dir, "lock");
    const refused = withFileLock(path, async () => "in");
    await expect(refused).rejects.toMatchObject({ code: "ENOSPC" });
    await expect(withFileLock(path, async () => "in")).resolves.toBe("in");
  });
});
