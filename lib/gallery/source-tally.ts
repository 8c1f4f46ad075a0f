import type { Settled } from "./crew/crew";
import type { Skipped } from "./crew/journal";
import type { Tally } from "./crew/roster";
import type { Source } from "./sources/source";

/** Of the dead links of a list of millions the first are named, and all are counted. */
const MAX_NAMED = 100_000;

/** What has become of the items of one source, whoever dealt with them. */
export class SourceTally {
  readonly source: Source;
  readonly #named: Skipped[];
  skipped = 0;
  found = 0;
  isWhole = false;
  done = 0;
  added = 0;
  known = 0;
  removed = 0;
  others = 0;

  /** @param named what is skipped by name, of all sources together. */
  constructor(source: Source, named: Skipped[]) {
    this.source = source;
    this.#named = named;
  }

  /** Names what was skipped. */
  skip(skipped: Skipped): void {
    this.skipped++;
    if (this.#named.length < MAX_NAMED) this.#named.push(skipped);
  }

  /** Counts an item that is done. One that is added counts as such once it is durable. */
  count({ outcome, skipped }: Settled): void {
    this.done++;
    if (outcome === "known" || outcome === "removed" || outcome === "others") this[outcome]++;
    if (skipped) this.skip(skipped);
  }

  /** Counts an item that another worker is done with, which is durable. */
  countTheirs(settled: Settled): void {
    this.count(settled);
    if (settled.outcome === "added") this.added++;
  }

  get counts(): Tally {
    const { source, found, isWhole, done, added, known, removed, others, skipped } = this;
    const label = source.label;
    return { label, found, isWhole, done, added, known, removed, others, skipped };
  }
}
