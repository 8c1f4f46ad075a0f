import { LRUCache } from "lru-cache";
import { tellWork } from "@/lib/metrics/work-told";

/** Some hundred cards of 100 kB. */
const MAX_BYTES = 12_000_000;

/** A card as it is sent. */
export interface DrawnCard {
  readonly jpeg: Buffer;
  /** Whether it has all that it could have; one without is not kept. */
  readonly isWhole: boolean;
}

/**
 * Cards that were drawn, and those that are being drawn. One is drawn at a time, so that a crowd of
 * bots leaves the other cores to people; whoever asks for one that is under way waits for that one.
 */
export class KeptCards {
  readonly #kept: LRUCache<string, DrawnCard>;
  readonly #underWay = new Map<string, Promise<DrawnCard>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(maxBytes: number = MAX_BYTES) {
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ jpeg }) => jpeg.length || 1,
    });
  }

  /**
   * The card of a key.
   *
   * @param draw makes it, when its turn comes. Neither a failure is kept nor a card that is not whole.
   * @throws what `draw` throws.
   */
  get(key: string, draw: () => Promise<DrawnCard>): Promise<DrawnCard> {
    const kept = this.#kept.get(key);
    tellWork({ kind: "cache", cache: "previews", isHit: kept !== undefined });
    if (kept) return Promise.resolve(kept);
    const known = this.#underWay.get(key);
    if (known !== undefined) return known;
    const card = this.#turn.then(draw).then((drawn) => {
      if (drawn.isWhole) this.#kept.set(key, drawn);
      return drawn;
    });
    // The next one's turn comes whether this one succeeds or not.
    this.#turn = card.catch(() => {}).then(() => this.#underWay.delete(key));
    this.#underWay.set(key, card);
    return card;
  }
}
