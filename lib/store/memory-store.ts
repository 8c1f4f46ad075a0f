import { randomBytes } from "node:crypto";
import { ASPECTS, type PerAspect } from "@/lib/energy/aspects";
import { DENSITY_SAMPLE, densityOf } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import { checkRows, checkSearch } from "./check-input";
import { matchesFilters } from "./filter-match";
import { smallestHashes } from "./sample-order";
import type {
  Hit,
  ImageRow,
  SearchOptions,
  StoredImage,
  StoreSchema,
  StoreState,
  VectorStore,
} from "./vector-store";

/**
 * A store that forgets everything when it is closed: for tests and measurements. One process only.
 *
 * @param galleryId random by default.
 */
export function openMemoryStore(schema: StoreSchema, galleryId?: string): VectorStore {
  return new MemoryStore(schema, galleryId);
}

const SCAN_BATCH = 512;

class MemoryStore implements VectorStore {
  readonly schema: StoreSchema;
  readonly #galleryId: string;
  readonly #rows = new Map<ImageId, ImageRow>();
  readonly #removed = new Set<ImageId>();
  /** Of the rows as they are: a change of any may change the sample, and so all. */
  readonly #densities = new Map<ImageId, PerAspect>();
  #revision = 1;

  constructor(schema: StoreSchema, galleryId = randomBytes(6).toString("base64url")) {
    this.schema = schema;
    this.#galleryId = galleryId;
  }

  state(): StoreState {
    return { galleryId: this.#galleryId, revision: this.#revision, count: this.#rows.size };
  }

  async refresh(): Promise<StoreState> {
    return this.state();
  }

  async upsert(rows: readonly ImageRow[]): Promise<void> {
    for (const row of checkRows(rows, this.schema)) {
      this.#rows.set(row.id, structuredClone(row));
      this.#removed.delete(row.id);
    }
    this.#densities.clear();
    this.#revision++;
  }

  async update(
    changes: readonly Pick<StoredImage, "id" | "locations" | "details">[],
  ): Promise<void> {
    for (const { id, locations, details } of changes) {
      const row = this.#rows.get(id);
      if (row) this.#rows.set(id, { ...row, ...structuredClone({ locations, details }) });
    }
    this.#revision++;
  }

  async remove(ids: readonly ImageId[]): Promise<number> {
    let count = 0;
    for (const id of ids) {
      if (this.#rows.delete(id)) count++;
      this.#removed.add(id);
    }
    this.#densities.clear();
    this.#revision++;
    return count;
  }

  async removed(): Promise<ReadonlySet<ImageId>> {
    return new Set(this.#removed);
  }

  async get(ids: readonly ImageId[]): Promise<(StoredImage | undefined)[]> {
    return ids.map((id) => {
      const row = this.#rows.get(id);
      return row && withoutVectors(row);
    });
  }

  async energies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    return ids.map((id) => this.#rows.get(id)?.energy.slice());
  }

  async densities(ids: readonly ImageId[]): Promise<Float32Array> {
    const missing = ids.filter((id) => this.#rows.has(id) && !this.#densities.has(id));
    const sample = missing.length > 0 ? smallestHashes([...this.#rows.keys()], DENSITY_SAMPLE) : [];
    for (const id of missing) {
      const [energy, ...others] = [id, ...sample.filter((other) => other !== id)].flatMap(
        (one) => this.#rows.get(one)?.energy ?? [],
      );
      if (energy) this.#densities.set(id, densityOf(energy, others, this.schema.layout));
    }
    return Float32Array.from(
      ids.flatMap((id) => ASPECTS.map((aspect) => this.#densities.get(id)?.[aspect] ?? 0)),
    );
  }

  async copies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    return ids.map((id) => this.#rows.get(id)?.copy.slice());
  }

  async search(query: Float32Array, options: SearchOptions): Promise<Hit[]> {
    checkSearch(query, options.limit, this.schema);
    options.signal?.throwIfAborted();
    const { exclude, filters, limit } = options;
    const hits: Hit[] = [];
    for (const row of this.#rows.values()) {
      if (exclude?.has(row.id) || (filters && !matchesFilters(row, filters))) continue;
      const score = Math.fround(dot(query, row.energy));
      hits.push({ id: row.id, score, aspectRatio: row.width / row.height });
    }
    hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    return hits.slice(0, limit);
  }

  async sample(limit: number): Promise<ImageId[]> {
    return smallestHashes([...this.#rows.keys()], limit);
  }

  async ids(filters: Filters = {}): Promise<ImageId[]> {
    const passing = [...this.#rows.values()].filter((row) => matchesFilters(row, filters));
    return passing.map(({ id }) => id);
  }

  async *scan(): AsyncIterable<readonly StoredImage[]> {
    const images = Array.from(this.#rows.values(), withoutVectors);
    for (let at = 0; at < images.length; at += SCAN_BATCH) yield images.slice(at, at + SCAN_BATCH);
  }

  async close(): Promise<void> {
    this.#rows.clear();
    this.#densities.clear();
  }
}

function withoutVectors({ energy: _energy, copy: _copy, ...image }: ImageRow): StoredImage {
  return structuredClone(image);
}
