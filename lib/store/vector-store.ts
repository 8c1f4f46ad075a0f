import type { EnergyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import type { ImageDetails } from "@/lib/gallery/image-details";

/** One place an image's file was found in, with what tells cheaply whether it has changed. */
export interface ImageLocation {
  /** Absolute path, or the link it was fetched from. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Fingerprint of what a `gallery.jsonl` said of it, to tell cheaply whether that has changed. */
  readonly said?: string;
}

/** What the store keeps of an image, without its vectors. */
export interface StoredImage {
  readonly id: ImageId;
  /** Pixels, after orientation is applied. */
  readonly width: number;
  readonly height: number;
  /** At most 25 bytes. */
  readonly thumbhash: Uint8Array;
  readonly details: ImageDetails;
  /** At least one; the first is where it was found first. */
  readonly locations: readonly ImageLocation[];
  /** Milliseconds since the epoch. */
  readonly addedMs: number;
}

/** A stored image with its vectors. */
export interface ImageRow extends StoredImage {
  /** float32, `[layout.total]`: unit blocks side by side (`lib/energy/aspects.ts`). */
  readonly energy: Float32Array;
  /** float32 unit vector, `[copyDims]`; empty when the model has no such output. */
  readonly copy: Float32Array;
}

/** What a collection of vectors belongs to. A vector without its model means nothing. */
export interface StoreSchema {
  readonly modelId: string;
  readonly layout: EnergyLayout;
  /** 0 when the model has no `copy` output. */
  readonly copyDims: number;
}

/** One neighbour. */
export interface Hit {
  readonly id: ImageId;
  /** ⟨query, energy⟩ in float32. */
  readonly score: number;
  /** Width ÷ height: all that a wall must know of a tile before its details. Kept in memory. */
  readonly aspectRatio: number;
}

export interface SearchOptions {
  /** How many neighbours are wanted; at least 1, at most 10,000. */
  readonly limit: number;
  /** Ids that must not be returned. */
  readonly exclude?: ReadonlySet<ImageId>;
  readonly filters?: Filters;
  readonly signal?: AbortSignal;
}

/** State of the collection a reader sees; both numbers only ever grow with writes. */
export interface StoreState {
  /** Random, made once with the collection: 8 characters base64url. Says which gallery this is. */
  readonly galleryId: string;
  /** Grows by at least one with every acknowledged write that this reader can see. */
  readonly revision: number;
  /** Images that a search can return. */
  readonly count: number;
}

/**
 * Where images and their vectors live. The contract suite (`vector-store.contract.ts`) is the
 * specification; an adapter is done when it passes.
 *
 * Any number of processes may read while others write, and see acknowledged writes within a second
 * without being reopened. Writers of different processes do not lose each other's rows: a commit
 * that conflicts is retried.
 */
export interface VectorStore {
  readonly schema: StoreSchema;

  /** What is seen now. In memory: free to call on every request. */
  state(): StoreState;

  /**
   * Takes in what other processes have written since. Called by `state`'s owner on a timer;
   * tests call it to be deterministic. Cost is proportional to what is new.
   */
  refresh(): Promise<StoreState>;

  /**
   * Inserts or replaces by id; durable when resolved.
   * An id that was removed by hand is brought back by this: ask `removed` first.
   *
   * @throws {AppError} `dimension_mismatch` before anything is written; `disk_full`.
   */
  upsert(rows: readonly ImageRow[]): Promise<void>;

  /**
   * Changes locations and details of images that are there, keeping their vectors. Unknown ids
   * are left out. Durable when resolved.
   */
  update(changes: readonly Pick<StoredImage, "id" | "locations" | "details">[]): Promise<void>;

  /**
   * Removes images and remembers that they were removed by hand. Durable when resolved.
   * @returns how many were there.
   */
  remove(ids: readonly ImageId[]): Promise<number>;

  /** Every id that was removed by hand and not brought back since. */
  removed(): Promise<ReadonlySet<ImageId>>;

  /** What is kept of each image, in the order asked; `undefined` where there is none. */
  get(ids: readonly ImageId[]): Promise<(StoredImage | undefined)[]>;

  /** Energy vectors in the order asked (float32, exact); `undefined` where there is none. */
  energies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]>;

  /**
   * How crowded it is around images (`lib/energy/hubs.ts`): float32, four an image in the order of
   * ASPECTS, each the mean similarity to the nearest tenth of `sample(DENSITY_SAMPLE)`, the image
   * itself left out. Belongs to the revision that is seen now. Zeros for an id that is not there.
   */
  densities(ids: readonly ImageId[]): Promise<Float32Array>;

  /** Copy vectors in the order asked; `undefined` where there is none. */
  copies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]>;

  /**
   * Rows by descending dot product with `query`; ties by ascending id. Scores are exact, `exclude` and
   * `filters` are honoured exactly, whatever the index. The rows are the best there are up to 65,536;
   * of more, a store may miss up to 1 in 100 (the embedded one: docs/adr/0028 says how many).
   *
   * @param query float32, `[layout.total]`, any norm: dials have already scaled its blocks.
   * @throws {AppError} `dimension_mismatch`; `store_unavailable` when the backend cannot be reached.
   */
  search(query: Float32Array, options: SearchOptions): Promise<Hit[]>;

  /**
   * A stable random sample: the `limit` ids with the smallest FNV-1a hash (32-bit, of the id's
   * 11 characters; ties by id), in that order. It changes as little as it can when the gallery
   * grows, which keeps σ, closeness and densities steady.
   */
  sample(limit: number): Promise<ImageId[]>;

  /**
   * Ids of all images that a search with these filters can return, in no particular order. In memory:
   * some 10 ms at 100,000.
   */
  ids(filters?: Filters): Promise<ImageId[]>;

  /** Every image, in batches, in no particular order: for commands, not for requests. */
  scan(): AsyncIterable<readonly StoredImage[]>;

  /** Releases files, threads and connections. Closing twice is harmless. */
  close(): Promise<void>;
}
