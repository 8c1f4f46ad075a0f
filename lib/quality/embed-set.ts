import { readFile } from "node:fs/promises";
import type { Embedder } from "@/lib/embedding/embedder";
import { energyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import type { PictureLimits } from "@/lib/gallery/decode";
import { energyOf, prepareGuest } from "@/lib/gallery/prepare-guest";
import { inLanes } from "@/lib/in-lanes";
import { openMemoryStore } from "@/lib/store/memory-store";
import type { ImageRow, VectorStore } from "@/lib/store/vector-store";
import type { LabelledImage } from "./labelled-set";

/** Pictures in hand at once: while one is embedded, others are decoded. */
export const LANES = 6;

/** What embedding takes: the model and the limits on pictures. */
export interface EmbedDeps {
  readonly embedder: Embedder;
  readonly limits: PictureLimits;
}

/** A labelled image with its place in the gallery that is measured. */
export interface EmbeddedImage extends LabelledImage {
  readonly id: ImageId;
}

/** A set as a gallery of its own, in memory. */
export interface EmbeddedSet {
  readonly store: VectorStore;
  /** In the order of the labels; a picture that is there twice counts once. */
  readonly images: readonly EmbeddedImage[];
  /** Files that could not be read, each with the reason. */
  readonly skipped: readonly string[];
}

/**
 * Decodes and embeds a set's pictures the way an ingest does.
 *
 * @throws {AppError} what the embedder throws; a picture that cannot be read is skipped by name.
 */
export async function embedSet(
  images: readonly LabelledImage[],
  deps: EmbedDeps,
  onProgress: (done: number) => void = () => {},
): Promise<EmbeddedSet> {
  const { id, dims } = deps.embedder.model;
  const schema = { modelId: id, layout: energyLayout(dims), copyDims: dims.copy };
  const skipped: string[] = [];
  let done = 0;
  const read = await inLanes(images, LANES, async (image) => {
    try {
      const row = await embedPicture(await readFile(image.path), image.path, deps);
      return { row, image: { ...image, id: row.id } };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      skipped.push(`${image.path}: ${(error as Error).message}`);
      return undefined;
    } finally {
      onProgress(++done);
    }
  });
  const byId = new Map(read.flatMap((one) => (one ? [[one.row.id, one] as const] : [])));
  const store = openMemoryStore(schema);
  if (byId.size > 0) await store.upsert(Array.from(byId.values(), ({ row }) => row));
  return { store, images: Array.from(byId.values(), ({ image }) => image), skipped };
}

/**
 * A picture as the row that an ingest would write of it.
 *
 * @throws {AppError} what decoding and the embedder throw.
 */
export async function embedPicture(
  file: Buffer,
  path: string,
  { embedder, limits }: EmbedDeps,
): Promise<ImageRow> {
  const picture = await prepareGuest(file, embedder.model, limits);
  const embedding = await embedder.embedImage(picture.square);
  return {
    id: picture.id,
    width: picture.width,
    height: picture.height,
    thumbhash: picture.thumbhash,
    details: {},
    locations: [{ path, bytes: file.length, modifiedMs: 0 }],
    addedMs: 0,
    energy: energyOf(embedding, picture.palette, picture.light, energyLayout(embedder.model.dims)),
    copy: embedding.copy,
  };
}

function isUnreadable(error: unknown): boolean {
  if (isAppError(error)) return error.code.startsWith("image_");
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
