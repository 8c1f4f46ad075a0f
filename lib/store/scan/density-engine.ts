import type { EnergyLayout } from "@/lib/energy/aspects";
import { neighbourhoodSize } from "@/lib/energy/hubs";
import { type ArenaLayout, arenaLayout, scratchBase } from "./arena-layout";
import type { Kernel } from "./kernel";
import type { DensityRequest, DensityResult } from "./scan-messages";
import { kthLargest } from "./select-top";

/** Where energies come from: files in a scan thread, memory elsewhere. */
export interface EnergySource {
  /** Copies the energy of a slot to `into` at a byte. */
  read(slot: number, into: Uint8Array, at: number): void;
}

/** Below any similarity: what a row has with itself must not count. */
const LEFT_OUT = -2;

/** Measures how crowded it is around rows (`lib/energy/hubs.ts`): some 20 µs a row at 512 dims. */
export class DensityEngine {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #layout: ArenaLayout;
  readonly #energies: EnergySource;
  readonly #base: number;
  /** Of the sample that is in memory. */
  #revision = -1;

  /** @param options.thread whose scratch area it works in. */
  constructor(options: {
    readonly kernel: Kernel;
    readonly memory: WebAssembly.Memory;
    readonly layout: EnergyLayout;
    readonly energies: EnergySource;
    readonly thread: number;
  }) {
    this.#kernel = options.kernel;
    this.#memory = options.memory;
    this.#layout = arenaLayout(options.layout);
    this.#energies = options.energies;
    this.#base = scratchBase(this.#layout, options.thread);
  }

  densities({
    slots,
    sample,
    revision,
  }: Pick<DensityRequest, "slots" | "sample" | "revision">): DensityResult {
    const { scratch, blocks, energyDims } = this.#layout;
    const { buffer } = this.#memory;
    if (revision !== this.#revision) this.#readSample(sample, revision);
    const row = new Uint8Array(buffer, this.#base + scratch.energies, energyDims * 4);
    const values = new Float32Array(slots.length * blocks.length);
    slots.forEach((slot, i) => {
      this.#energies.read(slot, row, 0);
      this.#kernel.similarities(
        this.#base + scratch.energies,
        sample.length,
        this.#base + scratch.sampleAddresses,
        this.#base + scratch.blockPairs,
        this.#base + scratch.scores,
      );
      const own = sample.indexOf(slot);
      for (let block = 0; block < blocks.length; block++) {
        const at = this.#base + scratch.scores + block * sample.length * 4;
        values[i * blocks.length + block] = meanOfNearest(
          new Float32Array(buffer, at, sample.length),
          own,
        );
      }
    });
    return { type: "densities", values };
  }

  /** Keeps the sample's energies in memory: every row is measured against them. */
  #readSample(sample: Int32Array, revision: number): void {
    const { scratch, blocks, energyDims } = this.#layout;
    const { buffer } = this.#memory;
    const bytes = energyDims * 4;
    const rows = new Uint8Array(buffer, this.#base + scratch.sample, sample.length * bytes);
    sample.forEach((slot, i) => {
      this.#energies.read(slot, rows, i * bytes);
    });
    new Uint32Array(buffer, this.#base + scratch.sampleAddresses, sample.length).set(
      Uint32Array.from(sample, (_, i) => this.#base + scratch.sample + i * bytes),
    );
    new Int32Array(buffer, this.#base + scratch.blockPairs, 8).set(
      blocks.flatMap(({ offset, dims }) => [offset, dims]),
    );
    this.#revision = revision;
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
