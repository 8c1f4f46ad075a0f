import { setTimeout as delay } from "node:timers/promises";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { inLanes } from "@/lib/in-lanes";
import { fnv1a } from "../sample-order";
import type { ImageRow, StoredImage, StoreSchema } from "../vector-store";
import {
  aliasTarget,
  describeCollection,
  makeCollection,
  newCollectionName,
  pointAlias,
} from "./collection";
import { readCollection } from "./collection-config";
import { Engine } from "./engine";
import { pointOf, RECORD_FIELDS, readImage, saidPayload, tombstoneOf } from "./point";
import { imageIdOf } from "./point-id";
import { Points } from "./points";

const PAGE = 256;
/** What a node of the engine may take to hear that an alias was switched. */
const SETTLE_MS = 2_000;

/** What an image's vectors are in another model. */
type Reembedded = Pick<ImageRow, "energy" | "copy">;

export interface RefillOptions {
  readonly urls: readonly string[];
  /** The alias that the gallery is called by. */
  readonly collection: string;
  readonly apiKey?: string;
  /** Of the model that the gallery's images are embedded with from now on. */
  readonly schema: StoreSchema;
  /** @throws {AppError} for an image that cannot be read: it is named, and the others go on. */
  readonly embed: (image: StoredImage) => Promise<Reembedded>;
  /** Images that are embedded at once. */
  readonly lanes: number;
  /** Switch also when some images could not be embedded: they are left behind. */
  readonly leavesBehind: boolean;
  readonly onProgress?: (state: RefillState) => void;
  readonly signal?: AbortSignal;
  readonly settleMs?: number;
}

export interface RefillState {
  /** Points of the old collection that were looked at in this pass. */
  readonly looked: number;
  /** All that it had when the pass began. */
  readonly total: number;
  /** Images that were embedded. */
  readonly embedded: number;
  /** Images that could not be, with what was wrong with each. */
  readonly failed: ReadonlyMap<ImageId, string>;
}

export interface Refilled extends RefillState {
  /** Where the alias points now. */
  readonly to: string;
  /** Where it pointed before: kept. `undefined` when it had the model already. */
  readonly from: string | undefined;
  /** Not when images failed and none may be left behind. */
  readonly isSwitched: boolean;
}

/**
 * Embeds a gallery's images with another model: a collection of that model is filled beside the old one,
 * which goes on being read and written, and the alias is switched when nothing is missing. One that was
 * stopped goes on where it was.
 *
 * Writers look where the alias points before they acknowledge, so whatever the old collection was given
 * and acknowledged was given before the switch: a last pass after it brings that along.
 *
 * @throws {AppError} `store_unavailable` also when there is no such gallery; `collection_foreign`;
 *   `disk_full`; what `embed` throws that is not about its image.
 */
export async function refillGallery(options: RefillOptions): Promise<Refilled> {
  const { collection: alias, schema, settleMs = SETTLE_MS, leavesBehind } = options;
  const engine = new Engine(options);
  try {
    const from = await aliasTarget(engine, alias);
    if (from === undefined) throw noGallery(alias);
    const old = readCollection(from, await describeCollection(engine, from));
    const nothing = { looked: 0, total: 0, embedded: 0, failed: new Map<ImageId, string>() };
    if (old.isOf(schema)) return { ...nothing, to: from, from: undefined, isSwitched: true };
    const to = await newCollectionName(engine, alias, schema, from);
    await makeCollection(engine, to, schema, old.collection.galleryId);
    // As patient with what it reads as an ingest is with what it writes.
    const before = new Points(engine.patient, from);
    const fresh = new Points(engine.patient, to);
    const refill = new Refill(before, fresh, options);
    await refill.run();
    if (refill.state.failed.size > 0 && !leavesBehind) {
      return { ...refill.state, to, from, isSwitched: false };
    }
    await fresh.raiseRevision((await before.readRevision()) + 1);
    await pointAlias(engine, alias, to);
    await delay(settleMs);
    await refill.run({ isInUse: true });
    await fresh.raiseRevision((await fresh.readRevision()) + 1);
    return { ...refill.state, to, from, isSwitched: true };
  } finally {
    await engine.close();
  }
}

class Refill {
  readonly #old: Points;
  readonly #fresh: Points;
  readonly #options: RefillOptions;
  /** What was seen of each point: only what has changed since is looked at, and brought along. */
  readonly #seen = new Map<ImageId, number>();
  readonly #failed = new Map<ImageId, string>();
  #looked = 0;
  #total = 0;
  #embedded = 0;

  constructor(old: Points, fresh: Points, options: RefillOptions) {
    this.#old = old;
    this.#fresh = fresh;
    this.#options = options;
  }

  get state(): RefillState {
    return {
      looked: this.#looked,
      total: this.#total,
      embedded: this.#embedded,
      failed: this.#failed,
    };
  }

  /**
   * Passes over the old collection until one finds nothing new.
   *
   * @param options.isInUse that the new collection is written to by others: what is not there as this
   *   run left it is newer, and stays.
   */
  async run({ isInUse = false } = {}): Promise<void> {
    while ((await this.#pass(isInUse)) > 0);
  }

  /** @returns how many points had changed since they were seen. */
  async #pass(isInUse: boolean): Promise<number> {
    let changed = 0;
    this.#looked = 0;
    this.#total = await this.#old.count({});
    for await (const points of this.#old.scrollAll({}, { fields: RECORD_FIELDS, page: PAGE })) {
      this.#options.signal?.throwIfAborted();
      const news = points.flatMap(({ id, payload }) => {
        const image = imageIdOf(id);
        if (image === undefined) return [];
        const mark = markOf(payload ?? {});
        return this.#seen.get(image) === mark ? [] : [{ image, payload: payload ?? {}, mark }];
      });
      await this.#bring(news, isInUse);
      for (const { image, mark } of news) this.#seen.set(image, mark);
      changed += news.length;
      this.#looked += points.length;
      this.#options.onProgress?.(this.state);
    }
    return changed;
  }

  async #bring(news: readonly News[], isInUse: boolean): Promise<void> {
    const there = await this.#fresh.readAll(
      news.map(({ image }) => image),
      RECORD_FIELDS,
    );
    const differing = news.filter(({ image, mark }) => {
      const present = there.get(image);
      if (!present) return true;
      const presentMark = markOf(present);
      if (isInUse && presentMark !== this.#seen.get(image)) return false;
      return presentMark !== mark;
    });
    const removed = differing.filter(({ payload }) => payload.kind === "removed");
    // Nothing is missing of one that could not be embedded and is wanted no more.
    for (const { image } of removed) this.#failed.delete(image);
    await this.#fresh.upsert(removed.map(({ image }) => tombstoneOf(image)));
    const images = differing.filter(({ payload }) => payload.kind === "image");
    const isEmbedded = ({ image, payload }: News) => there.get(image)?.record === payload.record;
    // Embedded before, and something else is said of them now.
    const said = images.filter(isEmbedded).map(({ image, payload }) => {
      // `said` as it is there: an image that was added anew has none.
      const facets = saidPayload(readImage(image, payload));
      return { id: image, payload: { ...facets, said: payload.said ?? null } };
    });
    await this.#fresh.setPayloads(said);
    await this.#embed(images.filter((one) => !isEmbedded(one)));
  }

  async #embed(news: readonly News[]): Promise<void> {
    const { embed, lanes, signal } = this.#options;
    const rows = await inLanes(news, lanes, async ({ image, payload }) => {
      signal?.throwIfAborted();
      const stored = readImage(image, payload);
      try {
        const vectors = await embed(stored);
        this.#failed.delete(image);
        return [{ point: pointOf({ ...stored, ...vectors }), payload }];
      } catch (error) {
        if (!(error instanceof Error) || !isOfImage(error)) throw error;
        this.#failed.set(image, error.message);
        return [];
      }
    });
    // Record and all as the old collection has them, so that a later pass sees no difference.
    const points = rows.flat().map(({ point, payload }) => {
      return { ...point, payload: { ...point.payload, ...payload } };
    });
    await this.#fresh.upsert(points);
    this.#embedded += points.length;
  }
}

interface News {
  readonly image: ImageId;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly mark: number;
}

/** Of what is said of an image, in whichever collection. */
function markOf({ kind, record, said }: News["payload"]): number {
  return fnv1a(JSON.stringify([kind, record, said ?? null]));
}

/** Wrong with one image alone: its file is gone or damaged. */
function isOfImage(error: Error): boolean {
  return "code" in error && /^(image|link)_/.test(String(error.code));
}

function noGallery(alias: string): AppError {
  return new AppError(
    "store_unavailable",
    `Expected a gallery called ${JSON.stringify(alias)} in the vector engine but there is none: check WAVELENGTH_STORE`,
  );
}
