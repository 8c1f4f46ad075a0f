import { open, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Embedder } from "@/lib/embedding/embedder";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError, isAppError } from "@/lib/errors";
import type { VectorStore } from "@/lib/store/vector-store";
import { checkFileBytes, type PictureLimits } from "./decode";
import { IDENTIFY_BYTES, identifyPicture } from "./identify";
import type { ImageDetails } from "./image-details";
import { KnownFiles } from "./known-files";
import { readMetadata } from "./metadata";
import { energyOf, imageIdOf, prepareGuest } from "./prepare-guest";
import { RowWriter } from "./row-writer";
import { readSidecar } from "./sidecar";
import { writeThumbnails } from "./thumbnails";
import { type FoundFile, walkFolder } from "./walk";

/** A file that was not taken in, and why. */
interface SkippedFile {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** How far an ingest has come. */
export interface IngestState {
  /** Files found so far that may be pictures. */
  readonly found: number;
  /** Files that have been dealt with. */
  readonly done: number;
  /** Images that the gallery did not have. */
  readonly added: number;
  readonly skipped: readonly SkippedFile[];
}

/** What an ingest needs. */
export interface IngestSettings {
  readonly folders: readonly string[];
  readonly store: VectorStore;
  readonly embedder: Embedder;
  readonly dataDir: string;
  readonly limits: PictureLimits;
  /** Takes in anew what is known already, and what was removed by hand. */
  readonly again?: boolean;
  readonly onProgress?: (state: IngestState) => void;
  /** When it is aborted, what is in hand is finished and written. */
  readonly signal?: AbortSignal;
}

/** What looks like a picture by its name: only these are reported when they are none. */
const PICTURE_NAME = /\.(jpe?g|png|webp|avif|gif|tiff?|svg|heic|heif|bmp|jxl|psd)$/i;

/**
 * Takes folders of pictures into the gallery. Several pictures are in hand at once, each on its way
 * through read, decode, thumbnails, embed and write, so that no stage waits for another. A row is
 * written after its thumbnails, so whatever the gallery shows can be shown, whenever we are killed.
 *
 * @throws {AppError} `folder_not_found`; `disk_full`, `store_unavailable`, `embedder_unavailable`.
 *   A file that cannot be read is skipped by name and is not a failure.
 */
export async function ingest(settings: IngestSettings): Promise<IngestState> {
  const { folders, store, embedder, dataDir, limits, again = false, signal } = settings;
  const known = await KnownFiles.of(store);
  const removed = again ? new Set<ImageId>() : await store.removed();
  const writer = new RowWriter(store);
  const said = new Map<string, ImageDetails>();
  const skipped: SkippedFile[] = [];
  const inHand = new Map<ImageId, Promise<void>>();
  let found = 0;
  let done = 0;
  let added = 0;
  const report = () => settings.onProgress?.({ found, done, added, skipped });
  const skip = (path: string, code: string, message: string) =>
    skipped.push({ path, code, message });

  async function* files(): AsyncGenerator<FoundFile> {
    for (const folder of folders) {
      for await (const event of walkFolder(resolve(folder))) {
        if (event.kind === "unreadable") skip(event.path, "unreadable", event.reason);
        else if (event.kind === "sidecar") await hear(event.path);
        else yield event.file;
      }
    }
  }

  async function hear(path: string): Promise<void> {
    try {
      const sidecar = await readSidecar(path);
      for (const [file, details] of sidecar.details) said.set(file, details);
      for (const problem of sidecar.problems) skip(path, "invalid_line", problem);
    } catch (error) {
      skip(
        path,
        "unreadable",
        `The system could not read it (${(error as NodeJS.ErrnoException).code}).`,
      );
    }
  }

  async function takeIn(file: FoundFile): Promise<void> {
    const unchanged = again ? undefined : known.unchanged(file);
    if (unchanged) {
      const details = said.get(file.path);
      if (details) await known.describe(unchanged, details, writer);
      return;
    }
    const bytes = await readPicture(file, limits);
    if (!bytes) return;
    const id = imageIdOf(bytes);
    if (removed.has(id)) return;
    // The same picture twice in one run: the second waits until the first is a row or has failed.
    while (inHand.has(id)) await inHand.get(id);
    if (!again && known.has(id)) {
      await known.addLocation(id, file, writer);
      return;
    }
    let finish = () => {};
    inHand.set(
      id,
      new Promise((resolvePromise) => {
        finish = resolvePromise;
      }),
    );
    try {
      await makeRow(id, bytes, file);
    } finally {
      inHand.delete(id);
      finish();
    }
  }

  async function makeRow(id: ImageId, bytes: Buffer, file: FoundFile): Promise<void> {
    const picture = await prepareGuest(bytes, embedder.model, limits);
    const [embedding] = await Promise.all([
      embedder.embedImage(picture.square),
      writeThumbnails(dataDir, id, picture.pixels),
    ]);
    const details = { ...(said.get(file.path) ?? readMetadata(bytes)), format: picture.format };
    const isNew = !known.has(id);
    const locations = known.remember(id, file, details);
    await writer.addRow({
      id,
      width: picture.width,
      height: picture.height,
      thumbhash: picture.thumbhash,
      details,
      locations,
      addedMs: Date.now(),
      energy: energyOf(embedding, picture.palette, picture.light, store.schema.layout),
      copy: embedding.copy,
    });
    if (isNew) added++;
  }

  const queue = files();
  const lane = async (): Promise<void> => {
    for (;;) {
      if (signal?.aborted) return;
      const next = await queue.next();
      if (next.done) return;
      found++;
      report();
      try {
        await takeIn(next.value);
      } catch (error) {
        const failure = fileFailure(error);
        if (!failure) throw error;
        skip(next.value.path, failure.code, failure.message);
      }
      done++;
      report();
    }
  };
  try {
    // More lanes than cores: while some wait for the model, others decode.
    await Promise.all(Array.from({ length: availableParallelism() + 4 }, lane));
  } catch (error) {
    throw diskFailure(error);
  } finally {
    await queue.return(undefined);
    await writer.flush().catch((error) => {
      throw diskFailure(error);
    });
  }
  return { found, done, added, skipped };
}

/** The file's bytes; `undefined` for one that neither is nor claims to be a picture. */
async function readPicture(file: FoundFile, limits: PictureLimits): Promise<Buffer | undefined> {
  const claims = PICTURE_NAME.test(file.path);
  if (!claims) {
    if (file.bytes === 0 || !identifyPicture(await readStart(file.path))) return undefined;
  }
  checkFileBytes(file.bytes, limits);
  return readFile(file.path);
}

async function readStart(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(IDENTIFY_BYTES),
      0,
      IDENTIFY_BYTES,
      0,
    );
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What is wrong with one file alone; `undefined` when the whole ingest cannot go on. */
function fileFailure(error: unknown): { code: string; message: string } | undefined {
  if (isAppError(error)) return error.code.startsWith("image_") ? error : undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM" || code === "ENOENT" || code === "EIO") {
    return { code: "unreadable", message: `The system could not read it (${code}).` };
  }
  return undefined;
}

function diskFailure(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== "ENOSPC") return error;
  return new AppError(
    "disk_full",
    "Expected room on the disk for the gallery but it is full. Free some space and run the same again; nothing that was added is lost.",
    { cause: error },
  );
}
