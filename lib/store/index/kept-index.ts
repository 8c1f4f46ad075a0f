import { randomBytes } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ASPECTS } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { logEvent } from "@/lib/log-event";
import type { DensityBook, SavedDensities } from "../density-book";
import type { LogPosition } from "../lance-log";
import { ARENA_FORMAT, SEGMENT_ROWS } from "../scan/arena-layout";
import type { StoreSchema } from "../vector-store";
import {
  closeRowFiles,
  NO_SPANS,
  openRowFiles,
  ROW_FILES,
  type RowFiles,
  type RowSpans,
} from "./row-files";
import { RowIndex, type SavedIndex } from "./row-index";
import type { SpannedFile } from "./spanned-file";

const FORMAT = 1;
const CURRENT = "current.json";
/** Bytes copied between two turns of the event loop: some 2 ms. */
const CHUNK_BYTES = 2 ** 22;
/** What nobody refers to is deleted when it is so old: another process may be about to. */
const GARBAGE_AGE_MS = 10 * 60_000;
/** Parts are merged when the rows behind one are at least this share of it: few parts, little copying. */
const MERGE_SHARE = 0.5;
/** Reading what another process has just replaced is tried so often. */
const MAX_TRIES = 3;

const partSchema = z.object({
  name: z.string(),
  firstRow: z.number(),
  rows: z.number(),
  firstRecord: z.number(),
  recordBytes: z.number(),
});
type Part = z.infer<typeof partSchema>;

const stampSchema = z.object({ clock: z.number(), writer: z.string() });
const idSchema = z.custom<ImageId>((value) => typeof value === "string");
const currentSchema = z.object({
  format: z.literal(FORMAT),
  /** Of what it was made from and for: another one is of no use. */
  key: z.string(),
  /** The state's file, and this version's name. */
  name: z.string(),
  parts: z.array(partSchema),
  position: z.object({
    version: z.number(),
    nextRowId: z.string(),
    clocks: z.array(z.tuple([z.string(), z.number()])),
  }),
  saved: z.object({
    rows: z.number(),
    writers: z.array(z.string()),
    licences: z.array(z.string()),
    sources: z.array(z.string()),
    clock: z.number(),
    recordsEnd: z.number(),
    tombstones: z.array(z.tuple([idSchema, stampSchema])),
    patches: z.array(
      z.tuple([idSchema, z.object({ stamp: stampSchema, said: z.custom<never>() })]),
    ),
  }),
  densityKey: z.string(),
});
type Current = z.infer<typeof currentSchema>;

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
 * current one lets it be. A part is written before a state names it, and the state appears whole.
 */
export class KeptIndex {
  readonly #log: string;
  readonly #dir: string;
  readonly #key: string;
  readonly #schema: StoreSchema;
  #current: Current | undefined;

  /** @param dir the log's folder. */
  constructor(dir: string, galleryId: string, schema: StoreSchema) {
    this.#log = dir;
    this.#dir = join(dir, "index");
    this.#schema = schema;
    const { modelId, layout, copyDims } = schema;
    this.#key = JSON.stringify([FORMAT, ARENA_FORMAT, galleryId, modelId, layout, copyDims]);
  }

  /** Rows that are kept. */
  get rows(): number {
    return this.#current?.saved.rows ?? 0;
  }

  /**
   * Opens what is kept, or an index without rows.
   *
   * @param newest the log's version: what claims to be later was kept of another log.
   * @throws what the file system throws when not even an empty one can be opened.
   */
  async open(newest: number): Promise<OpenedIndex> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const current = await this.#read();
      if (!current || current.key !== this.#key || current.position.version > newest) break;
      try {
        const opened = await this.#load(current);
        this.#current = current;
        return opened;
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
   * @throws what the file system throws; what was kept before is whole.
   */
  async keep(
    { index, files }: OpenedIndex,
    position: LogPosition,
    densities: DensityBook,
  ): Promise<boolean> {
    const { saved, columns } = index.save();
    const measured = densities.save(saved.rows);
    await mkdir(this.#dir, { recursive: true });
    if ((await this.#read())?.name !== this.#current?.name) return false;
    const kept = this.#partsToKeep(saved.rows);
    const part = await this.#writePart(index, files, saved, kept.at(-1));
    const name = randomBytes(6).toString("hex");
    await writeAll(join(this.#dir, `state-${name}`), [
      ...columns,
      new Uint8Array(measured.values.buffer),
      measured.measured,
    ]);
    const current: Current = {
      format: FORMAT,
      key: this.#key,
      name,
      parts: part ? [...kept, part] : [...kept],
      position: { ...position, clocks: [...position.clocks] },
      saved: saved as Current["saved"],
      densityKey: measured.key,
    };
    if ((await this.#read())?.name !== this.#current?.name) return false;
    await writeAll(join(this.#dir, `${CURRENT}.${name}`), [Buffer.from(JSON.stringify(current))]);
    await rename(join(this.#dir, `${CURRENT}.${name}`), join(this.#dir, CURRENT));
    this.#current = current;
    await this.#deleteGarbage(current);
    return true;
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

  async #load({ name, parts, position, saved, densityKey }: Current): Promise<OpenedIndex> {
    const files = openRowFiles(this.#log, this.#spansOf(parts));
    try {
      const index = new RowIndex(this.#schema, files);
      let segments = 0;
      for (const part of parts) {
        const from = Math.floor(part.firstRow / SEGMENT_ROWS);
        const to = Math.ceil((part.firstRow + part.rows) / SEGMENT_ROWS);
        await withFile(join(this.#dir, part.name, "segments"), "r", async (file) => {
          for (let at = from; at < to; at++) {
            const segment = at < segments ? index.arena.image(at) : index.arena.addSegment();
            await fillFrom(file, segment);
          }
        });
        segments = to;
      }
      const values = new Float32Array(saved.rows * ASPECTS.length);
      const measured = new Uint8Array(saved.rows);
      await withFile(join(this.#dir, `state-${name}`), "r", async (file) => {
        await index.load(saved as SavedIndex, (target) => fillFrom(file, target));
        await fillFrom(file, new Uint8Array(values.buffer));
        await fillFrom(file, measured);
      });
      const densities = { key: densityKey, values, measured };
      return {
        index,
        files,
        densities,
        position: { ...position, clocks: new Map(position.clocks) },
      };
    } catch (error) {
      closeRowFiles(files);
      throw error;
    }
  }

  #spansOf(parts: readonly Part[]): RowSpans {
    const { layout, copyDims } = this.#schema;
    const vectors = (kind: string, bytes: number) =>
      parts.map(({ name, firstRow, rows }) => ({
        path: join(this.#dir, name, kind),
        from: firstRow * bytes,
        to: (firstRow + rows) * bytes,
      }));
    return {
      energies: vectors("energies", layout.total * 4),
      copies: vectors("copies", copyDims * 4),
      records: parts.map(({ name, firstRecord, recordBytes }) => ({
        path: join(this.#dir, name, "records"),
        from: firstRecord,
        to: firstRecord + recordBytes,
      })),
    };
  }

  /** Parts that stay as they are; those behind them are small enough to be copied into a new one. */
  #partsToKeep(rows: number): readonly Part[] {
    const parts = [...(this.#current?.parts ?? [])];
    for (let last = parts.at(-1); last; last = parts.at(-1)) {
      if (rows - (last.firstRow + last.rows) < last.rows * MERGE_SHARE) break;
      parts.pop();
    }
    return parts;
  }

  /** Writes what comes after a part; nothing where nothing does. */
  async #writePart(
    index: RowIndex,
    files: RowFiles,
    saved: SavedIndex,
    last: Part | undefined,
  ): Promise<Part | undefined> {
    const firstRow = last ? last.firstRow + last.rows : 0;
    const firstRecord = last ? last.firstRecord + last.recordBytes : 0;
    const rows = saved.rows - firstRow;
    const recordBytes = saved.recordsEnd - firstRecord;
    if (rows === 0 && recordBytes === 0) return undefined;
    const name = `part-${randomBytes(6).toString("hex")}`;
    const dir = join(this.#dir, name);
    await mkdir(dir);
    const part = { name, firstRow, rows, firstRecord, recordBytes };
    const spans = this.#spansOf([part]);
    for (const kind of ROW_FILES) {
      const [span] = spans[kind];
      if (span) await writeAll(span.path, stretch(files[kind], span.from, span.to));
    }
    await writeAll(join(dir, "segments"), segmentsOf(index, firstRow, saved.rows));
    return part;
  }

  /** Deletes what no version refers to that anybody may still open. */
  async #deleteGarbage({ name, parts }: Current): Promise<void> {
    const needed = new Set([CURRENT, `state-${name}`, ...parts.map((part) => part.name)]);
    for (const entry of await readdir(this.#dir)) {
      const path = join(this.#dir, entry);
      const found = needed.has(entry) ? undefined : await stat(path).catch(() => undefined);
      if (!found || Date.now() - found.mtimeMs < GARBAGE_AGE_MS) continue;
      // On Windows what somebody reads stays, until the next time.
      await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }
}

/** Bytes of a file in pieces. They are there and will not change. */
function* stretch(file: SpannedFile, from: number, to: number): Generator<Uint8Array> {
  for (let at = from; at < to; at += CHUNK_BYTES) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, to - at));
    file.read(chunk, at);
    yield chunk;
  }
}

function* segmentsOf(index: RowIndex, firstRow: number, rows: number): Generator<Uint8Array> {
  const to = Math.ceil(rows / SEGMENT_ROWS);
  for (let at = Math.floor(firstRow / SEGMENT_ROWS); at < to; at++) yield index.arena.image(at);
}

/** Writes a new file, for good: it is on the disk when this resolves. */
async function writeAll(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  await withFile(path, "wx", async (file) => {
    for (const chunk of chunks) {
      for (let done = 0; done < chunk.length; ) {
        done += (await file.write(chunk, done, chunk.length - done)).bytesWritten;
      }
    }
    await file.datasync();
  });
}

async function withFile(
  path: string,
  flags: string,
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** @throws {RangeError} when the file has less. */
async function fillFrom(file: FileHandle, target: Uint8Array): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const wanted = Math.min(CHUNK_BYTES, target.length - done);
    const { bytesRead } = await file.read(target, done, wanted);
    if (bytesRead === 0) throw new RangeError(`Expected ${target.length - done} more bytes`);
    done += bytesRead;
  }
}
