import { LRUCache } from "lru-cache";

/** Some hundred cards of 100 kB. */
const MAX_BYTES = 12_000_000;

/**
 * Cards that were drawn, and those that are being drawn. One is drawn at a time, so that a crowd of
 * bots leaves the other cores to people; whoever asks for one that is under way waits for that one.
 */
export class KeptCards {
  readonly #kept: LRUCache<string, Buffer>;
  readonly #underWay = new Map<string, Promise<Buffer>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(maxBytes: number = MAX_BYTES) {
    this.#kept = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ length }) => length || 1 });
  }

  /**
   * The card of a key.
   *
   * @param draw makes it, when its turn comes. A failure is not kept.
   * @throws what `draw` throws.
   */
  get(key: string, draw: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#kept.get(key);
    if (kept) return Promise.resolve(kept);
    const known = this.#underWay.get(key);
    if (known !== undefined) return known;
    const card = this.#turn.then(draw).then((bytes) => {
      this.#kept.set(key, bytes);
      return bytes;
    });
    // The next one's turn comes whether this one succeeds or not.
    this.#turn = card.catch(() => {}).then(() => this.#underWay.delete(key));
    this.#underWay.set(key, card);
    return card;
  }
}
