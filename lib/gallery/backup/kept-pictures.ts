import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { ImageLocation } from "@/lib/store/vector-store";
import { SIDECAR_NAME } from "../sidecar";

/** Of a data folder, what is no picture: made anew, or of this machine alone. */
const NOT_KEPT = new Set(["store", "thumbnails", "ingest", "owner-token"]);
/** Says that the sample gallery is whole (lib/launch/gallery.mjs). */
const MARKERS: Readonly<Record<string, string>> = { sample: "sample-complete" };

/**
 * Where in the data folder a picture lies that we keep ourselves: one of the sample gallery, or one
 * that was downloaded. With slashes, whatever the system.
 *
 * @returns `undefined` for a file anywhere else.
 */
export function keptPath(path: string, dataDir: string): string | undefined {
  if (!isAbsolute(path)) return undefined;
  const within = relative(dataDir, path).split(sep);
  const [top = ""] = within;
  if (within.length < 2 || top === ".." || isAbsolute(within.join(sep)) || isOursAlone(top)) {
    return undefined;
  }
  return within.join("/");
}

/** Whether a name from a backup may be written into a data folder: one that {@link keptPath} gives. */
export function isKeptPath(name: string): boolean {
  const parts = name.split("/");
  // Windows drops dots and spaces at the end: "store." is "store" there.
  const isPlain = parts.every((part) => part !== "" && !/[. ]$/.test(part));
  if (!isPlain || /[\\:\0]/.test(name) || isOursAlone(parts[0] ?? "")) return false;
  return parts.length > 1 || Object.values(MARKERS).includes(name);
}

/** On macOS and Windows "Store" is "store". */
function isOursAlone(top: string): boolean {
  return NOT_KEPT.has(top.toLowerCase());
}

/** Kept pictures, and what belongs to them: the `gallery.jsonl` beside them, and marks. */
export function withCompany(pictures: Iterable<string>): string[] {
  const all = new Set(pictures);
  for (const path of [...all]) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    all.add(`${folder}/${SIDECAR_NAME}`);
    const marker = MARKERS[path.split("/")[0] ?? ""];
    if (marker) all.add(marker);
  }
  return [...all];
}

/** A kept file; `undefined` when it is gone. @throws what the file system throws otherwise. */
export async function readKept(dataDir: string, name: string) {
  const path = join(dataDir, ...name.split("/"));
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
    return { content, modifiedMs: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * A location in another data folder as one in ours. A tar keeps whole seconds, so the time of change is
 * that of the file which is there, if it is the same.
 */
export async function moveLocation(
  location: ImageLocation,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<ImageLocation> {
  const name = keptPath(location.path, from);
  if (name === undefined) return location;
  const path = join(to, ...name.split("/"));
  const found = await stat(path).catch(() => undefined);
  const second = (ms: number) => Math.floor(ms / 1_000);
  const isSame =
    found?.size === location.bytes && second(found.mtimeMs) === second(location.modifiedMs);
  return { ...location, path, modifiedMs: isSame ? found.mtimeMs : location.modifiedMs };
}
