import { availableParallelism } from "node:os";
import type { Embedder } from "@/lib/embedding/embedder";
import type { ImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import type { VectorStore } from "@/lib/store/vector-store";
import { BusyTime } from "./busy-time";
import { dataFolderFailure } from "./data-folder-failure";
import type { PictureLimits } from "./decode";
import { ItemQueue } from "./item-queue";
import { KnownFiles } from "./known-files";
import { RowWriter } from "./row-writer";
import type { Source, SourceItem } from "./sources/source";
import { PictureTaker } from "./take-picture";
import { clearUnfinished } from "./thumbnails";

/** Something that was not taken in, and why. */
interface SkippedFile {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** How far an ingest has come. Every item that is done is one of added, known … skipped. */
export interface IngestState {
  /** Items found so far. */
  readonly found: number;
  /** Whether these are all. */
  readonly isWhole: boolean;
  /** Items that have been dealt with. */
  readonly done: number;
  /** Images that the gallery did not have and has now for good: no crash loses them. */
  readonly added: number;
  /** Items whose image it had, or that another item of this ingest was. */
  readonly known: number;
  /** Items whose image was removed by hand. */
  readonly removed: number;
  /** Items that neither are pictures nor claim to be. */
  readonly others: number;
  readonly skipped: readonly SkippedFile[];
  /** For how many seconds there was anything to embed, and to write. */
  readonly embedS: number;
  readonly writeS: number;
}

/** What an ingest needs. */
export interface IngestSettings {
  /** The caller's to close. */
  readonly sources: readonly Source[];
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

/** More than cores: while the model works on a batch, others decode. */
const LANES_BESIDE_CORES = 8;

/**
 * Takes the pictures of sources into the gallery. Several pictures are in hand at once, each on its way
 * through read, decode, thumbnails, embed and write, so that no stage waits for another. A row is
 * written after its thumbnails, so whatever the gallery shows can be shown, whenever we are killed.
 * One ingest at a time in a data folder: see {@link lockIngest}.
 *
 * @throws {AppError} `folder_not_found`; `disk_full`, `store_unavailable`, `embedder_unavailable`.
 *   An item that cannot be read is skipped by name and is not a failure. What was in hand is written
 *   before the failure is thrown, where that can be.
 */
export async function ingest(settings: IngestSettings): Promise<IngestState> {
  const { sources, store, embedder, dataDir } = settings;
  const counts = { done: 0, added: 0, known: 0, removed: 0, others: 0 };
  const skipped: SkippedFile[] = [];
  const skip = (path: string, code: string, message: string) =>
    skipped.push({ path, code, message });
  const embedding = new BusyTime();
  const writing = new BusyTime();
  const newIds = new Set<ImageId>();

  await clearUnfinished(dataDir).catch((error) => {
    throw dataFolderFailure(error);
  });
  const known = await KnownFiles.of(store);
  const writer = new RowWriter(store, writing, (ids) => {
    for (const id of ids) if (newIds.delete(id)) counts.added++;
    report();
  });
  const taker = new PictureTaker({
    ...settings,
    again: settings.again ?? false,
    removed: await store.removed(),
    known,
    writer,
    embedding,
    onNew: (id) => newIds.add(id),
  });
  const failed = new AbortController();
  const queue = new ItemQueue({ sources, onSkip: skip });
  const close = () => void queue.close();
  if (settings.signal?.aborted) close();
  settings.signal?.addEventListener("abort", close, { once: true });

  const state = (): IngestState => ({
    ...counts,
    found: queue.found,
    isWhole: queue.isWhole,
    skipped,
    embedS: embedding.seconds,
    writeS: writing.seconds,
  });
  const report = () => settings.onProgress?.(state());

  async function deal(item: SourceItem): Promise<void> {
    try {
      const outcome = await taker.take(item, failed.signal);
      if (outcome !== "taken") counts[outcome]++;
    } catch (error) {
      // Wrong with this item alone; anything else, and the ingest cannot go on.
      if (!isAppError(error) || !/^(image|link)_/.test(error.code)) throw error;
      skip(item.path, error.code, error.message);
    }
    counts.done++;
    report();
  }

  async function lane(): Promise<void> {
    try {
      for (;;) {
        const item = await queue.take();
        if (!item) return;
        await deal(item);
      }
    } catch (error) {
      close();
      // What is being read would be thrown away.
      failed.abort(error);
      throw error;
    }
  }

  // A queue that is full refuses: no more pictures than it has room for.
  const lanes = Math.min(availableParallelism() + LANES_BESIDE_CORES, embedder.status().maxQueue);
  try {
    // All of them end before what they made is written, also when one fails.
    const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
    const written = await Promise.allSettled([writer.flush()]);
    const failure = [...ended, ...written].find((result) => result.status === "rejected");
    if (failure) throw dataFolderFailure(failure.reason);
  } finally {
    settings.signal?.removeEventListener("abort", close);
    await queue.close();
  }
  return state();
}
