import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { DISTANCE_BYTES, MAX_LINKS, NeighbourGraph } from "./neighbour-graph";
import type { Turn } from "./turn";

/** "wlmap", and the version of what follows: other distances or other links are another version. */
const MAGIC = Uint8Array.of(0x77, 0x6c, 0x6d, 0x61, 0x70, 0, 0, 1);
const HEADER_BYTES = MAGIC.length + 8;
const TARGET_BYTES = 4;
/** Nodes between two looks at the clock: some 50 µs. */
const NODES_A_LOOK = 64;

/**
 * A graph as bytes, little-endian: magic; nodes and links, u32 each; ids, 8 bytes a node; degrees, u8
 * a node; targets, u32 a link; distances, four u8 a link. Some 140 bytes an image. Whoever keeps them
 * adds what they belong to, and a checksum.
 *
 * @param graph not to be linked meanwhile.
 * @param turn is given up whenever it is over.
 */
export async function graphToBytes(
  graph: NeighbourGraph,
  turn: Turn,
): Promise<Uint8Array<ArrayBuffer>> {
  const { size: nodes, arrays } = graph;
  const links = sumOf(arrays.degrees.subarray(0, nodes));
  const at = offsets(nodes, links);
  const bytes = Buffer.alloc(at.end);
  bytes.set(MAGIC);
  bytes.writeUInt32LE(nodes, MAGIC.length);
  bytes.writeUInt32LE(links, MAGIC.length + 4);
  bytes.set(arrays.degrees.subarray(0, nodes), at.degrees);
  for (let node = 0, link = 0; node < nodes; node++) {
    if (node % NODES_A_LOOK === 0 && turn.isOver) await turn.next();
    bytes.write(graph.idAt(node), at.ids + node * IMAGE_ID_BYTES, "base64url");
    const first = node * MAX_LINKS;
    const last = first + (arrays.degrees[node] ?? 0);
    bytes.set(
      arrays.distances.subarray(first * DISTANCE_BYTES, last * DISTANCE_BYTES),
      at.distances + link * DISTANCE_BYTES,
    );
    for (let own = first; own < last; own++, link++) {
      bytes.writeInt32LE(arrays.targets[own] ?? 0, at.targets + link * TARGET_BYTES);
    }
  }
  return bytes;
}

/**
 * The graph in the bytes; `undefined` for bytes of another kind, or not whole.
 *
 * @param turn is given up whenever it is over.
 */
export async function graphFromBytes(
  bytes: Uint8Array,
  turn: Turn,
): Promise<NeighbourGraph | undefined> {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nodes = text.readUInt32LE(MAGIC.length);
  const links = text.readUInt32LE(MAGIC.length + 4);
  const at = offsets(nodes, links);
  if (bytes.length !== at.end) return undefined;
  const degrees = bytes.subarray(at.degrees, at.targets);
  if (sumOf(degrees) !== links || degrees.some((degree) => degree > MAX_LINKS)) return undefined;
  // Copied, because they need not stand at a multiple of four; little-endian like all that runs this.
  const targets = new Int32Array(new Uint8Array(bytes.subarray(at.targets, at.distances)).buffer);
  if (!areBelow(targets, nodes)) return undefined;
  const idAt = (node: number) => {
    const from = at.ids + node * IMAGE_ID_BYTES;
    return text.toString("base64url", from, from + IMAGE_ID_BYTES) as ImageId;
  };
  return NeighbourGraph.restore(idAt, degrees, targets, bytes.subarray(at.distances), turn);
}

function sumOf(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function areBelow(values: Int32Array, end: number): boolean {
  for (const value of values) if (value < 0 || value >= end) return false;
  return true;
}

function offsets(nodes: number, links: number) {
  const ids = HEADER_BYTES;
  const degrees = ids + nodes * IMAGE_ID_BYTES;
  const targets = degrees + nodes;
  const distances = targets + links * TARGET_BYTES;
  return { ids, degrees, targets, distances, end: distances + links * DISTANCE_BYTES };
}
