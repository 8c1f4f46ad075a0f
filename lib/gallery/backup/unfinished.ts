import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isRunning, PLACE } from "../crew/place";

/** Of processes elsewhere nobody here can tell whether they run. */
const HERE = createHash("sha256").update(PLACE).digest("hex").slice(0, 6);

const NAME = /^(.+)\.unfinished-([0-9a-f]{6})-(\d+)-[0-9a-f]{8}$/;

/**
 * Makes a folder beside `target`, on the same disk, to be moved there when it is whole. What processes
 * of this machine left that died over theirs is removed.
 *
 * @throws what the file system throws.
 */
export async function makeUnfinished(target: string): Promise<string> {
  const parent = dirname(target);
  const base = basename(target);
  await mkdir(parent, { recursive: true });
  for (const name of await listAbandoned(parent)) {
    if (!name.startsWith(`${base}.unfinished-`)) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
  const own = `${base}.unfinished-${HERE}-${process.pid}-${randomBytes(4).toString("hex")}`;
  await mkdir(join(parent, own));
  return join(parent, own);
}

/** Folders of {@link makeUnfinished} whose process has died. @throws what the file system throws. */
export async function listAbandoned(parent: string): Promise<string[]> {
  return (await readdir(parent)).filter((name) => {
    const [, , place, pid] = NAME.exec(name) ?? [];
    return place === HERE && !isRunning(Number(pid));
  });
}
