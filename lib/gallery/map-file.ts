import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { graphFromBytes, graphToBytes } from "@/lib/graph/graph-bytes";
import type { NeighbourGraph } from "@/lib/graph/neighbour-graph";
import { Turn } from "@/lib/graph/turn";
import type { StoreState } from "@/lib/store/vector-store";

const NAME = "neighbours.map";
/** 8 characters of the gallery's id, its revision as float64, then SHA-256 of these and the graph. */
const ID_BYTES = 8;
const HEAD_BYTES = ID_BYTES + 8;
const HASH_BYTES = 32;
/** Bytes that are hashed between two looks at the clock: about a millisecond. */
const HASHED_A_LOOK = 1 << 20;
/** What a process that was killed while it wrote has left is this old at least. */
const LEFT_OVER_MS = 10 * 60_000;

/**
 * The graph that a data folder keeps of this gallery; `undefined` where there is none, where it is
 * another gallery's, or where it is not as it was written: then it is made anew.
 */
export async function readMap(
  dataDir: string,
  galleryId: string,
): Promise<NeighbourGraph | undefined> {
  const bytes = await readFile(join(dataDir, NAME)).catch(() => undefined);
  if (!bytes || bytes.length < HEAD_BYTES + HASH_BYTES) return undefined;
  const head = bytes.subarray(0, HEAD_BYTES);
  const graph = bytes.subarray(HEAD_BYTES + HASH_BYTES);
  const hash = bytes.subarray(HEAD_BYTES, HEAD_BYTES + HASH_BYTES);
  if (head.toString("latin1", 0, ID_BYTES) !== galleryId) return undefined;
  const turn = new Turn(() => nextTurn());
  if (!hash.equals(await hashOf(head, graph, turn))) return undefined;
  return graphFromBytes(graph, turn);
}

/** Changes whenever the file is another one; `undefined` where there is none. */
export async function stampOfMap(dataDir: string): Promise<string | undefined> {
  const found = await stat(join(dataDir, NAME)).catch(() => undefined);
  return found && `${found.ino} ${found.mtimeMs} ${found.size}`;
}

/**
 * Keeps the graph in the data folder: written beside, flushed and moved into place, so that a reader,
 * and who comes after a `kill -9`, finds the one before or this one. Of two processes the later counts.
 *
 * @param belongsTo the gallery, and its revision when the graph was made.
 * @param graph not to be linked meanwhile.
 * @throws what the file system throws; nothing that was there is lost.
 */
export async function writeMap(
  dataDir: string,
  { galleryId, revision }: Pick<StoreState, "galleryId" | "revision">,
  graph: NeighbourGraph,
): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await removeLeftOvers(dataDir);
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(galleryId, 0, ID_BYTES, "latin1");
  head.writeDoubleLE(revision, ID_BYTES);
  const turn = new Turn(() => nextTurn());
  const bytes = await graphToBytes(graph, turn);
  const hash = await hashOf(head, bytes, turn);
  const beside = join(dataDir, `${NAME}.${randomBytes(6).toString("hex")}.new`);
  const file = await open(beside, "w");
  try {
    await file.writev([head, hash, bytes]);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, join(dataDir, NAME));
}

async function hashOf(head: Uint8Array, graph: Uint8Array, turn: Turn): Promise<Buffer> {
  const hash = createHash("sha256").update(head);
  for (let from = 0; from < graph.length; from += HASHED_A_LOOK) {
    if (turn.isOver) await turn.next();
    hash.update(graph.subarray(from, from + HASHED_A_LOOK));
  }
  return hash.digest();
}

async function removeLeftOvers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(`${NAME}.`)) continue;
    const path = join(dataDir, name);
    // Another process may have moved it into place meanwhile.
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > LEFT_OVER_MS) await rm(path, { force: true });
  }
}
