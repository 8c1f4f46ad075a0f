import { isDeepStrictEqual } from "node:util";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { rowsOf } from "./row-batch";
import { requireSameSchema } from "./same-schema";
import { writeRecord } from "./store-event";
import { isSameVector } from "./vector-bytes";
import type { ImageRow, StoredImage, VectorStore } from "./vector-store";

/** A commit costs the embedded store the same whatever its size; 4,096 rows are 10 MB. */
const ROWS_A_COMMIT = 4_096;
/** So often a gallery that is written to meanwhile is gone through. */
const MAX_PASSES = 3;
/** Images whose vectors are read back from both at the end. */
const CHECKED = 1_000;

/** How far a copy has come. */
interface CopyProgress {
  readonly total: number;
  /** Looked at; they were copied or were there with the same content. */
  readonly done: number;
  readonly copied: number;
}

/** What a copy came to. */
export interface CopyReport {
  /** Of the source: all of them are in the target. */
  readonly images: number;
  readonly copied: number;
  /** Ids removed by hand that the target did not know of. */
  readonly removed: number;
  /** Images that only the target has. */
  readonly others: number;
  /** Images whose vectors were read back from both and are equal. */
  readonly checked: number;
}

export interface CopyOptions {
  /** Also into a gallery of another name that has images of its own. */
  readonly merge?: boolean;
  readonly onProgress?: (progress: CopyProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Copies a gallery from one store into another, vectors and all: no picture is read and no model is
 * asked. The source counts: what it has, the target has afterwards with the same content; what was
 * removed by hand there is removed here. What only the target has stays.
 *
 * What is there with the same content is skipped, so a copy that was interrupted goes on when it is
 * made again. It ends with a check: no id is missing, and the vectors of a sample are equal to the
 * last bit.
 *
 * @throws {AppError} `model_mismatch`; `gallery_not_empty` for a target that holds another gallery;
 *   `gallery_busy` when the source is written to all the time; `gallery_incomplete` when the check
 *   fails; what the stores throw, and the signal's reason.
 */
export async function copyGallery(
  from: VectorStore,
  to: VectorStore,
  options: CopyOptions = {},
): Promise<CopyReport> {
  requireSameSchema(from.schema, to.schema, "the other store");
  await to.refresh();
  if (!options.merge) requireSameGallery(from, to);
  const counts = { copied: 0, removed: 0 };
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const { revision } = await from.refresh();
    counts.copied += await copyRows(from, to, options);
    // Last: whatever was put in above is out again if it has been removed meanwhile.
    counts.removed += await copyRemoved(from, to);
    if ((await from.refresh()).revision !== revision) continue;
    return { ...counts, ...(await checkCopy(from, to)) };
  }
  throw new AppError(
    "gallery_busy",
    "Expected a gallery that nobody adds to but it changed all the time. Stop what adds or removes images and run the same again: what has been copied is skipped.",
  );
}

function requireSameGallery(from: VectorStore, to: VectorStore): void {
  const [source, target] = [from.state(), to.state()];
  if (target.count === 0 || target.galleryId === source.galleryId) return;
  throw new AppError(
    "gallery_not_empty",
    `Expected an empty store, or one with gallery ${source.galleryId}, but it holds ${target.count} images of gallery ${target.galleryId}. Choose another place, or add --merge to put both together.`,
  );
}

/** @returns how many were not there, or otherwise. */
async function copyRows(
  from: VectorStore,
  to: VectorStore,
  { onProgress, signal }: CopyOptions,
): Promise<number> {
  const total = from.state().count;
  let [done, copied] = [0, 0];
  let waiting: ImageRow[] = [];
  const flush = async () => {
    if (waiting.length > 0) await to.upsert(waiting);
    copied += waiting.length;
    waiting = [];
  };
  for await (const batch of from.scan()) {
    signal?.throwIfAborted();
    waiting.push(...(await differing(batch, from, to)));
    if (waiting.length >= ROWS_A_COMMIT) await flush();
    done += batch.length;
    onProgress?.({ total, done, copied: copied + waiting.length });
  }
  await flush();
  return copied;
}

/** Rows that the target has not, or has with another content. */
async function differing(
  images: readonly StoredImage[],
  from: VectorStore,
  to: VectorStore,
): Promise<ImageRow[]> {
  const rows = await rowsOf(from, images);
  const theirs = await to.get(rows.map(({ id }) => id));
  const alike = rows.filter((row, i) => isSameImage(row, theirs[i]));
  if (alike.length === 0) return rows;
  const same = new Set(await idsOfSameVectors(alike, to));
  return rows.filter(({ id }) => !same.has(id));
}

function isSameImage(a: StoredImage, b: StoredImage | undefined): boolean {
  // As JSON, for one store gives out buffers, the other arrays.
  const plain = (image: StoredImage): unknown => JSON.parse(writeRecord(image));
  return b !== undefined && isDeepStrictEqual(plain(a), plain(b));
}

async function idsOfSameVectors(rows: readonly ImageRow[], to: VectorStore): Promise<ImageId[]> {
  const ids = rows.map(({ id }) => id);
  // One after the other, as in row-batch.ts.
  const energies = await to.energies(ids);
  const copies = await to.copies(ids);
  return rows
    .filter(
      ({ energy, copy }, i) => isSameVector(energy, energies[i]) && isSameVector(copy, copies[i]),
    )
    .map(({ id }) => id);
}

/** @returns how many ids the target did not know as removed. */
async function copyRemoved(from: VectorStore, to: VectorStore): Promise<number> {
  const [ours, theirs] = await Promise.all([from.removed(), to.removed()]);
  const missing = [...ours].filter((id) => !theirs.has(id));
  for (let at = 0; at < missing.length; at += ROWS_A_COMMIT) {
    await to.remove(missing.slice(at, at + ROWS_A_COMMIT));
  }
  return missing.length;
}

/** @throws {AppError} `gallery_incomplete`. */
async function checkCopy(from: VectorStore, to: VectorStore) {
  await to.refresh();
  const [ours, theirs] = [await from.ids(), new Set(await to.ids())];
  const missing = ours.filter((id) => !theirs.has(id)).length;
  const removed = await to.removed();
  const unremoved = [...(await from.removed())].filter((id) => !removed.has(id)).length;
  const images = (await from.get(await from.sample(CHECKED))).filter((one) => one !== undefined);
  const differ = (await differing(images, from, to)).length;
  if (missing + unremoved + differ > 0) {
    throw new AppError(
      "gallery_incomplete",
      `Expected ${ours.length} images in the new place, as in the old one, but ${missing} are missing, ${differ} of ${images.length} that were compared differ, and ${unremoved} that were removed are not. Run the same again; if that does not help, keep the old place and report this.`,
    );
  }
  const others = theirs.size - ours.length;
  return { images: ours.length, others, checked: images.length };
}
