import type { Settled } from "./crew/crew";
import type { Skipped } from "./crew/journal";
import type { Tally } from "./crew/roster";
import type { Source } from "./sources/source";

/** What has become of the items of one source, whoever dealt with them. */
export class SourceTally {
  readonly source: Source;
  readonly skipped: Skipped[] = [];
  found = 0;
  isWhole = false;
  done = 0;
  added = 0;
  known = 0;
  removed = 0;
  others = 0;

  constructor(source: Source) {
    this.source = source;
  }

  /** Counts an item that is done. One that is added counts as such once it is durable. */
  count({ outcome, skipped }: Settled): void {
    this.done++;
    if (outcome === "known" || outcome === "removed" || outcome === "others") this[outcome]++;
    if (skipped) this.skipped.push(skipped);
  }

  /** Counts an item that another worker is done with, which is durable. */
  countTheirs(settled: Settled): void {
    this.count(settled);
    if (settled.outcome === "added") this.added++;
  }

  get counts(): Tally {
    const { source, found, isWhole, done, added, known, removed, others, skipped } = this;
    const label = source.label;
    const counts = { found, isWhole, done, added, known, removed, others };
    return { label, ...counts, skipped: skipped.length };
  }
}
