import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/errors";
import { SIDECAR_NAME } from "../sidecar";
import { isIgnoredName } from "./ignored-name";

/** One file that may be a picture. */
export interface FoundFile {
  /** Absolute, as it was reached: through links, with their names. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** What a walk gives out. */
export type WalkEvent =
  | { readonly kind: "file"; readonly file: FoundFile }
  | { readonly kind: "sidecar"; readonly path: string }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

/**
 * Every file below a folder, sidecars before the files beside them, in the order of names. Links are
 * followed, but no folder is entered twice, so a loop ends.
 *
 * @param leftOut folders that are not entered: our own thumbnails are nobody's pictures.
 * @throws {AppError} `folder_not_found` when the folder itself is not there.
 */
export async function* walkFolder(
  folder: string,
  leftOut: readonly string[] = [],
): AsyncGenerator<WalkEvent> {
  // Already entered, in a way.
  const real = leftOut.map((path) => realpath(path).catch(() => path));
  const entered = new Set(await Promise.all(real));
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw folderNotFound(folder);
  yield* enter(folder, entered);
}

/** What is said of a path that is no folder. */
export function folderNotFound(path: string): AppError {
  return new AppError(
    "folder_not_found",
    `Expected a folder but there is none at ${JSON.stringify(path)}. Check the path.`,
  );
}

async function* enter(folder: string, entered: Set<string>): AsyncGenerator<WalkEvent> {
  let names: string[];
  try {
    const real = await realpath(folder);
    if (entered.has(real)) return;
    entered.add(real);
    names = (await readdir(folder)).sort();
  } catch (error) {
    yield { kind: "unreadable", path: folder, reason: reasonOf(error) };
    return;
  }
  if (names.includes(SIDECAR_NAME)) yield { kind: "sidecar", path: join(folder, SIDECAR_NAME) };
  for (const name of names) {
    if (isIgnoredName(name) || name === SIDECAR_NAME) continue;
    const path = join(folder, name);
    try {
      const found = await stat(path);
      if (found.isDirectory()) yield* enter(path, entered);
      else if (found.isFile()) {
        yield { kind: "file", file: { path, bytes: found.size, modifiedMs: found.mtimeMs } };
      }
    } catch (error) {
      const reason = name.includes(REPLACEMENT) ? "Its name is not UTF-8: rename it." : undefined;
      yield { kind: "unreadable", path, reason: reason ?? reasonOf(error) };
    }
  }
}

/** What stands where a name's bytes are no UTF-8: by this name its file cannot be opened. */
const REPLACEMENT = "\uFFFD";

/** What the system said, without the path: that is beside it anyway. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "No permission to read it.";
  if (code === "ELOOP") return "A link that leads to itself.";
  if (code === "ENOENT") return "A link to something that is gone.";
  return `The system could not read it (${code ?? "unknown"}).`;
}
