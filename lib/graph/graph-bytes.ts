import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { DISTANCE_BYTES, MAX_LINKS, NeighbourGraph } from "./neighbour-graph";

/** "wlmap", and the version of what follows: other distances or other links are another version. */
const MAGIC = Uint8Array.of(0x77, 0x6c, 0x6d, 0x61, 0x70, 0, 0, 1);
const HEADER_BYTES = MAGIC.length + 8;
const TARGET_BYTES = 4;

/**
 * A graph as bytes, little-endian: magic; nodes and links, u32 each; ids, 8 bytes a node; degrees, u8
 * a node; targets, u32 a link; distances, four u8 a link. Some 140 bytes an image. Whoever keeps them
 * adds what they belong to, and a checksum.
 */
export function graphToBytes(graph: NeighbourGraph): Uint8Array<ArrayBuffer> {
  const { size: nodes, arrays } = graph;
  const links = arrays.degrees.subarray(0, nodes).reduce((sum, degree) => sum + degree, 0);
  const at = offsets(nodes, links);
  const bytes = new Uint8Array(at.end);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(MAGIC.length, nodes, true);
  view.setUint32(MAGIC.length + 4, links, true);
  bytes.set(arrays.degrees.subarray(0, nodes), at.degrees);
  let link = 0;
  for (let node = 0; node < nodes; node++) {
    bytes.set(Buffer.from(graph.idAt(node), "base64url"), at.ids + node * IMAGE_ID_BYTES);
    const first = node * MAX_LINKS;
    const last = first + (arrays.degrees[node] ?? 0);
    bytes.set(
      arrays.distances.subarray(first * DISTANCE_BYTES, last * DISTANCE_BYTES),
      at.distances + link * DISTANCE_BYTES,
    );
    for (let own = first; own < last; own++, link++) {
      view.setUint32(at.targets + link * TARGET_BYTES, arrays.targets[own] ?? 0, true);
    }
  }
  return bytes;
}

/** The graph in the bytes; `undefined` for bytes of another kind, or not whole. */
export function graphFromBytes(bytes: Uint8Array): NeighbourGraph | undefined {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nodes = view.getUint32(MAGIC.length, true);
  const links = view.getUint32(MAGIC.length + 4, true);
  const at = offsets(nodes, links);
  if (bytes.length !== at.end) return undefined;
  const degrees = bytes.subarray(at.degrees, at.degrees + nodes);
  const targets = new Int32Array(links);
  for (let link = 0; link < links; link++) {
    targets[link] = view.getUint32(at.targets + link * TARGET_BYTES, true);
  }
  const sum = degrees.reduce((total, degree) => total + degree, 0);
  if (sum !== links || degrees.some((degree) => degree > MAX_LINKS)) return undefined;
  if (targets.some((target) => target < 0 || target >= nodes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids = Array.from({ length: nodes }, (_, node) => {
    const from = at.ids + node * IMAGE_ID_BYTES;
    return text.toString("base64url", from, from + IMAGE_ID_BYTES) as ImageId;
  });
  return NeighbourGraph.restore(ids, degrees, targets, bytes.subarray(at.distances));
}

function offsets(nodes: number, links: number) {
  const ids = HEADER_BYTES;
  const degrees = ids + nodes * IMAGE_ID_BYTES;
  const targets = degrees + nodes;
  const distances = targets + links * TARGET_BYTES;
  return { ids, degrees, targets, distances, end: distances + links * DISTANCE_BYTES };
}
