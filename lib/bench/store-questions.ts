import { ASPECTS, blockOf, type PerAspect } from "@/lib/energy/aspects";
import { energies, SCHEMA } from "./made-up-gallery";

/** How far apart real images are by aspect: dials are divided by it, as `lib/energy/query-vector.ts` does. */
const SPREAD: PerAspect = { subject: 0.18, style: 0.22, palette: 0.22, light: 0.34 };
/** Images asked of at each corner of the dials. */
const IMAGES = 6;
const PUSH = 0.5;

/** The most neighbours that answers are compared by. */
export const REFERENCE_LIMIT = 2_000;

/** One query: an image at a corner of the dials, with or without another one that pushes. */
export interface Question {
  /** Which dials are up. */
  readonly corner: string;
  readonly isPushed: boolean;
  readonly query: Float32Array;
}

/** A corner of the dials as the weights of its aspects. */
const CORNERS = Array.from({ length: 2 ** ASPECTS.length - 1 }, (_, i) =>
  ASPECTS.map((aspect, bit) => (((i + 1) >> bit) & 1 ? 1 / SPREAD[aspect] : 0)),
);

function imagesOf(rows: number): readonly (readonly [Float32Array, Float32Array])[] {
  const image = (i: number) => energies.energy(Math.floor(i * 0.618_034 * rows) % rows);
  return Array.from({ length: IMAGES }, (_, i) => [image(i + 1), image(i + 101)] as const);
}

/** All corners of the dials, pushed and not, for some images of a made-up gallery of this size. */
export function questionsOf(rows: number): Question[] {
  return imagesOf(rows).flatMap(([pull, push]) =>
    CORNERS.flatMap((weights) =>
      [false, true].map((isPushed) => {
        const query = new Float32Array(SCHEMA.layout.total);
        ASPECTS.forEach((aspect, bit) => {
          const [own, other] = [pull, push].map((one) => blockOf(one, aspect, SCHEMA.layout));
          blockOf(query, aspect, SCHEMA.layout).set(
            (own ?? []).map(
              (value, i) =>
                (value - (isPushed ? PUSH * (other?.[i] ?? 0) : 0)) * (weights[bit] ?? 0),
            ),
          );
        });
        const corner = ASPECTS.filter((_, bit) => (weights[bit] ?? 0) > 0).join(" + ");
        return { corner, isPushed, query };
      }),
    ),
  );
}

/**
 * What each question's best rows are, in float64: uint32, `[questions, REFERENCE_LIMIT]`, as numbers of
 * made-up rows by descending score. Scores of corners are sums of aspects', so all take one pass.
 *
 * @param all float32, `[rows, layout.total]`.
 */
export function referenceOf(all: Float32Array, rows: number): Uint32Array {
  const { total } = SCHEMA.layout;
  const images = imagesOf(rows);
  const best = images.flatMap(() => CORNERS.flatMap(() => [0, 1].map(() => new BestScores())));
  for (let row = 0; row < rows; row++) {
    const energy = all.subarray(row * total, (row + 1) * total);
    images.forEach(([pull, push], image) => {
      const pulled = dotsOf(energy, pull);
      const pushed = dotsOf(energy, push);
      CORNERS.forEach((weights, corner) => {
        let score = 0;
        let against = 0;
        for (let bit = 0; bit < weights.length; bit++) {
          score += (weights[bit] ?? 0) * (pulled[bit] ?? 0);
          against += (weights[bit] ?? 0) * (pushed[bit] ?? 0);
        }
        const at = (image * CORNERS.length + corner) * 2;
        best[at]?.add(row, score);
        best[at + 1]?.add(row, score - PUSH * against);
      });
    });
  }
  const reference = new Uint32Array(best.length * REFERENCE_LIMIT);
  best.forEach((one, i) => {
    reference.set(one.rows(), i * REFERENCE_LIMIT);
  });
  return reference;
}

/** Scores by aspect, in float64. */
function dotsOf(a: Float32Array, b: Float32Array): number[] {
  return ASPECTS.map((aspect) => {
    const { offset, dims } = SCHEMA.layout.blocks[aspect];
    let [even, odd] = [0, 0];
    for (let i = offset; i < offset + dims; i += 2) {
      even += (a[i] ?? 0) * (b[i] ?? 0);
      odd += (a[i + 1] ?? 0) * (b[i + 1] ?? 0);
    }
    return even + odd;
  });
}

/** The rows of the best scores. */
class BestScores {
  readonly #rows = new Uint32Array(4 * REFERENCE_LIMIT);
  readonly #scores = new Float64Array(4 * REFERENCE_LIMIT);
  #count = 0;
  #floor = Number.NEGATIVE_INFINITY;

  add(row: number, score: number): void {
    if (score < this.#floor) return;
    this.#rows[this.#count] = row;
    this.#scores[this.#count++] = score;
    if (this.#count === this.#rows.length) this.#keepBest();
  }

  rows(): Uint32Array {
    this.#keepBest();
    return this.#rows.subarray(0, Math.min(this.#count, REFERENCE_LIMIT));
  }

  #keepBest(): void {
    const order = Array.from({ length: this.#count }, (_, i) => i);
    const scores = this.#scores.slice();
    const rows = this.#rows.slice();
    order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    this.#count = Math.min(this.#count, REFERENCE_LIMIT);
    for (let i = 0; i < this.#count; i++) {
      this.#rows[i] = rows[order[i] ?? 0] ?? 0;
      this.#scores[i] = scores[order[i] ?? 0] ?? 0;
    }
    if (this.#count === REFERENCE_LIMIT) this.#floor = this.#scores[this.#count - 1] ?? 0;
  }
}
