import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isRunning, PLACE } from "../crew/place";

/** Of processes elsewhere nobody here can tell whether they run. */
const HERE = createHash("sha256").update(PLACE).digest("hex").slice(0, 6);

/**
 * Makes a folder beside `target`, on the same disk, to be moved there when it is whole. What processes
 * of this machine left that died over theirs is removed.
 *
 * @throws what the file system throws.
 */
export async function makeUnfinished(target: string): Promise<string> {
  const parent = dirname(target);
  const start = `${basename(target)}.unfinished-${HERE}-`;
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (!name.startsWith(start)) continue;
    const pid = Number(name.slice(start.length).split("-")[0]);
    if (!isRunning(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const dir = join(parent, `${start}${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(dir);
  return dir;
}
