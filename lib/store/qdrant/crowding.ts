import { setImmediate as nextTurn } from "node:timers/promises";
import { ASPECTS, blockOf, type EnergyLayout } from "@/lib/energy/aspects";
import { neighbourhoodSize } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { dot } from "@/lib/energy/unit-vector";

/** Rows measured between two turns of the event loop: 2 ms at 512 dims against 256. */
const ROWS_A_TURN = 16;

/** An image of the sample that crowding is measured against. */
export interface SampleRow {
  readonly id: ImageId;
  readonly energy: Float32Array;
}

/** How crowded it is around the images of one revision: measured when first asked for, then known. */
export class Crowding {
  readonly #layout: EnergyLayout;
  readonly #sample: readonly SampleRow[];
  readonly #known = new Map<ImageId, Float32Array>();

  constructor(layout: EnergyLayout, sample: readonly SampleRow[]) {
    this.#layout = layout;
    this.#sample = sample;
  }

  has(id: ImageId): boolean {
    return this.#known.has(id);
  }

  /** Four values in the order of ASPECTS; zeros where nothing was measured. */
  of(id: ImageId): Float32Array {
    return this.#known.get(id) ?? new Float32Array(ASPECTS.length);
  }

  /** As `densityOf`, without sorting what only a tenth is wanted of. */
  async measure(rows: readonly SampleRow[]): Promise<void> {
    for (const [at, { id, energy }] of rows.entries()) {
      const others = this.#sample.filter((other) => other.id !== id);
      const values = ASPECTS.map((aspect) => {
        const block = blockOf(energy, aspect, this.#layout);
        const near = Float32Array.from(others, (other) =>
          dot(block, blockOf(other.energy, aspect, this.#layout)),
        ).sort();
        const nearest = near.subarray(Math.max(0, near.length - neighbourhoodSize(others.length)));
        return nearest.reduce((sum, value) => sum + value, 0) / Math.max(1, nearest.length);
      });
      this.#known.set(id, Float32Array.from(values));
      if (at % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    }
  }
}
