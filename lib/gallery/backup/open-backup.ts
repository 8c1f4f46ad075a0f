import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { ImageId } from "@/lib/energy/image-id";
import { isImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { requireSameSchema } from "@/lib/store/same-schema";
import type { StoreSchema } from "@/lib/store/vector-store";
import { BACKUP_CARD, type BackupCard, backupCard, REMOVED_FILE } from "./backup-form";
import { digestOf } from "./sealed-file";

/** A backup that has been looked through: every file is as it was written. */
export interface Backup {
  readonly card: BackupCard;
  /** Absolute paths, in order. */
  readonly rows: readonly string[];
  readonly pictures: readonly string[];
  readonly removed: ReadonlySet<ImageId>;
}

/**
 * Reads what a backup is, and all of its files for their hashes.
 *
 * @throws {AppError} `invalid_request` for a folder that is no backup; `model_mismatch`;
 *   `backup_damaged` naming the file.
 */
export async function openBackup(
  folder: string,
  schema: StoreSchema,
  signal?: AbortSignal,
): Promise<Backup> {
  const dir = resolve(folder);
  const card = await readCard(dir);
  requireSameSchema(schema, card.gallery, "this backup");
  for (const { name, bytes, sha256 } of card.files) {
    signal?.throwIfAborted();
    const found = await digestOf(join(dir, name)).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) throw damaged(name, `cannot be read (${found.code})`, found);
    if (found.bytes !== bytes) throw damaged(name, `has ${found.bytes} bytes instead of ${bytes}`);
    if (found.sha256 !== sha256) throw damaged(name, "has another content than was written");
  }
  const paths = (pattern: RegExp) =>
    card.files.flatMap(({ name }) => (pattern.test(name) ? [join(dir, name)] : []));
  const lines = (await readFile(join(dir, REMOVED_FILE), "utf8")).split("\n");
  return {
    card,
    rows: paths(/^rows/),
    pictures: paths(/^pictures/),
    removed: new Set(lines.filter(isImageId)),
  };
}

async function readCard(dir: string): Promise<BackupCard> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(dir, BACKUP_CARD), "utf8"));
  } catch (error) {
    throw new AppError(
      "invalid_request",
      `Expected a folder that \`npm run backup\` made but ${JSON.stringify(dir)} has no ${BACKUP_CARD} that can be read.`,
      { cause: error },
    );
  }
  const result = backupCard.safeParse(json);
  if (result.success) return result.data;
  throw new AppError(
    "invalid_request",
    `Expected a backup of a form that is known here but ${BACKUP_CARD} says:\n${z.prettifyError(result.error)}\nA newer version may have made it: update this one.`,
  );
}

function damaged(name: string, what: string, cause?: unknown): AppError {
  return new AppError(
    "backup_damaged",
    `Expected ${name} as it was written but it ${what}. Copy the backup again, or take another one.`,
    { cause },
  );
}
