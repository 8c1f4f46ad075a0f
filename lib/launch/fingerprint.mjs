import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What only tests and the launcher read: a change there needs no new build. */
const NOT_BUILT = /\.(?:test|contract)\.tsx?$|^lib\/launch\/|\.DS_Store$|~$/;

/**
 * The files under `paths` (files or folders, relative to `root`), sorted, with size and time.
 *
 * @param {string} root
 * @param {readonly string[]} paths
 */
async function listFiles(root, paths) {
  /** @type {{ path: string, size: number, mtimeMs: number }[]} */
  const files = [];
  /** @param {string} path */
  async function visit(path) {
    const found = await stat(join(root, path)).catch(() => undefined);
    if (found?.isDirectory()) {
      const names = await readdir(join(root, path));
      await Promise.all(names.map((name) => visit(`${path}/${name}`)));
    } else if (found && !NOT_BUILT.test(path)) {
      files.push({ path, size: found.size, mtimeMs: found.mtimeMs });
    }
  }
  await Promise.all(paths.map(visit));
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * What a build was made from: `stamp` from names, sizes and times (quick), `content` from the bytes
 * (sure). Both hexadecimal SHA-256.
 *
 * @param {string} root
 * @param {readonly string[]} paths
 */
export async function fingerprint(root, paths) {
  const files = await listFiles(root, paths);
  const stamp = createHash("sha256").update(JSON.stringify(files)).digest("hex");
  return {
    stamp,
    async content() {
      const hash = createHash("sha256");
      for (const { path, size } of files) {
        hash.update(`${path}\0${size}\0`).update(await readFile(join(root, path)));
      }
      return hash.digest("hex");
    },
  };
}

/**
 * Calls `build` unless `marker` says that it was done for these very sources and all of `outputs`
 * are there. The marker is removed first and written last: an interrupted build is no build.
 *
 * @param {{ root: string, marker: string, sources: readonly string[], outputs: readonly string[],
 *   build: () => Promise<void> }} job paths relative to `root`
 * @returns {Promise<boolean>} whether it had to be built
 */
export async function buildWhenStale({ root, marker, sources, outputs, build }) {
  const file = join(root, marker);
  const print = await fingerprint(root, sources);
  const known = await readMarker(file);
  const isWhole = (await Promise.all(outputs.map((path) => isThere(join(root, path))))).every(
    Boolean,
  );
  if (known && isWhole) {
    if (known.stamp === print.stamp) return false;
    const content = await print.content();
    if (known.content === content) {
      // A fresh checkout of the same files: the next look is quick again.
      await writeFile(file, JSON.stringify({ stamp: print.stamp, content }));
      return false;
    }
  }
  await rm(file, { force: true });
  const content = await print.content();
  await build();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ stamp: print.stamp, content }));
  return true;
}

/**
 * @param {string} file
 * @returns {Promise<{ stamp?: unknown, content?: unknown } | undefined>}
 */
async function readMarker(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    // None yet, or half written: build.
    return undefined;
  }
}

/**
 * Whether there is a file or folder.
 *
 * @param {string} path
 */
export async function isThere(path) {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
