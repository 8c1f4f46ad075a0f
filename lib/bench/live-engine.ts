import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { readStoreAddress, type StoreAddress } from "@/lib/store/store-address";

type EngineAddress = Extract<StoreAddress, { kind: "qdrant" }>;

const LOOK_MS = 500;
/** A graph of 100,000 rows on two busy cores takes minutes. */
const MAX_LOOKS = 2_400;
const SECONDS_QUIET = 3;
/** Vectors of a part that gets a graph at all. */
const SMALLEST_KB = 100;

const collections = z.object({
  result: z.object({ collections: z.array(z.object({ name: z.string() })) }),
});
const collection = z.object({
  result: z.object({
    status: z.string(),
    points_count: z.number(),
    indexed_vectors_count: z.number(),
  }),
});
const points = z.object({
  result: z.object({ points: z.array(z.object({ id: z.string() })) }),
});

/** Vectors that the engine has in its graph, of all that it has. */
export interface Indexed {
  readonly points: number;
  readonly indexed: number;
}

/**
 * A running Qdrant engine, as it is without our store: for benchmarks, and for tests against the real
 * thing. It is named by `QDRANT_URL`, one address or several with commas between them; its key is
 * `WAVELENGTH_QDRANT_KEY`.
 */
export class LiveEngine {
  readonly #urls: readonly string[];
  readonly #apiKey: string | undefined;

  /** @param urls e.g. `http://127.0.0.1:6333`. */
  constructor(urls: readonly string[], apiKey?: string) {
    this.#urls = urls;
    this.#apiKey = apiKey;
  }

  /** The engine that the environment names; `undefined` when it names none. */
  static of(env: Readonly<Record<string, string | undefined>>): LiveEngine | undefined {
    const urls = (env.QDRANT_URL ?? "").split(",").filter(Boolean);
    return urls.length > 0 ? new LiveEngine(urls, env.WAVELENGTH_QDRANT_KEY) : undefined;
  }

  /** A gallery there that nobody has yet, as `WAVELENGTH_STORE` names it. */
  newGallery(purpose: string): string {
    const [scheme] = (this.#urls[0] ?? "").split("://");
    const hosts = this.#urls.map((url) => new URL(url).host).join(",");
    const name = `${purpose}-${randomBytes(4).toString("hex")}`;
    return `${scheme === "https" ? "qdrants" : "qdrant"}://${hosts}/${name}`;
  }

  /** What {@link newGallery} gave, as a store is opened with. */
  addressOf(gallery: string): EngineAddress {
    const address = readStoreAddress(gallery, this.#apiKey);
    if (address.kind !== "qdrant") throw new Error(`Expected an engine's address but: ${gallery}`);
    return address;
  }

  /** The engine's own name of a gallery's collection. */
  async collectionOf(gallery: string): Promise<string> {
    const { collection: alias } = this.addressOf(gallery);
    const { result } = collections.parse(await this.#ask("GET", "/collections"));
    const found = result.collections.find(({ name }) => name.startsWith(`${alias}--`));
    if (!found) throw new Error(`Expected a collection of ${alias} but the engine has none`);
    return found.name;
  }

  /**
   * Has the engine build its graph over everything and search by it, though it would scan parts as
   * small as these: many nodes make many small ones.
   *
   * @throws {Error} after 20 minutes.
   */
  async index(name: string): Promise<Indexed> {
    await this.#ask("PATCH", `/collections/${name}`, {
      optimizers_config: { indexing_threshold: SMALLEST_KB },
      hnsw_config: { full_scan_threshold: SMALLEST_KB },
    });
    return this.whenIndexed(name);
  }

  /** Waits until the engine has built what it searches by. @throws {Error} after 20 minutes. */
  async whenIndexed(name: string): Promise<Indexed> {
    let quiet = 0;
    for (let look = 0; look < MAX_LOOKS; look++) {
      const { result } = collection.parse(await this.#ask("GET", `/collections/${name}`));
      quiet = result.status === "green" ? quiet + LOOK_MS / 1_000 : 0;
      if (quiet >= SECONDS_QUIET) {
        return { points: result.points_count, indexed: result.indexed_vectors_count };
      }
      await delay(LOOK_MS);
    }
    throw new Error(`Expected collection ${name} to be green but it still is not`);
  }

  /** Ids of the points that a query finds, as the engine has them. */
  async query(name: string, query: Readonly<Record<string, unknown>>): Promise<string[]> {
    const answer = await this.#ask("POST", `/collections/${name}/points/query`, query);
    return points.parse(answer).result.points.map(({ id }) => id);
  }

  /** Removes a gallery with all that is in it; one that is not there is none. */
  async drop(gallery: string): Promise<void> {
    const { collection: alias } = this.addressOf(gallery);
    const { result } = collections.parse(await this.#ask("GET", "/collections"));
    for (const { name } of result.collections) {
      if (name.startsWith(`${alias}--`)) await this.#ask("DELETE", `/collections/${name}`);
    }
  }

  /** Asks the first node that answers. */
  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    let failure: unknown;
    for (const url of this.#urls) {
      try {
        const answer = await fetch(`${url.replace(/\/$/, "")}${path}`, {
          method,
          headers: {
            "content-type": "application/json",
            // Packed answers come 40 ms later: docs/adr/0030.
            "accept-encoding": "identity",
            ...(this.#apiKey && { "api-key": this.#apiKey }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (answer.ok) return answer.json();
        failure = new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
}
