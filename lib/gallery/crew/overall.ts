import { crewFolders } from "./crew";
import { type Pulse, readCards, type Tally, type WorkerCard } from "./roster";

/** How far all workers of a data folder have come together. */
export interface Overall extends Omit<Tally, "label" | "isWhole"> {
  /** Those that live. */
  readonly workers: number;
  /** What is being added. */
  readonly labels: readonly string[];
}

const COUNTS = ["found", "done", "added", "known", "removed", "others", "skipped"] as const;

/**
 * How far the ingests of a data folder have come, with what workers did that have left or died since
 * somebody is at work.
 *
 * @returns `undefined` while nobody is at work.
 */
export async function readOverall(dataDir: string, pulse: Pulse): Promise<Overall | undefined> {
  const cards = await readCards(crewFolders(dataDir).cards);
  const workers = cards.filter((card) => pulse.isAlive(card)).length;
  return workers > 0 ? { workers, ...sumOf(cards) } : undefined;
}

/**
 * The counts of all sources. Workers on one source each see what the others do, a little later: of
 * each count the largest is the latest.
 */
export function sumOf(cards: readonly Pick<WorkerCard, "tallies">[]): Omit<Overall, "workers"> {
  const bySource = new Map<string, Record<(typeof COUNTS)[number], number>>();
  for (const tally of cards.flatMap(({ tallies }) => tallies)) {
    const latest = bySource.get(tally.label);
    const most = Object.fromEntries(
      COUNTS.map((count) => [count, Math.max(tally[count], latest?.[count] ?? 0)]),
    );
    bySource.set(tally.label, most as Record<(typeof COUNTS)[number], number>);
  }
  const sums = Object.fromEntries(
    COUNTS.map((count) => [
      count,
      Array.from(bySource.values(), (counts) => counts[count]).reduce((a, b) => a + b, 0),
    ]),
  );
  return {
    ...(sums as Record<(typeof COUNTS)[number], number>),
    labels: [...bySource.keys()],
  };
}
