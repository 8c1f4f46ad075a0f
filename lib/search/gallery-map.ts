import { join } from "node:path";
import { ASPECTS, type Aspect, blockOf, type PerAspect, perAspect } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { applyDials } from "@/lib/energy/query-vector";
import { DEFAULT_DIALS, type Filters } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import { FileLock } from "@/lib/gallery/crew/file-lock";
import { readMap, stampOfMap, writeMap } from "@/lib/gallery/map-file";
import { blockDistances, NeighbourGraph } from "@/lib/graph/neighbour-graph";
import { SpreadLinks } from "@/lib/graph/spread-links";
import { logEvent } from "@/lib/log-event";
import type { VectorStore } from "@/lib/store/vector-store";
import type { Calibrator } from "./calibration";

/**
 * Links by kind, 28 together: the nearest by all aspects alike; of the nearest 200 those that lead out
 * of a crowd; the nearest by each aspect alone, so that any dials find their small steps; the nearest
 * that no generator made, so that there is a way through the real world.
 */
const NEAR = 8;
const CANDIDATES = 200;
const SPREAD = 5;
/** Candidates whose energies are read in one go: mostly as many as are needed. */
const READ_AT_ONCE = 25;
const NEAR_BY_ASPECT = 3;
const NEAR_REAL = 3;

/** What a bridge through real works only steps on. */
export const REAL: NonNullable<Filters["made"]> = ["person", "unknown"];

/** While it grows, the map is kept this often: so much work a crash costs at most. */
const KEEP_EVERY_MS = 30_000;

/** Of all servers on a data folder one draws, and says this often that it does. */
const RENEW_EVERY_MS = 5_000;

/**
 * The most images that a map is drawn of: each takes five searches, and a million would take the
 * processor for days.
 */
const MAX_MAPPED = 200_000;

/** How much of a gallery is on its map. */
export interface MapProgress {
  /** Images of the gallery that have their links. */
  readonly drawn: number;
  readonly count: number;
}

/**
 * Which images are near which: found once an image, by exact scans, when the server sees it first;
 * kept in the data folder as a cache that can always be made anew. The server is the one who draws:
 * whoever else writes into the gallery need not know of it. Of several servers one draws at a time; the
 * others read what it keeps.
 */
export class GalleryMap {
  readonly #store: VectorStore;
  readonly #calibrator: Calibrator;
  readonly #dir: string | undefined;
  readonly #most: number;
  /** Whose turn it is to draw: one server of all that share the folder. */
  readonly #turn: FileLock | undefined;
  #graph: Promise<NeighbourGraph> | undefined;
  /** Of the file that the graph was read from, or kept in. */
  #stamp: string | undefined;
  #growing: Promise<void> | undefined;
  #seenRevision = -1;

  /**
   * @param dir the data folder; without one it is kept in memory alone.
   * @param most images; a gallery of more is not mapped.
   */
  constructor(store: VectorStore, calibrator: Calibrator, dir?: string, most = MAX_MAPPED) {
    this.#most = most;
    this.#store = store;
    this.#calibrator = calibrator;
    this.#dir = dir;
    this.#turn = dir === undefined ? undefined : new FileLock(join(dir, "map-lock"));
  }

  /** @throws {AppError} `map_too_large` when the gallery has more images than are mapped. */
  requireMapped(): void {
    const { count } = this.#store.state();
    if (count <= this.#most) return;
    throw new AppError(
      "map_too_large",
      `Expected a gallery of at most ${this.#most.toLocaleString("en")} images to find a bridge in but it has ${count.toLocaleString("en")}. Walk on by clicking instead.`,
    );
  }

  /** The links so far. */
  graph(): Promise<NeighbourGraph> {
    this.#graph ??= this.#read();
    return this.#graph;
  }

  /** @param ids all images of the gallery, as the store lists them. */
  async progress(ids: readonly ImageId[]): Promise<MapProgress> {
    const graph = await this.graph();
    return { drawn: ids.filter((id) => graph.has(id)).length, count: ids.length };
  }

  /**
   * Links all images that have no links yet, one after the other, so that a visitor's search waits for
   * one scan at most. While another process does so, what that has kept is read instead: to be called
   * again and again. Nothing to do costs nothing. While it goes on, calling it again waits for it.
   *
   * @throws {AppError} what the store throws; what was linked stays linked.
   */
  grow(): Promise<void> {
    const { revision, count } = this.#store.state();
    if (revision === this.#seenRevision || count > this.#most) return Promise.resolve();
    this.#growing ??= this.#grow().finally(() => {
      this.#growing = undefined;
    });
    return this.#growing;
  }

  async #read(): Promise<NeighbourGraph> {
    const { galleryId } = this.#store.state();
    this.#stamp = this.#dir && (await stampOfMap(this.#dir));
    return (this.#dir && (await readMap(this.#dir, galleryId))) || new NeighbourGraph();
  }

  async #grow(): Promise<void> {
    // Where no lock can be made several draw: work done twice, nothing lost.
    const isOurs = await this.#turn?.take().catch(() => undefined);
    try {
      await this.#readAnew();
      if (isOurs !== false) await this.#draw(isOurs === true);
    } finally {
      await this.#turn?.giveBack();
    }
  }

  /** Reads what another process has kept since. */
  async #readAnew(): Promise<void> {
    await this.graph();
    if (!this.#dir || (await stampOfMap(this.#dir)) === this.#stamp) return;
    const latest = await this.#read();
    if (latest.linked > (await this.graph()).linked) this.#graph = Promise.resolve(latest);
  }

  /** @param isLocked whether nobody else draws, for as long as we say that we do. */
  async #draw(isLocked: boolean): Promise<void> {
    const graph = await this.graph();
    const { revision } = this.#store.state();
    const ids = (await this.#store.ids()).filter((id) => !graph.has(id));
    if (ids.length > 0) {
      const { sigma } = await this.#calibrator.get();
      const real = new Set(await this.#store.ids({ made: REAL }));
      const isMixed = real.size > 0 && real.size < this.#store.state().count;
      let keptMs = Date.now();
      let renewedMs = keptMs;
      for (const id of ids) {
        await this.#link(graph, id, sigma, isMixed ? real : undefined);
        if (isLocked && Date.now() - renewedMs >= RENEW_EVERY_MS) {
          // Another has waited for so long that it draws now.
          if ((await this.#turn?.renew().catch(() => true)) === false) return;
          renewedMs = Date.now();
        }
        if (Date.now() - keptMs < KEEP_EVERY_MS) continue;
        await this.#keep(graph);
        keptMs = Date.now();
      }
      await this.#keep(graph);
    }
    this.#seenRevision = revision;
  }

  /** @param real all that no generator made; absent where that is all of them, or none. */
  async #link(
    graph: NeighbourGraph,
    id: ImageId,
    sigma: PerAspect,
    real: ReadonlySet<ImageId> | undefined,
  ): Promise<void> {
    const { layout } = this.#store.schema;
    const [energy] = await this.#store.energies([id]);
    // Removed since it was listed.
    if (!energy) return;
    const look = async (dials: PerAspect, limit: number, filters: Filters = {}) => {
      const query = applyDials(energy, dials, sigma, layout);
      const options = { limit, exclude: new Set([id]), filters };
      return (await this.#store.search(query, options)).map((hit) => hit.id);
    };
    const candidates = await look(DEFAULT_DIALS, CANDIDATES);
    const near = new Set(candidates.slice(0, NEAR));
    for (const other of await this.#spread(energy, candidates, sigma)) near.add(other);
    const others: ImageId[][] = [];
    if (real) {
      const nearReal = candidates.filter((other) => real.has(other)).slice(0, NEAR_REAL);
      // The nearest of all hold the nearest real ones, unless made ones leave them no room.
      const isEnough = nearReal.length === NEAR_REAL;
      others.push(isEnough ? nearReal : await look(DEFAULT_DIALS, NEAR_REAL, { made: REAL }));
    }
    for (const aspect of ASPECTS) {
      const exists = blockOf(energy, aspect, layout).some((value) => value !== 0);
      if (exists) others.push(await look(only(aspect), NEAR_BY_ASPECT));
    }
    const ids = [...new Set([...near, ...others.flat()])];
    const energies = await this.#store.energies(ids);
    graph.link(
      id,
      ids.flatMap((other, i) => {
        const there = energies[i];
        return there ? [{ id: other, distances: blockDistances(energy, there, layout) }] : [];
      }),
    );
  }

  async #spread(
    energy: Float32Array,
    candidates: readonly ImageId[],
    sigma: PerAspect,
  ): Promise<ImageId[]> {
    const { layout } = this.#store.schema;
    const roots = perAspect((aspect) => Math.sqrt(sigma[aspect]));
    // Scaled so that the distance between two is the one that the default dials weigh.
    const scaled = (one: Float32Array) => applyDials(one, EVEN_DIALS, roots, layout);
    const spread = new SpreadLinks(scaled(energy), SPREAD);
    const taken: ImageId[] = [];
    for (let from = 0; from < candidates.length && !spread.isFull; from += READ_AT_ONCE) {
      const ids = candidates.slice(from, from + READ_AT_ONCE);
      const energies = await this.#store.energies(ids);
      taken.push(...ids.filter((_, i) => energies[i] && spread.offer(scaled(energies[i]))));
    }
    return taken;
  }

  /** A map that cannot be kept is drawn again at the next start; nothing else is lost. */
  async #keep(graph: NeighbourGraph): Promise<void> {
    if (!this.#dir) return;
    try {
      await writeMap(this.#dir, this.#store.state(), graph);
      this.#stamp = await stampOfMap(this.#dir);
    } catch (error) {
      logEvent("map_not_kept", { error: String(error) });
    }
  }
}

const EVEN_DIALS: PerAspect = { subject: 1, style: 1, palette: 1, light: 1 };

function only(aspect: Aspect): PerAspect {
  return { subject: 0, style: 0, palette: 0, light: 0, [aspect]: 1 };
}
