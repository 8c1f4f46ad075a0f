import type { EnergyLayout } from "@/lib/energy/aspects";
import { neighbourhoodSize } from "@/lib/energy/hubs";
import { type ArenaLayout, arenaLayout, SEGMENT_ROWS, segmentBase } from "./arena-layout";
import type { Kernel } from "./kernel";
import type { DensityRequest, DensityResult } from "./scan-messages";
import { kthLargest } from "./select-top";

/** Below any similarity: what a row has with itself must not count. */
const LEFT_OUT = -2;

/** Measures how crowded it is around rows (`lib/energy/hubs.ts`): some 20 µs a row at 512 dims. */
export class DensityEngine {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #layout: ArenaLayout;

  constructor(kernel: Kernel, memory: WebAssembly.Memory, layout: EnergyLayout) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#layout = arenaLayout(layout);
  }

  densities({ slots, sample }: DensityRequest): DensityResult {
    const { scratch, blocks } = this.#layout;
    const { buffer } = this.#memory;
    new Uint32Array(buffer, scratch.rows, sample.length).set(
      sample.map((slot) => this.#energyAddress(slot)),
    );
    new Int32Array(buffer, scratch.blockPairs, 8).set(
      blocks.flatMap(({ offset, dims }) => [offset, dims]),
    );
    const values = new Float32Array(slots.length * blocks.length);
    slots.forEach((slot, i) => {
      this.#kernel.similarities(
        this.#energyAddress(slot),
        sample.length,
        scratch.rows,
        scratch.blockPairs,
        scratch.scores,
      );
      const own = sample.indexOf(slot);
      for (let block = 0; block < blocks.length; block++) {
        const at = scratch.scores + block * sample.length * 4;
        values[i * blocks.length + block] = meanOfNearest(
          new Float32Array(buffer, at, sample.length),
          own,
        );
      }
    });
    return { type: "densities", values };
  }

  #energyAddress(slot: number): number {
    const base = segmentBase(this.#layout, Math.floor(slot / SEGMENT_ROWS));
    const row = slot % SEGMENT_ROWS;
    return base + this.#layout.segment.energies + row * this.#layout.energyDims * 4;
  }
}

/** @param own index of the row itself among the others; −1 when it is none of them. */
function meanOfNearest(similarities: Float32Array, own: number): number {
  const others = similarities.length - (own >= 0 ? 1 : 0);
  const count = Math.min(others, neighbourhoodSize(others));
  if (count === 0) return 0;
  if (own >= 0) similarities[own] = LEFT_OUT;
  // Selecting the last of them puts all of them in front.
  kthLargest(similarities, similarities.length, count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += similarities[i] ?? 0;
  return sum / count;
}
