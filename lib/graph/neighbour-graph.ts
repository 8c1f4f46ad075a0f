import { ASPECTS, blockOf, type EnergyLayout, type PerAspect } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { dot } from "@/lib/energy/unit-vector";
import type { Turn } from "./turn";

/** Links that an image is given when it comes; those that others give to it come on top. */
export const MAX_LINKS = 28;

/** Bytes of a link's distance: one an aspect, in the order of ASPECTS. */
export const DISTANCE_BYTES = ASPECTS.length;

/** A distance in [0, 2] as a byte. */
const DISTANCE_STEP = 2 / 255;

/** Nodes that room is made for at least. */
const MIN_CAPACITY = 256;

/** Nodes between two looks at the clock: some 50 µs. */
const NODES_A_LOOK = 64;

/** Who is near whom, as arrays. Node `n`'s links stand at `n × MAX_LINKS + i`, `i < degrees[n]`. */
export interface GraphArrays {
  /** uint8, by node. */
  readonly degrees: Uint8Array;
  /** int32, by link: the node it leads to. */
  readonly targets: Int32Array;
  /** uint8, four a link: {@link blockDistances} in steps of 2/255. */
  readonly distances: Uint8Array;
  /** int32, by node: the last link that leads to it; −1 for none. */
  readonly firstIn: Int32Array;
  /** int32, by link: the link to the same node before it; −1 for none. */
  readonly nextIn: Int32Array;
}

/**
 * The near neighbours of every image, for any dials: a link keeps how far its ends are apart by each
 * aspect, so a step's cost under other dials is four products, and no vector is read. It only grows:
 * a new image brings its links with it, which are walked both ways; an image that was removed is
 * passed over by whoever searches.
 *
 * Some 450 bytes an image.
 */
export class NeighbourGraph {
  readonly #ids: ImageId[] = [];
  readonly #nodes = new Map<ImageId, number>();
  #isLinked = new Uint8Array(MIN_CAPACITY);
  #arrays = emptyArrays(MIN_CAPACITY);
  #linked = 0;

  /**
   * A graph as it was.
   *
   * @param ids by node, each another.
   * @param degrees uint8, by node; 0 where a node has no links of its own yet.
   * @param targets int32, the links of all nodes one after the other, `Σ degrees`.
   * @param distances uint8, four a link.
   * @param turn is given up whenever it is over.
   */
  static async restore(
    ids: (node: number) => ImageId,
    degrees: Uint8Array,
    targets: Int32Array,
    distances: Uint8Array,
    turn: Turn,
  ): Promise<NeighbourGraph> {
    const graph = new NeighbourGraph();
    graph.#reserve(degrees.length);
    for (let node = 0, from = 0; node < degrees.length; node++) {
      if (node % NODES_A_LOOK === 0 && turn.isOver) await turn.next();
      graph.#add(ids(node));
      const degree = degrees[node] ?? 0;
      if (degree === 0) continue;
      graph.#arrays.distances.set(
        distances.subarray(from * DISTANCE_BYTES, (from + degree) * DISTANCE_BYTES),
        node * MAX_LINKS * DISTANCE_BYTES,
      );
      graph.#point(node, targets.subarray(from, from + degree));
      from += degree;
    }
    return graph;
  }

  /** Nodes, those included that others are linked to and that have no links of their own yet. */
  get size(): number {
    return this.#ids.length;
  }

  /** Nodes with links of their own. */
  get linked(): number {
    return this.#linked;
  }

  /** Views that are good until the next {@link link}. */
  get arrays(): GraphArrays {
    return this.#arrays;
  }

  nodeOf(id: ImageId): number | undefined {
    return this.#nodes.get(id);
  }

  idAt(node: number): ImageId {
    const id = this.#ids[node];
    if (id === undefined) throw new RangeError(`Expected a node of ${this.size} but got ${node}`);
    return id;
  }

  /** Whether an image has links of its own. */
  has(id: ImageId): boolean {
    const node = this.#nodes.get(id);
    return node !== undefined && this.#isLinked[node] === 1;
  }

  /**
   * Links an image to its near ones, once: a second time changes nothing.
   *
   * @param links at most {@link MAX_LINKS} others; `distances` as {@link blockDistances} gives them.
   */
  link(
    id: ImageId,
    links: readonly { readonly id: ImageId; readonly distances: ArrayLike<number> }[],
  ): void {
    if (this.has(id)) return;
    if (links.length > MAX_LINKS) {
      throw new RangeError(`Expected at most ${MAX_LINKS} links but received ${links.length}`);
    }
    const node = this.#add(id);
    const targets = links.map((link) => this.#add(link.id));
    links.forEach((link, i) => {
      const at = (node * MAX_LINKS + i) * DISTANCE_BYTES;
      for (let k = 0; k < DISTANCE_BYTES; k++) {
        this.#arrays.distances[at + k] = Math.round((link.distances[k] ?? 0) / DISTANCE_STEP);
      }
    });
    this.#point(node, targets);
  }

  /**
   * What each link costs with some dials: float32 by link, a weighted mean of its distances in [0, 2];
   * +∞ where there is no link yet.
   *
   * @param weights not all 0.
   */
  costs(weights: PerAspect): Float32Array {
    const { degrees, distances } = this.#arrays;
    const shares = sharesOf(weights).map((share) => share * DISTANCE_STEP);
    const [a = 0, b = 0, c = 0, d = 0] = shares;
    const costs = new Float32Array(this.size * MAX_LINKS).fill(Number.POSITIVE_INFINITY);
    for (let node = 0; node < this.size; node++) {
      const first = node * MAX_LINKS;
      const last = first + (degrees[node] ?? 0);
      for (let i = first, at = first * DISTANCE_BYTES; i < last; i++, at += DISTANCE_BYTES) {
        costs[i] =
          a * (distances[at] ?? 0) +
          b * (distances[at + 1] ?? 0) +
          c * (distances[at + 2] ?? 0) +
          d * (distances[at + 3] ?? 0);
      }
    }
    return costs;
  }

  /** Writes where a node's links lead, and that they lead there. */
  #point(node: number, targets: ArrayLike<number>): void {
    const arrays = this.#arrays;
    arrays.degrees[node] = targets.length;
    for (let i = 0; i < targets.length; i++) {
      const at = node * MAX_LINKS + i;
      const target = targets[i] ?? node;
      arrays.targets[at] = target;
      arrays.nextIn[at] = arrays.firstIn[target] ?? -1;
      arrays.firstIn[target] = at;
    }
    this.#isLinked[node] = 1;
    this.#linked++;
  }

  #add(id: ImageId): number {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const node = this.#ids.length;
    if (node >= this.#isLinked.length) this.#reserve(node + 1);
    this.#ids.push(id);
    this.#nodes.set(id, node);
    return node;
  }

  #reserve(nodes: number): void {
    const before = this.#arrays;
    if (nodes <= this.#isLinked.length) return;
    const capacity = Math.ceil(nodes * 1.5);
    const after = emptyArrays(capacity);
    after.degrees.set(before.degrees);
    after.targets.set(before.targets);
    after.distances.set(before.distances);
    after.firstIn.set(before.firstIn);
    after.nextIn.set(before.nextIn);
    this.#arrays = after;
    const isLinked = new Uint8Array(capacity);
    isLinked.set(this.#isLinked);
    this.#isLinked = isLinked;
  }
}

function emptyArrays(capacity: number): GraphArrays {
  return {
    degrees: new Uint8Array(capacity),
    targets: new Int32Array(capacity * MAX_LINKS),
    distances: new Uint8Array(capacity * MAX_LINKS * DISTANCE_BYTES),
    firstIn: new Int32Array(capacity).fill(-1),
    nextIn: new Int32Array(capacity * MAX_LINKS).fill(-1),
  };
}

/** Weights over their sum, in the order of ASPECTS. */
function sharesOf(weights: PerAspect): number[] {
  const total = ASPECTS.reduce((sum, aspect) => sum + weights[aspect], 0);
  return ASPECTS.map((aspect) => weights[aspect] / total);
}

/**
 * How far two energies are apart, aspect by aspect: half the square of the distance between their
 * blocks. For unit blocks that is 1 − their similarity, in [0, 2]; where one does not exist, ½; where
 * neither does, 0.
 */
export function blockDistances(a: Float32Array, b: Float32Array, layout: EnergyLayout): number[] {
  return ASPECTS.map((aspect) => {
    const one = blockOf(a, aspect, layout);
    const other = blockOf(b, aspect, layout);
    const distance = (dot(one, one) + dot(other, other)) / 2 - dot(one, other);
    return Math.min(2, Math.max(0, distance));
  });
}

/** {@link blockDistances} as one number with some dials: what a step between the two costs. */
export function stepCost(
  a: Float32Array,
  b: Float32Array,
  weights: PerAspect,
  layout: EnergyLayout,
): number {
  const shares = sharesOf(weights);
  return blockDistances(a, b, layout).reduce((sum, d, i) => sum + d * (shares[i] ?? 0), 0);
}
