import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Connection, connect, type Table } from "@lancedb/lancedb";
import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { collectionSchema, describeModel, isSameModel } from "./collection-schema";
import { fromArrow, logSchema, readStamps, toArrow } from "./lance-rows";
import type { StoreEvent } from "./store-event";
import { isCommitConflict } from "./store-failure";
import type { StoreSchema } from "./vector-store";

const TABLE = "images";
/** Key of what the collection belongs to, in the table's own metadata: made with it, at once. */
const COLLECTION = "wavelength";

/** Rows taken in between two turns of the event loop: about 2 ms at 512 dims. */
const CHUNK_ROWS = 256;
const MAX_TRIES = 8;
/** Fewer fragments than this are never worth merging. */
const MIN_FRAGMENTS = 48;
/** Merge when this share of what is merged already has come since: rewriting stays linear. */
const MIN_NEW_SHARE = 0.5;
/** Old versions are kept this long for readers that are in the middle of one. */
const KEEP_VERSIONS_MS = 2 * 60_000;

/** How far a log has been read. */
export interface LogPosition {
  readonly version: number;
  /** When that version was committed; absent when it is no longer listed. */
  readonly committedMs?: number | undefined;
  /** Changes that were read. */
  readonly events: number;
  /** A whole number in decimal digits. */
  readonly nextRowId: string;
  /** The latest clock that was read of each writer. */
  readonly clocks: ReadonlyMap<string, number>;
}

/**
 * Changes of a gallery, only ever appended, in a LanceDB table: appends never conflict with each
 * other, so any number of processes write without waiting. Rows may stand in any order: a merge
 * of fragments moves them, and the stamps say what counts.
 */
export class LanceLog {
  readonly galleryId: string;
  readonly #connection: Connection;
  readonly #table: Table;
  readonly #schema: StoreSchema;
  /**
   * Rows below this are known. A fragment's id is the upper half of its rows' ids and only grows:
   * what was committed since we looked is in fragments above those we saw, or a merge of them.
   */
  #nextRowId = 0n;
  /** The latest clock that was read of each writer: its commits are seen in their order. */
  readonly #clocks = new Map<string, number>();
  #version = 0;
  #events = 0;

  private constructor(
    connection: Connection,
    table: Table,
    schema: StoreSchema,
    galleryId: string,
  ) {
    this.#connection = connection;
    this.#table = table;
    this.#schema = schema;
    this.galleryId = galleryId;
  }

  /**
   * Opens the log in a folder; makes both where they are missing.
   *
   * @param newGalleryId the name of one that is made: 8 characters base64url.
   * @throws {AppError} `model_mismatch`
   */
  static async open(
    dir: string,
    schema: StoreSchema,
    newGalleryId = randomBytes(6).toString("base64url"),
  ): Promise<LanceLog> {
    await mkdir(dir, { recursive: true });
    const connection = await connect(dir);
    const table = await openTable(dir, connection, schema, newGalleryId);
    const text = (await table.schema()).metadata.get(COLLECTION);
    const collection = collectionSchema.parse(JSON.parse(text ?? "null"));
    checkModel(collection, schema);
    return new LanceLog(connection, table, schema, collection.galleryId);
  }

  /** The version that was read last. */
  get version(): number {
    return this.#version;
  }

  /** How far it has been read: to be given to {@link goOnFrom} by a later process. */
  async position(): Promise<LogPosition> {
    return {
      version: this.#version,
      committedMs: await this.#committedMs(this.#version),
      events: this.#events,
      nextRowId: String(this.#nextRowId),
      clocks: new Map(this.#clocks),
    };
  }

  /** When a version was committed; `undefined` when it is not listed: merged away, or never there. */
  async #committedMs(version: number): Promise<number | undefined> {
    const versions = await this.#table.listVersions();
    return versions.find((one) => one.version === version)?.timestamp.getTime();
  }

  /**
   * Whether the log goes on from a position: not when it was replaced by an earlier state of itself, with or
   * without changes since. 2 ms; reads all stamps, a second a million, when the position's version has been
   * merged away.
   */
  async goesOnFrom(position: LogPosition): Promise<boolean> {
    const { version, committedMs, events, nextRowId, clocks } = position;
    await this.#table.checkoutLatest();
    if (version > (await this.#table.version())) return false;
    const listedMs = await this.#committedMs(version);
    if (listedMs !== undefined && committedMs !== undefined) return listedMs === committedMs;
    const next = BigInt(nextRowId);
    let known = 0;
    const stamps = this.#table.query().withRowId().select(["clock", "writer"]);
    for await (const batch of stamps) {
      for (const { clock, writer, rowId } of readStamps(batch)) {
        if (clock <= (clocks.get(writer) ?? 0)) known++;
        // One that nobody would look for.
        else if (rowId < next) return false;
      }
    }
    return known === events;
  }

  /** Takes what lies before a position as read. */
  goOnFrom({ version, events, nextRowId, clocks }: LogPosition): void {
    this.#version = version;
    this.#events = events;
    this.#nextRowId = BigInt(nextRowId);
    for (const [writer, clock] of clocks) this.#clocks.set(writer, clock);
  }

  /** Appends one commit. Durable when resolved. */
  async append(events: readonly StoreEvent[]): Promise<void> {
    const rows = toArrow(events, this.#schema);
    await retryConflicts(() => this.#table.add(rows));
  }

  /** What was appended since the last call, in chunks; a little of what is known may come again. */
  async *readNew(): AsyncGenerator<StoreEvent[]> {
    await this.#table.checkoutLatest();
    const version = await this.#table.version();
    if (version === this.#version) return;
    const news = await this.#lookForNews();
    const query = this.#table.query().where(news.where);
    for await (const batch of news.hasSome ? query : []) {
      for (let from = 0; from < batch.numRows; from += CHUNK_ROWS) {
        yield fromArrow(batch, from, Math.min(from + CHUNK_ROWS, batch.numRows));
      }
    }
    // Only now: a read that broke off is made again from where it began.
    for (const [writer, clock] of news.clocks) this.#clocks.set(writer, clock);
    this.#events += news.count;
    this.#nextRowId = news.nextRowId;
    this.#version = version;
  }

  /**
   * Reads stamps only, 20 bytes a row, to find what must be read whole: after a merge of fragments
   * all rows stand in a new one, and nearly all of them are known.
   */
  async #lookForNews() {
    const clocks = new Map<string, number>();
    let earliest = Number.POSITIVE_INFINITY;
    let last = -1n;
    let count = 0;
    const stamps = this.#table.query().where(`_rowid >= ${this.#nextRowId}`).withRowId();
    for await (const batch of stamps.select(["clock", "writer"])) {
      for (const { clock, writer, rowId } of readStamps(batch)) {
        if (rowId > last) last = rowId;
        if (clock <= (this.#clocks.get(writer) ?? 0)) continue;
        count++;
        if (clock < earliest) earliest = clock;
        clocks.set(writer, Math.max(clock, clocks.get(writer) ?? 0));
      }
    }
    return {
      clocks,
      count,
      hasSome: clocks.size > 0,
      where: `_rowid >= ${this.#nextRowId} AND clock >= ${earliest}`,
      nextRowId: last < 0n ? this.#nextRowId : ((last >> 32n) + 1n) << 32n,
    };
  }

  /** Merges small fragments when there are many, and forgets old versions. Safe at any time. */
  async mergeFragments(): Promise<void> {
    const { numRows, fragmentStats } = await this.#table.stats();
    const merged = fragmentStats.lengths.max;
    if (fragmentStats.numFragments < MIN_FRAGMENTS) return;
    if (numRows - merged < merged * MIN_NEW_SHARE) return;
    try {
      await this.#table.optimize({ cleanupOlderThan: new Date(Date.now() - KEEP_VERSIONS_MS) });
    } catch (error) {
      // Another process merges the same fragments: one of the two is enough.
      if (!isCommitConflict(error)) throw error;
    }
  }

  close(): void {
    this.#table.close();
    this.#connection.close();
  }
}

/** Opens the table, or makes it. Whether it is there is asked by opening it. */
async function openTable(
  dir: string,
  connection: Connection,
  schema: StoreSchema,
  newGalleryId: string,
): Promise<Table> {
  try {
    return await connection.openTable(TABLE);
  } catch (error) {
    if (!/not found/i.test(String(error))) throw error;
  }
  await createTable(dir, schema, newGalleryId);
  return connection.openTable(TABLE);
}

/**
 * Makes the table in a folder of its own and moves it into place: of several processes one wins.
 * LanceDB 0.39 lets two that create a table at once both succeed, the second over the first.
 */
async function createTable(dir: string, schema: StoreSchema, galleryId: string): Promise<void> {
  const { modelId, layout, copyDims } = schema;
  const collection = JSON.stringify({ format: 1, galleryId, modelId, copyDims, layout });
  const columns = logSchema(schema, new Map([[COLLECTION, collection]]));
  const apart = await mkdtemp(join(dir, "creating-"));
  try {
    const connection = await connect(apart);
    (await connection.createEmptyTable(TABLE, columns)).close();
    connection.close();
    await rename(join(apart, `${TABLE}.lance`), join(dir, `${TABLE}.lance`));
  } catch (error) {
    if (!isThere(error)) throw error;
  } finally {
    await rm(apart, { recursive: true, force: true });
  }
}

/** What moving a folder onto one that is there says; on Windows, EPERM. */
function isThere(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM";
}

/** Apart by chance, so that two that met once do not meet again; longer with every try. */
function pause(tries: number): Promise<void> {
  return delay(Math.random() * 20 * tries);
}

function checkModel(collection: z.infer<typeof collectionSchema>, schema: StoreSchema): void {
  if (isSameModel(collection, schema)) return;
  throw new AppError(
    "model_mismatch",
    `Expected a gallery embedded by ${describeModel(schema)} but this one was embedded by ${describeModel(collection)}: go back to that model (WAVELENGTH_MODEL), or give this one a data folder of its own (WAVELENGTH_DATA) and add the folders there again.`,
  );
}

async function retryConflicts<T>(commit: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await commit();
    } catch (error) {
      if (tries >= MAX_TRIES || !isCommitConflict(error)) throw error;
      await pause(tries);
    }
  }
}
