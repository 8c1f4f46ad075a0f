import { stat } from "node:fs/promises";
import type { ImageId } from "@/lib/energy/image-id";
import { inLanes } from "@/lib/in-lanes";
import type { ImageLocation, ImageRow, VectorStore } from "@/lib/store/vector-store";
import { claimName } from "../crew/claims";
import { Crew } from "../crew/crew";
import type { RowCounts, Skipped } from "../crew/journal";
import type { Tally } from "../crew/roster";
import { dataFolderFailure } from "../data-folder-failure";
import type { IngestState } from "../ingest";
import { makeStages, measuresOf } from "../stages";
import type { Thumbnails } from "../thumbnails";
import { idOf, NO_ID, placeOf, vectorRow } from "./vector-row";
import type { RowGroup, VectorRecord, VectorsFile } from "./vectors-file";

/** A commit costs the same whatever its size; 8,192 rows of 640 numbers are 21 MB. */
const ROWS_A_COMMIT = 8_192;
/** Files that are looked for at once. */
const LOOKS = 16;
/** Rows that cannot be taken in and are named; a column that is wrong is wrong a million times. */
const MAX_NAMED = 1_000;

/** What taking in vectors needs. */
export interface VectorsSettings {
  readonly files: readonly VectorsFile[];
  readonly store: VectorStore;
  readonly dataDir: string;
  readonly thumbnails: Thumbnails;
  /** Takes in anew what is known already, and what was removed by hand. */
  readonly again?: boolean;
  /** Rows of all files together; all by default. */
  readonly limit?: number | undefined;
  readonly onProgress?: (state: IngestState) => void;
  /** As for pictures. */
  readonly onJoin?: () => void;
  /** When it is aborted, what is in hand is written. */
  readonly signal?: AbortSignal;
}

interface Work {
  readonly file: VectorsFile;
  readonly group: RowGroup;
  readonly tally: { -readonly [K in keyof Tally]: Tally[K] };
}

/**
 * Takes images whose vectors are known already into the gallery: nothing is decoded and no model is
 * asked. Several processes share the row groups of a file as they share pictures, and a run that was
 * killed is gone on with: what is there is known.
 *
 * @throws {AppError} `source_invalid` for rows that cannot be read; `disk_full`, `store_unavailable`.
 *   A row that cannot be one is skipped by its number.
 */
export async function ingestVectors(settings: VectorsSettings): Promise<IngestState> {
  const { dataDir, thumbnails } = settings;
  try {
    const crew = await Crew.join(dataDir, () => thumbnails.clearUnfinished());
    try {
      settings.onJoin?.();
      return await new VectorsIngest(settings, crew).run();
    } finally {
      await crew.leave();
    }
  } catch (error) {
    throw dataFolderFailure(error);
  }
}

class VectorsIngest {
  readonly #settings: VectorsSettings;
  readonly #crew: Crew;
  readonly #stages = makeStages(1, 1, 1);
  readonly #startMs = performance.now();
  readonly #tallies: Work["tally"][] = [];
  readonly #skipped: Skipped[] = [];
  #known: ReadonlySet<ImageId> = new Set();
  /** By this ingest: not again, whatever was asked. */
  readonly #written = new Set<ImageId>();
  #removed: ReadonlySet<ImageId> = new Set();
  #heard = -1;

  constructor(settings: VectorsSettings, crew: Crew) {
    this.#settings = settings;
    this.#crew = crew;
  }

  async run(): Promise<IngestState> {
    let waiting = this.#list();
    while (waiting.length > 0 && !this.#settings.signal?.aborted) {
      const busy: Work[] = [];
      for (const work of waiting) {
        if (this.#settings.signal?.aborted) break;
        if (!(await this.#deal(work))) busy.push(work);
        this.#report();
      }
      waiting = busy;
      if (busy.length > 0) await this.#crew.waitForOthers();
    }
    this.#report();
    return this.#state();
  }

  #list(): Work[] {
    let left = this.#settings.limit ?? Number.POSITIVE_INFINITY;
    return this.#settings.files.flatMap((file) => {
      const counts = { found: 0, done: 0, added: 0, known: 0, removed: 0, others: 0, skipped: 0 };
      const tally = { label: `vectors ${file.path}`, isWhole: true, ...counts };
      this.#tallies.push(tally);
      return file.groups.flatMap(({ rowStart, rowEnd }) => {
        const group = { rowStart, rowEnd: Math.min(rowEnd, rowStart + left) };
        const rows = group.rowEnd - group.rowStart;
        left -= rows;
        tally.found += rows;
        return rows > 0 ? [{ file, group, tally }] : [];
      });
    });
  }

  /** @returns whether a group is done with; not one that another worker has in hand. */
  async #deal({ file, group, tally }: Work): Promise<boolean> {
    const { path, bytes, modifiedMs } = file;
    const { again = false } = this.#settings;
    const claim = claimName("rows", path, bytes, modifiedMs, group, again);
    if (!(await this.#crew.take(claim))) {
      await this.#crew.news();
      return this.#countTheirs(claim, tally);
    }
    await this.#crew.news();
    if (this.#countTheirs(claim, tally)) {
      await this.#crew.giveBack(claim);
      return true;
    }
    await this.#lookAtStore();
    const records = await this.#stages.read.during(() => file.read(group));
    const rows = await this.#write(file, group, records, tally);
    if (rows) await this.#crew.settle([{ claims: [claim], outcome: "added", rows }]);
    else await this.#crew.giveBack(claim);
    return true;
  }

  /** What the gallery has: again after others have said something. */
  async #lookAtStore(): Promise<void> {
    const { heard } = this.#crew;
    if (heard === this.#heard) return;
    this.#heard = heard;
    const { store } = this.#settings;
    await store.refresh();
    this.#known = new Set(await store.ids());
    this.#removed = await store.removed();
  }

  /** @returns what became of the rows; `undefined` when it was stopped in the middle. */
  async #write(
    file: VectorsFile,
    { rowStart }: RowGroup,
    records: readonly VectorRecord[],
    tally: Work["tally"],
  ): Promise<RowCounts | undefined> {
    const { store, signal } = this.#settings;
    const counts = { added: 0, known: 0, removed: 0, skipped: 0 };
    let writing: Promise<void> = Promise.resolve();
    for (let at = 0; at < records.length; at += ROWS_A_COMMIT) {
      if (signal?.aborted) break;
      const batch = records.slice(at, at + ROWS_A_COMMIT);
      const rows = await this.#stages.decode.during(() =>
        this.#rowsOf(file, rowStart + at, batch, { counts, tally }),
      );
      // One batch is made while the one before is written.
      await writing;
      writing = this.#stages.write
        .during(async () => (rows.length > 0 ? store.upsert(rows) : undefined))
        .then(() => {
          counts.added += rows.length;
          tally.added += rows.length;
          tally.done += batch.length;
          this.#report();
        });
      // Whoever awaits it hears of a failure; meanwhile it is nobody's.
      writing.catch(() => {});
    }
    await writing;
    return signal?.aborted ? undefined : counts;
  }

  async #rowsOf(
    file: VectorsFile,
    firstRow: number,
    records: readonly VectorRecord[],
    { counts, tally }: { readonly counts: RowCounts; readonly tally: Work["tally"] },
  ): Promise<ImageRow[]> {
    const { store } = this.#settings;
    const rows: ImageRow[] = [];
    const skip = (i: number, message: string) => {
      counts.skipped++;
      tally.skipped++;
      if (this.#skipped.length >= MAX_NAMED) return;
      const path = `${file.path} row ${firstRow + i + 1}`;
      this.#skipped.push({ path, code: "invalid_row", message });
    };
    const places = await inLanes(records, LOOKS, (record) => findPlace(record, file));
    records.forEach((record, i) => {
      const place = places[i] ?? { path: file.path, bytes: 0, modifiedMs: 0 };
      const id = idOf(record, place.path);
      const before = id && this.#fateOf(id);
      if (!id) skip(i, NO_ID);
      else if (before) {
        counts[before]++;
        tally[before]++;
      } else {
        const row = vectorRow(id, record, place, store.schema);
        if (typeof row === "string") skip(i, row);
        else {
          this.#written.add(id);
          rows.push(row);
        }
      }
    });
    return rows;
  }

  /** What keeps an image out: it is there, comes twice, or was removed by hand. */
  #fateOf(id: ImageId): "known" | "removed" | undefined {
    if (this.#written.has(id)) return "known";
    if (this.#settings.again) return undefined;
    if (this.#removed.has(id)) return "removed";
    return this.#known.has(id) ? "known" : undefined;
  }

  #countTheirs(claim: string, tally: Work["tally"]): boolean {
    const rows = this.#crew.settledByOthers(claim)?.rows;
    if (!rows) return false;
    for (const count of ["added", "known", "removed", "skipped"] as const) {
      tally[count] += rows[count];
      tally.done += rows[count];
    }
    return true;
  }

  #report(): void {
    this.#crew.report(this.#tallies, 0);
    this.#settings.onProgress?.(this.#state());
  }

  #state(): IngestState {
    const sum = (count: Exclude<keyof Tally, "label" | "isWhole">) =>
      this.#tallies.reduce((total, tally) => total + tally[count], 0);
    return {
      found: sum("found"),
      isWhole: true,
      done: sum("done"),
      added: sum("added"),
      known: sum("known"),
      removed: sum("removed"),
      others: sum("others"),
      skipped: this.#skipped,
      skippedCount: sum("skipped"),
      workers: this.#crew.alive,
      stages: measuresOf(this.#stages, (performance.now() - this.#startMs) / 1_000),
    };
  }
}

/** A file that is there can be shown; one that is not may come. */
async function findPlace(record: VectorRecord, file: VectorsFile): Promise<ImageLocation> {
  const path = placeOf(record, file);
  const isFile = Boolean(record.path);
  const found = isFile ? await stat(path).catch(() => undefined) : undefined;
  return { path, bytes: found?.size ?? 0, modifiedMs: found?.mtimeMs ?? 0 };
}
