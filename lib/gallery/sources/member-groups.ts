import type { Saying } from "./source";

/** Members with one key that are kept until the next key; past that, what comes says nothing. */
const MAX_GROUP = 64;

/** A picture of an archive with what the members beside it say. */
export interface Grouped<T> {
  readonly member: T;
  readonly saying: Saying | undefined;
}

/**
 * Pairs pictures with the words beside them as WebDataset does: members that follow each other and
 * have the same name up to the first dot of its last part belong together, whatever their order.
 * (A. Aizman, G. Maltby, T. Breuel: High Performance I/O For Large Scale Deep Learning, 2019.)
 */
export class MemberGroups<T> {
  #key: string | undefined;
  #members: T[] = [];
  #saying: Saying | undefined;

  /** @returns what a new key completes. */
  addPicture(name: string, member: T): Grouped<T>[] {
    const done = this.#turnTo(name);
    this.#members.push(member);
    return this.#members.length < MAX_GROUP ? done : [...done, ...this.end()];
  }

  /** @returns what a new key completes. */
  addSaying(name: string, saying: Saying): Grouped<T>[] {
    const done = this.#turnTo(name);
    // JSON says more than a caption, whichever comes first.
    if (!this.#saying || name.endsWith(".json")) this.#saying = saying;
    return done;
  }

  /** @returns what is left. */
  end(): Grouped<T>[] {
    const saying = this.#saying;
    const done = this.#members.map((member) => ({ member, saying }));
    this.#members = [];
    this.#saying = undefined;
    return done;
  }

  #turnTo(name: string): Grouped<T>[] {
    const key = keyOf(name);
    if (key === this.#key) return [];
    this.#key = key;
    return this.end();
  }
}

function keyOf(name: string): string {
  const start = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", start);
  return dot < 0 ? name : name.slice(0, dot);
}
