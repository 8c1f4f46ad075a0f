import { extname } from "node:path";
import { detailsOf } from "./record-details";
import { sayingOf } from "./saying";
import type { Saying } from "./source";

/** A caption or a record; more is something else. */
export const MAX_SAYING_BYTES = 1_000_000;

/** Whether a member says something of the picture beside it. */
export function isSayingName(name: string): boolean {
  return /\.(json|txt)$/i.test(name);
}

/**
 * What `key.json` (a record) or `key.txt` (a caption, which becomes the title) says of `key.jpg`.
 *
 * @returns `undefined` where it says nothing that we keep.
 */
export function readSaying(name: string, content: Buffer): Saying | undefined {
  const text = content.toString("utf8").replace(/^\uFEFF/, "");
  const isJson = extname(name).toLowerCase() === ".json";
  const record = isJson ? parseRecord(text) : { title: text };
  const details = record && detailsOf(record);
  return details && Object.keys(details).length > 0 ? sayingOf(details) : undefined;
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isRecord = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isRecord ? { ...parsed } : undefined;
  } catch {
    // Other JSON lies beside pictures too, and no picture is the worse for it.
    return undefined;
  }
}
