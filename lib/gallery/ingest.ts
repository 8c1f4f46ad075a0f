import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import type { Embedder } from "@/lib/embedding/embedder";
import { isAppError } from "@/lib/errors";
import type { VectorStore } from "@/lib/store/vector-store";
import { claimName } from "./crew/claims";
import { Crew } from "./crew/crew";
import type { Skipped } from "./crew/journal";
import { dataFolderFailure } from "./data-folder-failure";
import type { PictureLimits } from "./decode";
import { type ClaimedWork, Deferred } from "./deferred";
import { ItemQueue, type Work } from "./item-queue";
import { KnownFiles } from "./known-files";
import { RowWriter } from "./row-writer";
import { SourceTally } from "./source-tally";
import type { Source } from "./sources/source";
import { makeStages, measuresOf, type StageUse } from "./stages";
import { PictureTaker, type TakenItem, type Taking } from "./take-picture";
import type { Thumbnails } from "./thumbnails";

/**
 * How far an ingest has come, whoever dealt with its items: this process, or another that is at work
 * on the same. Every item that is done is one of added, known … skipped.
 */
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
  /** Those that are named, of a great many the first; grows while the ingest runs. */
  readonly skipped: readonly Skipped[];
  readonly skippedCount: number;
  /** Processes that ingest into this gallery, this one among them. */
  readonly workers: number;
  /** What the stages of this process did. */
  readonly stages: readonly StageUse[];
}

/** What an ingest knew at its end; empty after one that failed. */
export interface IngestMemory {
  known?: KnownFiles | undefined;
}

/** What an ingest needs. */
export interface IngestSettings {
  /** The caller's to close. */
  readonly sources: readonly Source[];
  readonly store: VectorStore;
  readonly embedder: Embedder;
  /** Where the workers of this gallery tell each other what they do. */
  readonly dataDir: string;
  readonly thumbnails: Thumbnails;
  readonly limits: PictureLimits;
  /** Takes in anew what is known already, and what was removed by hand. */
  readonly again?: boolean;
  /** Files and folders that may be gone; looked at when all else is done, for they may have moved. */
  readonly gone?: readonly string[];
  /** Of whoever ingests again and again: what is known is not read from the whole store each time. */
  readonly memory?: IngestMemory;
  readonly onProgress?: (state: IngestState) => void;
  /** Told once this process is one of the workers: what others do from now on is seen. */
  readonly onJoin?: () => void;
  /** When it is aborted, what is in hand is finished and written. */
  readonly signal?: AbortSignal;
}

/**
 * Takes the pictures of sources into the gallery. Several pictures are in hand at once, each on its way
 * through read, decode, thumbnails, embed and write, so that no stage waits for another. A row is
 * written after its thumbnails, so whatever the gallery shows can be shown, whenever we are killed.
 * Any number of processes may do so at once, with the same sources or others: see {@link Crew}.
 *
 * @throws {AppError} `folder_not_found`; `disk_full`, `store_unavailable`, `embedder_unavailable`.
 *   An item that cannot be read is skipped by name and is not a failure. What was in hand is written
 *   before the failure is thrown, where that can be.
 */
export async function ingest(settings: IngestSettings): Promise<IngestState> {
  const { dataDir, store, thumbnails } = settings;
  try {
    const crew = await Crew.join(dataDir, () => thumbnails.clearUnfinished());
    try {
      settings.onJoin?.();
      // After joining: what others are done with by now is in the store, and what comes they tell.
      await store.refresh();
      const { memory = {} } = settings;
      const remembered = memory.known;
      memory.known = undefined;
      const known = remembered ?? (await KnownFiles.of(store));
      const isOld = remembered !== undefined;
      const at = { known, isOld, removed: await store.removed() };
      const state = await new Ingest(settings, crew, at).run();
      memory.known = known;
      return state;
    } finally {
      await crew.leave();
    }
  } catch (error) {
    throw dataFolderFailure(error);
  }
}

class Ingest {
  readonly #settings: IngestSettings;
  readonly #crew: Crew;
  readonly #lanes: number;
  readonly #stages;
  readonly #tallies: readonly SourceTally[];
  readonly #writer: RowWriter<TakenItem>;
  readonly #taker: PictureTaker;
  readonly #queue: ItemQueue;
  readonly #failed = new AbortController();
  /** Ends a read that waits for another server: when this ingest fails, or is to stop. */
  readonly #readsEnd: AbortSignal;
  readonly #startMs = performance.now();
  readonly #skipped: Skipped[] = [];
  /** Looked at again when there is nothing else to do. */
  readonly #deferred = new Deferred();

  constructor(
    settings: IngestSettings,
    crew: Crew,
    at: Pick<Taking, "known" | "isOld" | "removed">,
  ) {
    const { embedder, store, sources, again = false } = settings;
    const { maxBatch, maxQueue } = embedder.status();
    const cores = availableParallelism();
    this.#settings = settings;
    this.#crew = crew;
    const ends = [this.#failed.signal, settings.signal].filter((signal) => signal !== undefined);
    this.#readsEnd = AbortSignal.any(ends);
    // Every lane may wait with it.
    setMaxListeners(0, this.#readsEnd);
    // One batch runs and one waits while every core decodes; a queue that is full refuses.
    this.#lanes = Math.min(cores + 2 * maxBatch, maxQueue);
    this.#stages = makeStages(this.#lanes, cores, maxBatch);
    this.#tallies = sources.map((source) => new SourceTally(source, this.#skipped));
    this.#writer = new RowWriter(store, this.#stages.write, (written) => this.#settle(written));
    const parts = { ...at, crew, again, writer: this.#writer, stages: this.#stages };
    this.#taker = new PictureTaker({ ...settings, ...parts });
    this.#queue = new ItemQueue(this.#tallies);
    crew.onNews = (settled) => this.#settleDeferred(settled);
  }

  async run(): Promise<IngestState> {
    const { signal } = this.#settings;
    const close = () => void this.#queue.close();
    if (signal?.aborted) close();
    signal?.addEventListener("abort", close, { once: true });
    try {
      const lanes = Array.from({ length: this.#lanes }, () => this.#lane());
      // All of them end before what they made is written, also when one fails.
      const ended = await Promise.allSettled(lanes);
      const finished = await Promise.allSettled([this.#finish(ended)]);
      const failure = [...ended, ...finished].find((result) => result.status === "rejected");
      if (failure) throw failure.reason;
    } finally {
      signal?.removeEventListener("abort", close);
      await this.#queue.close();
      this.#report();
    }
    return this.#state();
  }

  async #finish(ended: readonly PromiseSettledResult<void>[]): Promise<void> {
    await this.#writer.flush();
    if (ended.some(({ status }) => status === "rejected")) return;
    await this.#taker.forget(this.#settings.gone ?? []);
    await this.#taker.finish();
    await this.#writer.flush();
  }

  async #lane(): Promise<void> {
    const { signal } = this.#settings;
    try {
      for (;;) {
        const listed = this.#deferred.hasRoom ? await this.#queue.take() : undefined;
        const work = listed ? this.#claimed(listed) : this.#deferred.take();
        if (signal?.aborted || this.#failed.signal.aborted) return;
        if (!work && this.#deferred.isEmpty) return;
        const againS = work && (await this.#deal(work));
        if (work && againS === undefined) {
          this.#report();
          continue;
        }
        if (work) this.#deferred.add(work, againS);
        if (!this.#queue.isEmpty && this.#deferred.hasRoom) continue;
        // Others may wait for what is in hand here, as we do for them.
        await this.#writer.flush();
        await this.#crew.waitForOthers();
      }
    } catch (error) {
      // What is being read would be thrown away.
      this.#failed.abort(error);
      void this.#queue.close();
      throw error;
    }
  }

  /**
   * @returns after how many seconds an item is to be tried again, which another worker has in hand or
   *   whose server is away; `undefined` when it is done with.
   */
  async #deal({ item, claim, tally }: ClaimedWork): Promise<number | undefined> {
    if (this.#countTheirs(claim, tally)) return undefined;
    if (this.#taker.isKnown(item)) {
      tally.count({ outcome: "known" });
      return undefined;
    }
    if (!(await this.#crew.take(claim))) return 0;
    // Another may have been done with it, and given it back, between our look and our claim.
    await this.#crew.news();
    if (this.#countTheirs(claim, tally)) {
      await this.#crew.giveBack(claim);
      return undefined;
    }
    try {
      const outcome = await this.#taker.take({ item, claim, tally }, this.#readsEnd);
      if (outcome === "busy") {
        await this.#crew.giveBack(claim);
        return 0;
      }
      if (outcome === "others" || outcome === "removed") {
        await this.#crew.settle([{ claims: [claim], outcome }]);
      }
      tally.count({ outcome });
    } catch (error) {
      const againS = this.#againS(error);
      if (againS !== undefined) {
        await this.#crew.giveBack(claim);
        return againS;
      }
      // Wrong with this item alone; anything else, and the ingest cannot go on.
      if (!isAppError(error) || !/^(image|link)_/.test(error.code)) throw error;
      const skipped = { path: item.path, code: error.code, message: error.message };
      await this.#crew.settle([{ claims: [claim], outcome: "skipped", skipped }]);
      tally.count({ outcome: "skipped", skipped });
    }
    return undefined;
  }

  /** After how many seconds an item can be tried of which nothing is known yet; 0: we are to stop. */
  #againS(error: unknown): number | undefined {
    if (isAppError(error) && error.code === "link_unreachable") return error.retryAfterS;
    const isStopped = this.#settings.signal?.aborted === true;
    return isStopped && (error as Error).name === "AbortError" ? 0 : undefined;
  }

  #countTheirs(claim: string, tally: SourceTally): boolean {
    const settled = this.#crew.settledByOthers(claim);
    if (settled) tally.countTheirs(settled);
    return settled !== undefined;
  }

  /** What was written is durable. */
  async #settle(written: readonly TakenItem[]): Promise<void> {
    await this.#crew.settle(written);
    for (const { tally, outcome } of written) if (tally && outcome === "added") tally.added++;
    this.#report();
  }

  #settleDeferred(settled: readonly string[]): void {
    let isNew = false;
    for (const claim of settled) {
      const work = this.#deferred.remove(claim);
      if (!work) continue;
      isNew = true;
      // Told once, and put off twice.
      if (!this.#countTheirs(claim, work.tally)) this.#deferred.add(work);
    }
    if (isNew) this.#report();
  }

  /** An item that has changed is another one. */
  #claimed(work: Work): ClaimedWork {
    const { path, bytes, modifiedMs } = work.item;
    const again = this.#settings.again === true;
    return { ...work, claim: claimName("item", path, bytes, modifiedMs, again) };
  }

  #report(): void {
    const counts = this.#tallies.map((tally) => tally.counts);
    this.#crew.report(counts, this.#stages.embed.count);
    this.#settings.onProgress?.(this.#state());
  }

  #state(): IngestState {
    const sum = (of: (tally: SourceTally) => number) =>
      this.#tallies.reduce((total, tally) => total + of(tally), 0);
    return {
      found: sum(({ found }) => found),
      isWhole: this.#tallies.every(({ isWhole }) => isWhole),
      done: sum(({ done }) => done),
      added: sum(({ added }) => added),
      known: sum(({ known }) => known),
      removed: sum(({ removed }) => removed),
      others: sum(({ others }) => others),
      // Not a copy: this is said after every item.
      skipped: this.#skipped,
      skippedCount: sum(({ skipped }) => skipped),
      workers: this.#crew.alive,
      stages: measuresOf(this.#stages, (performance.now() - this.#startMs) / 1_000),
    };
  }
}
