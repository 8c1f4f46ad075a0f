import { z } from "zod";

/** What a backup's folder says of itself, written last. */
export const BACKUP_CARD = "backup.json";
/** Ids that were removed by hand, one a line. */
export const REMOVED_FILE = "removed.txt";

const block = z.object({ offset: z.int(), dims: z.int() });

/** The names that files of a backup have; nothing else in its folder is read. */
const fileName = z.string().regex(/^(?:rows-\d{5}\.parquet|pictures-\d{5}\.tar|removed\.txt)$/);

export const backupCard = z.object({
  format: z.literal(1),
  /** ISO 8601. */
  made: z.string(),
  gallery: z.object({
    id: z.string().regex(/^[A-Za-z0-9_-]{8}$/),
    modelId: z.string(),
    copyDims: z.int(),
    layout: z.object({
      total: z.int(),
      blocks: z.object({ subject: block, style: block, palette: block, light: block }),
    }),
  }),
  /** Where kept pictures lay: places in it become places in the folder that is restored to. */
  dataDir: z.string(),
  images: z.int(),
  removed: z.int(),
  /** Absent when the pictures were left out. */
  pictures: z.optional(z.object({ thumbnails: z.int(), kept: z.int() })),
  files: z.array(
    z.object({ name: fileName, bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** What is in a backup: docs/adr/0037. */
export type BackupCard = z.infer<typeof backupCard>;

/** A file of a backup, and what it must be. */
export type BackupFile = BackupCard["files"][number];

/** Names of the n-th file of a kind, from 1. */
export function rowsFileName(n: number): string {
  return `rows-${String(n).padStart(5, "0")}.parquet`;
}

export function picturesFileName(n: number): string {
  return `pictures-${String(n).padStart(5, "0")}.tar`;
}
