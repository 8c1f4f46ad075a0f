import type { Schemas } from "@qdrant/js-client-rest";
import type { ImageId } from "@/lib/energy/image-id";
import { inLanes } from "@/lib/in-lanes";
import type { Ask, Asking } from "./engine";
import { unfinished } from "./engine-failure";
import { isImagePayload, type Point } from "./point";
import { ofKind, type PointFilter } from "./point-filter";
import { GALLERY_POINT, imageIdOf, pointIdOf } from "./point-id";

/** Points a request: some 1.5 MB of them with vectors, of the 32 MB that the engine takes. */
const WRITE_BATCH = 256;
const READ_BATCH = 512;
const READ_LANES = 4;

type Change = Schemas["UpdateOperation"];
type Payload = Schemas["Payload"];

/** The points of one collection: what is asked of them, in batches. */
export class Points {
  readonly #engine: Asking;
  /** The collection's real name. */
  readonly name: string;

  constructor(engine: Asking, name: string) {
    this.#engine = engine;
    this.name = name;
  }

  /** Inserts or replaces, vectors and all. Stored when resolved. */
  async upsert(points: readonly Point[]): Promise<void> {
    for (let at = 0; at < points.length; at += WRITE_BATCH) {
      const batch = { points: points.slice(at, at + WRITE_BATCH) };
      await this.#write((api, init) =>
        api.upsertPoints({ collection_name: this.name, wait: true, ...batch }, init),
      );
    }
  }

  /** Writes over fields of images that are there; others are left out. Stored when resolved. */
  async setPayloads(
    changes: readonly { readonly id: ImageId; readonly payload: Payload }[],
  ): Promise<void> {
    for (let at = 0; at < changes.length; at += WRITE_BATCH) {
      const operations: Change[] = changes
        .slice(at, at + WRITE_BATCH)
        .flatMap(({ id, payload }) => {
          const point = pointIdOf(id);
          if (point === undefined) return [];
          // By a filter: an id that is not there is an error where ids are named.
          const filter = { must: [{ has_id: [point] }, ofKind("image")] };
          return [{ set_payload: { payload, filter } }];
        });
      await this.#writeAll((api, init) =>
        api.batchUpdate({ collection_name: this.name, wait: true, operations }, init),
      );
    }
  }

  /** The payloads of images that are there. */
  async read(
    ids: readonly ImageId[],
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<Map<ImageId, Payload>> {
    const found = await this.readAll(ids, fields, signal);
    for (const [id, payload] of found) if (!isImagePayload(payload)) found.delete(id);
    return found;
  }

  /** {@link read}, what is left of removed ones too. */
  async readAll(
    ids: readonly ImageId[],
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<Map<ImageId, Payload>> {
    const points = [...new Set(ids)].flatMap((id) => pointIdOf(id) ?? []);
    const batches: string[][] = [];
    for (let at = 0; at < points.length; at += READ_BATCH)
      batches.push(points.slice(at, at + READ_BATCH));
    const found = new Map<ImageId, Payload>();
    await inLanes(batches, READ_LANES, async (batch) => {
      const asked = { ids: batch, with_payload: [...fields], with_vector: false };
      const records = await this.#engine.read(
        (api, init) => api.getPoints({ collection_name: this.name, ...asked }, init),
        signal,
      );
      for (const { id, payload } of records) {
        const image = imageIdOf(id);
        if (image !== undefined) found.set(image, payload ?? {});
      }
    });
    return found;
  }

  /** The points nearest to a query, each with the engine's own score. */
  query(request: Schemas["QueryRequest"], signal?: AbortSignal): Promise<Schemas["QueryResponse"]> {
    return this.#engine.read(
      (api, init) => api.queryPoints({ collection_name: this.name, ...request }, init),
      signal,
    );
  }

  /** Points in the order of their ids, or of a payload field: one page. */
  scroll(
    request: Schemas["ScrollRequest"],
    signal?: AbortSignal,
  ): Promise<Schemas["ScrollResult"]> {
    return this.#engine.read(
      (api, init) => api.scrollPoints({ collection_name: this.name, ...request }, init),
      signal,
    );
  }

  /** Every point that passes, in pages. */
  async *scrollAll(
    filter: PointFilter,
    options: { readonly fields: readonly string[]; readonly page: number },
  ): AsyncGenerator<Schemas["ScrollResult"]["points"]> {
    const { fields, page } = options;
    const with_payload = fields.length > 0 ? [...fields] : false;
    let offset: Schemas["ScrollResult"]["next_page_offset"];
    do {
      const asked = { filter, limit: page, with_payload, with_vector: false };
      const { points, next_page_offset } = await this.scroll({
        ...asked,
        ...(offset !== undefined && { offset }),
      });
      yield points;
      offset = next_page_offset ?? undefined;
    } while (offset !== undefined);
  }

  /** How many points pass, exactly. */
  async count(filter: PointFilter): Promise<number> {
    const { count } = await this.#engine.read((api, init) =>
      api.countPoints({ collection_name: this.name, filter, exact: true }, init),
    );
    return count;
  }

  /** How often the collection was written to, as the gallery's own point says; 1 when it is new. */
  async readRevision(): Promise<number> {
    const [point] = await this.#engine.read((api, init) =>
      api.getPoints(
        {
          collection_name: this.name,
          ids: [GALLERY_POINT],
          with_payload: true,
          with_vector: false,
        },
        init,
      ),
    );
    const revision = point?.payload?.revision;
    return typeof revision === "number" ? revision : 1;
  }

  /**
   * Raises the revision to this one at least: the engine writes only over a smaller one, so that writers
   * who do so at once, and replicas that hear of them in another order, end with the largest.
   */
  async raiseRevision(revision: number): Promise<void> {
    const payload = { kind: "gallery", revision };
    const points = [{ id: GALLERY_POINT, vector: {}, payload }];
    const update_filter = { must: [{ key: "revision", range: { lt: revision } }] };
    await this.#write((api, init) =>
      api.upsertPoints({ collection_name: this.name, wait: true, points, update_filter }, init),
    );
  }

  async #write(ask: Ask<Schemas["UpdateResult"]>): Promise<void> {
    checkCompleted(await this.#engine.write(ask));
  }

  async #writeAll(ask: Ask<Schemas["UpdateResult"][]>): Promise<void> {
    const results = await this.#engine.write(ask);
    for (const result of results) checkCompleted(result);
  }
}

/** With `wait` the engine may still answer before it has stored: nothing is acknowledged then. */
function checkCompleted({ status }: Schemas["UpdateResult"]): void {
  if (status !== "completed") throw unfinished(status);
}
