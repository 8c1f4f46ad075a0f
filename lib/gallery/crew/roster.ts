import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "@/lib/replace-file";
import { isRunning, PLACE } from "./place";

/** How far a worker sees that a source has come: done by itself, by others, and before. */
const tally = z.object({
  label: z.string(),
  found: z.int(),
  isWhole: z.boolean(),
  done: z.int(),
  added: z.int(),
  known: z.int(),
  removed: z.int(),
  others: z.int(),
  skipped: z.int(),
});
/** Counts of one source; every item that is done is one of added, known … skipped, or made anew. */
export type Tally = z.infer<typeof tally>;

const card = z.object({
  id: z.string(),
  pid: z.int(),
  place: z.string(),
  /** Grows while it lives. */
  beat: z.int(),
  state: z.enum(["working", "left", "died"]),
  startedMs: z.number(),
  /** Pictures that it gave to the model. */
  embeds: z.int(),
  tallies: z.array(tally),
});
/** What a worker says of itself, in a file that it writes anew several times a second. */
export type WorkerCard = z.infer<typeof card>;

const CARD = ".json";
/** A worker whose beat has stood still for so long is dead, or its machine is away. */
const STILL_MS = 30_000;

/** The cards of all workers of a folder that have not been forgotten; of none where it is missing. */
export async function readCards(dir: string): Promise<WorkerCard[]> {
  const names = await readdir(dir).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => name.endsWith(CARD)).map((name) => readCard(join(dir, name))),
  );
  return found.filter((one) => one !== undefined).sort((a, b) => a.startedMs - b.startedMs);
}

/** Whole or not at all. @throws what the file system throws. */
export async function writeCard(dir: string, own: WorkerCard): Promise<void> {
  const path = join(dir, `${own.id}${CARD}`);
  await replaceFile(path, `${path}.${process.pid}.new`, JSON.stringify(own));
}

/** Tells the living from the dead. */
export class Pulse {
  readonly #seen = new Map<string, { readonly beat: number; readonly sinceMs: number }>();
  readonly #now: () => number;

  /** @param now milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Whether a worker lives. Of one on this machine that is known at once; of another, whose clock may
   * be wrong, after its beat has been watched for 30 s.
   */
  isAlive({ id, pid, place, beat, state }: WorkerCard): boolean {
    if (state !== "working") return false;
    if (place === PLACE && !isRunning(pid)) return false;
    const seen = this.#seen.get(id);
    if (seen?.beat === beat) return this.#now() - seen.sinceMs < STILL_MS;
    this.#seen.set(id, { beat, sinceMs: this.#now() });
    return true;
  }
}

async function readCard(path: string): Promise<WorkerCard | undefined> {
  try {
    const parsed = card.safeParse(JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Forgotten meanwhile, or no card.
    return undefined;
  }
}
