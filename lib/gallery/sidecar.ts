import { readFile } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { z } from "zod";
import { type ImageDetails, imageDetails } from "./image-details";

/** The file beside images that says what they are, one JSON object a line. */
export const SIDECAR_NAME = "gallery.jsonl";

/** A line names its image by a path relative to the sidecar. */
const line = z.looseObject({ file: z.string().min(1) });

/** Fields of a line that describe the file, not the picture: we measure them ourselves. */
const MEASURED = new Set(["file", "width", "height", "format"]);

const { extra: _, format: __, ...FIELDS } = imageDetails.shape;

export interface Sidecar {
  /** What is said, by the image's absolute path. */
  readonly details: ReadonlyMap<string, ImageDetails>;
  /** Lines that could not be used, each with the reason. */
  readonly problems: readonly string[];
}

/** Reads a `gallery.jsonl`: see {@link parseSidecar}. @throws what the file system throws. */
export async function readSidecar(path: string): Promise<Sidecar> {
  return parseSidecar(await readFile(path, "utf8"), dirname(path));
}

/**
 * A line that is not understood is reported and left out; a field of a known name with a value that
 * it cannot have is kept among the further fields.
 *
 * @param folder absolute: where the sidecar lies.
 */
export function parseSidecar(content: string, folder: string): Sidecar {
  const details = new Map<string, ImageDetails>();
  const problems: string[] = [];
  const lines = content.replace(/^\uFEFF/, "").split(/\r?\n/);
  lines.forEach((text, i) => {
    if (text.trim() === "") return;
    const parsed = line.safeParse(parseJson(text));
    const file = parsed.success ? resolve(folder, parsed.data.file) : undefined;
    if (!parsed.success || !file?.startsWith(folder + sep)) {
      problems.push(`line ${i + 1}: Expected an object with "file", a path inside this folder.`);
      return;
    }
    details.set(file, detailsOf(parsed.data));
  });
  return { details, problems };
}

/** Known fields where their values can be, all others as they stand. */
function detailsOf(fields: Readonly<Record<string, unknown>>): ImageDetails {
  const known: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(fields)) {
    if (MEASURED.has(name) || raw === null || raw === "") continue;
    const schema = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : undefined;
    const value = name === "year" && typeof raw === "string" ? yearOf(raw) : raw;
    const result = schema?.safeParse(value);
    if (result?.success && result.data !== undefined) known[name] = result.data;
    else extra[name] = raw;
  }
  return { ...(known as ImageDetails), ...(Object.keys(extra).length > 0 ? { extra } : {}) };
}

/** "1888", "c. 1888", "1888–90" or "480 BC": the first year named; `undefined` for anything else. */
export function yearOf(text: string): number | undefined {
  const found = /(?:^|\D)(-?\d{3,4})(?!\d)/.exec(text)?.[1];
  if (found === undefined) return undefined;
  return /\d\s*B\.?C\b/.test(text) ? -Math.abs(Number(found)) : Number(found);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema says what was expected.
    return undefined;
  }
}
