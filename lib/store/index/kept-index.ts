import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ASPECTS } from "@/lib/energy/aspects";
import { logEvent } from "@/lib/log-event";
import type { DensityBook, SavedDensities } from "../density-book";
import type { LogPosition } from "../lance-log";
import { ARENA_FORMAT, SEGMENT_ROWS } from "../scan/arena-layout";
import type { StoreSchema } from "../vector-store";
import { checksum, fillFrom, syncFolder, withFile, writeAll } from "./kept-files";
import { spansOf, writePart } from "./kept-parts";
import {
  type Current,
  currentSchema,
  KEPT_FORMAT,
  type Part,
  type State,
  stateSchema,
} from "./kept-state";
import { closeRowFiles, NO_SPANS, openRowFiles, type RowFiles } from "./row-files";
import { RowIndex, type SavedIndex } from "./row-index";

const CURRENT = "current.json";
/** What nobody refers to is deleted when it is so old: another process may be about to. */
const GARBAGE_AGE_MS = 10 * 60_000;
/** Parts are merged when the rows behind one are at least this share of it: few parts, little copying. */
const MERGE_SHARE = 0.5;
/** Reading what another process has just replaced is tried so often. */
const MAX_TRIES = 3;

/** The rows of a gallery, and how far the log is in them. */
export interface OpenedIndex {
  readonly index: RowIndex;
  readonly files: RowFiles;
  readonly position?: LogPosition;
  readonly densities?: SavedDensities;
}

/**
 * What was made of the log, kept beside it so that opening does not make it again: segments of the
 * arena, vectors and records in parts that never change, and a state that names them and says how
 * far of the log is in them. It is a cache: without it, or with one that does not fit, all is made
 * from the log. Any process may keep a later version; one that began from another version than the
 * current one lets it be. All is on the disk, with sums over what is read whole and lengths of the rest,
 * before one small file that appears at once says that it counts.
 */
export class KeptIndex {
  readonly #log: string;
  readonly #dir: string;
  readonly #key: string;
  readonly #schema: StoreSchema;
  /** The version that this process began from or has kept. */
  #name: string | undefined;
  #parts: readonly Part[] = [];

  /** @param dir the log's folder. */
  constructor(dir: string, galleryId: string, schema: StoreSchema) {
    this.#log = dir;
    this.#dir = join(dir, "index");
    this.#schema = schema;
    const { modelId, layout, copyDims } = schema;
    this.#key = JSON.stringify([KEPT_FORMAT, ARENA_FORMAT, galleryId, modelId, layout, copyDims]);
  }

  /**
   * Opens what is kept, or an index without rows.
   *
   * @param isOfLog whether the log goes on from a position, or is another one by now.
   * @throws what the file system throws when not even an empty one can be opened.
   */
  async open(isOfLog: (position: LogPosition) => Promise<boolean>): Promise<OpenedIndex> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const current = await this.#read();
      this.#name = current?.name;
      if (!current || current.key !== this.#key) break;
      try {
        const state = await this.#readState(current);
        const position = { ...state.position, clocks: new Map(state.position.clocks) };
        if (!(await isOfLog(position))) break;
        const opened = await this.#load(current.name, state);
        this.#parts = state.parts;
        return { ...opened, position };
      } catch (error) {
        if (tries === MAX_TRIES) logEvent("index_unreadable", { error: String(error) });
      }
    }
    const files = openRowFiles(this.#log, NO_SPANS);
    return { files, index: new RowIndex(this.#schema, files) };
  }

  /**
   * Keeps the index as it is now. What it is now is copied at once; the rest takes a second a
   * million rows and gives way to other work.
   *
   * @returns whether it is kept: not when another process has kept a later one meanwhile.
   * @throws what the file system throws; what was kept before is whole, and nothing else is left.
   */
  async keep(
    { index, files }: OpenedIndex,
    position: LogPosition,
    densities: DensityBook,
  ): Promise<boolean> {
    const { saved, columns } = index.save();
    const measured = densities.save(saved.rows);
    await mkdir(this.#dir, { recursive: true });
    if (await this.#isOutdated()) return false;
    const kept = this.#partsToKeep(saved.rows);
    const name = randomBytes(6).toString("hex");
    const made = [`part-${name}`, `state-${name}`, `state-${name}.json`, `${CURRENT}.${name}`];
    try {
      const part = await writePart({
        ...{ dir: this.#dir, name: `part-${name}`, schema: this.#schema },
        ...{ index, files, saved, last: kept.at(-1) },
      });
      const columnsSum = await writeAll(join(this.#dir, `state-${name}`), [
        ...columns,
        new Uint8Array(measured.values.buffer),
        measured.measured,
      ]);
      const state: State = {
        parts: part ? [...kept, part] : [...kept],
        position: { ...position, clocks: [...position.clocks] },
        saved: saved as State["saved"],
        densityKey: measured.key,
        columnsSum,
      };
      const bytes = Buffer.from(JSON.stringify(state));
      const stateSum = await writeAll(join(this.#dir, `state-${name}.json`), [bytes]);
      const isKept = await this.#replace({ format: KEPT_FORMAT, key: this.#key, name, stateSum });
      if (!isKept) await this.#delete(made);
      else [this.#name, this.#parts] = [name, state.parts];
      if (isKept) await this.#deleteGarbage();
      return isKept;
    } catch (error) {
      if (this.#name !== name) await this.#delete(made);
      throw error;
    }
  }

  /** Makes a version the one that counts, unless another process was quicker. */
  async #replace(current: Current): Promise<boolean> {
    const path = join(this.#dir, `${CURRENT}.${current.name}`);
    await writeAll(path, [Buffer.from(JSON.stringify(current))]);
    await syncFolder(this.#dir);
    if (await this.#isOutdated()) return false;
    await rename(path, join(this.#dir, CURRENT));
    await syncFolder(this.#dir);
    return true;
  }

  async #isOutdated(): Promise<boolean> {
    return (await this.#read())?.name !== this.#name;
  }

  async #read(): Promise<Current | undefined> {
    try {
      const text = await readFile(join(this.#dir, CURRENT), "utf8");
      return currentSchema.parse(JSON.parse(text));
    } catch {
      // None yet, or one of another format: as good as none.
      return undefined;
    }
  }

  async #readState({ name, stateSum }: Current): Promise<State> {
    const bytes = await readFile(join(this.#dir, `state-${name}.json`));
    checkSum(bytes.length === 0 ? -1 : checksum(bytes, 0), stateSum);
    return stateSchema.parse(JSON.parse(bytes.toString()));
  }

  async #load(name: string, { parts, saved, densityKey, columnsSum }: State): Promise<OpenedIndex> {
    const files = openRowFiles(this.#log, spansOf(parts, this.#dir, this.#schema));
    try {
      const index = new RowIndex(this.#schema, files);
      let segments = 0;
      for (const part of parts) {
        const from = Math.floor(part.firstRow / SEGMENT_ROWS);
        const to = Math.ceil((part.firstRow + part.rows) / SEGMENT_ROWS);
        await this.#readSummed(join(part.name, "segments"), part.segmentsSum, async (fill) => {
          for (let at = from; at < to; at++) {
            await fill(at < segments ? index.arena.image(at) : index.arena.addSegment());
          }
        });
        segments = to;
      }
      const values = new Float32Array(saved.rows * ASPECTS.length);
      const measured = new Uint8Array(saved.rows);
      await this.#readSummed(`state-${name}`, columnsSum, async (fill) => {
        await index.load(saved as SavedIndex, fill);
        await fill(new Uint8Array(values.buffer));
        await fill(measured);
      });
      return { index, files, densities: { key: densityKey, values, measured } };
    } catch (error) {
      closeRowFiles(files);
      throw error;
    }
  }

  /** @throws {RangeError} when a file is not what was written, or shorter. */
  async #readSummed(
    path: string,
    expected: number,
    read: (fill: (target: Uint8Array) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    let sum = 0;
    await withFile(join(this.#dir, path), "r", (file) =>
      read(async (target) => {
        await fillFrom(file, target);
        sum = checksum(target, sum);
      }),
    );
    checkSum(sum, expected);
  }

  /** Parts that stay as they are; those behind them are small enough to be copied into a new one. */
  #partsToKeep(rows: number): readonly Part[] {
    const parts = [...this.#parts];
    for (let last = parts.at(-1); last; last = parts.at(-1)) {
      if (rows - (last.firstRow + last.rows) < last.rows * MERGE_SHARE) break;
      parts.pop();
    }
    return parts;
  }

  async #delete(names: readonly string[]): Promise<void> {
    for (const name of names) {
      // On Windows what somebody reads stays, until the next time.
      await rm(join(this.#dir, name), { recursive: true, force: true }).catch(() => {});
    }
  }

  /** Deletes what no version refers to that anybody may still open. */
  async #deleteGarbage(): Promise<void> {
    const state = [`state-${this.#name}`, `state-${this.#name}.json`];
    const needed = new Set([CURRENT, ...state, ...this.#parts.map((part) => part.name)]);
    for (const entry of await readdir(this.#dir)) {
      if (needed.has(entry)) continue;
      const found = await stat(join(this.#dir, entry)).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs >= GARBAGE_AGE_MS) await this.#delete([entry]);
    }
  }
}

function checkSum(sum: number, expected: number): void {
  if (sum === expected) return;
  throw new RangeError(`Expected a file whose sum is ${expected} but it is ${sum}`);
}
