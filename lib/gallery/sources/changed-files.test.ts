import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ChangedFiles } from "./changed-files";

const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-changed-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("a new folder with a link that leads back up gives what is in it, and nothing else again", async () => {
  await writeFile(join(folder, "known.png"), "");
  await mkdir(join(folder, "new", "deep"), { recursive: true });
  await writeFile(join(folder, "new", "deep", "a.png"), "");
  await symlink("..", join(folder, "new", "up"));
  const paths = [join(folder, "new")];
  const changed = { folder, paths, leftOut: [], isUnfinished: () => false };
  const found: string[] = [];
  for await (const event of new ChangedFiles(changed, LIMITS).list(new AbortController().signal)) {
    if (event.kind === "item") found.push(relative(folder, event.item.path));
  }
  expect(found).toEqual(["new/deep/a.png"]);
});
