import { readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ASPECTS, type EnergyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { workerFile } from "@/lib/worker-file";
import { arenaLayout, MAX_PAGES, PAGE_BYTES, scratchBase } from "../scan/arena-layout";
import { DensityEngine } from "../scan/density-engine";
import { kernelFile, startKernel } from "../scan/kernel";
import { bytesOf, isSameVector } from "../vector-bytes";

/** Rows measured between two turns of the event loop: some 5 ms at 512 dims against 256. */
const ROWS_A_TURN = 256;
/** Rows that are remembered; more begin anew: 10 MB. */
const MAX_KNOWN = 100_000;

/** An image, with what crowding is measured by. */
export interface CrowdedRow {
  readonly id: ImageId;
  readonly energy: Float32Array;
}

interface Measured {
  /** Of the energy that was measured: another one is measured anew. */
  readonly mark: number;
  /** Four values in the order of ASPECTS. */
  readonly values: Float32Array;
}

/**
 * How crowded it is around images: measured when first asked for, by the embedded store's own kernel,
 * then known while the sample stays.
 */
export class Crowding {
  readonly #layout: EnergyLayout;
  readonly #known = new Map<ImageId, Measured>();
  #engine: DensityEngine | undefined;
  #sample: readonly CrowdedRow[] = [];
  /** How often the sample was another one. */
  #revision = 0;
  /** What the engine reads: the sample, then the rows that are measured against it. */
  #rows: readonly CrowdedRow[] = [];

  constructor(layout: EnergyLayout) {
    this.#layout = layout;
  }

  /** Measures against these images from now on; what is known stays when they are the same ones. */
  keepTo(sample: readonly CrowdedRow[]): void {
    const isSame =
      sample.length === this.#sample.length &&
      sample.every(({ id, energy }, at) => {
        const before = this.#sample[at];
        return id === before?.id && isSameVector(energy, before.energy);
      });
    if (isSame) return;
    this.#sample = [...sample];
    this.#revision++;
    this.#known.clear();
  }

  /**
   * @returns four values a row, in the order of ASPECTS.
   * @throws {AppError} `store_unavailable` where the kernel was not built.
   */
  async of(rows: readonly CrowdedRow[]): Promise<Float32Array[]> {
    const all: Float32Array[] = [];
    for (let from = 0; from < rows.length; from += ROWS_A_TURN) {
      if (from > 0) await nextTurn();
      all.push(...this.#measure(rows.slice(from, from + ROWS_A_TURN)));
    }
    return all;
  }

  #measure(rows: readonly CrowdedRow[]): Float32Array[] {
    const marks = rows.map(({ energy }) => markOf(energy));
    const found = rows.map(({ id }, at) => {
      const known = this.#known.get(id);
      return known && known.mark === marks[at] ? known.values : undefined;
    });
    const missing = rows.filter((_, at) => !found[at]);
    if (missing.length === 0) return found.flatMap((values) => values ?? []);
    const { length } = this.#sample;
    const ownSlots = new Map(this.#sample.map(({ id }, slot) => [id, slot]));
    this.#rows = [...this.#sample, ...missing];
    this.#engine ??= this.#start();
    const { values } = this.#engine.densities({
      slots: Int32Array.from(missing, ({ id }, at) => ownSlots.get(id) ?? length + at),
      sample: Int32Array.from(this.#sample.keys()),
      revision: this.#revision,
    });
    if (this.#known.size + missing.length > MAX_KNOWN) this.#known.clear();
    let next = 0;
    return rows.map(({ id }, at) => {
      const known = found[at];
      if (known) return known;
      const own = values.slice(next * ASPECTS.length, ++next * ASPECTS.length);
      this.#known.set(id, { mark: marks[at] ?? 0, values: own });
      return own;
    });
  }

  #start(): DensityEngine {
    const arena = arenaLayout(this.#layout);
    const memory = new WebAssembly.Memory({
      initial: Math.ceil(scratchBase(arena, 1) / PAGE_BYTES),
      maximum: MAX_PAGES,
      shared: true,
    });
    const kernelPath = kernelFile(workerFile("scan.worker"));
    const kernel = startKernel(
      new WebAssembly.Module(readFileSync(/* turbopackIgnore: true */ kernelPath)),
      memory,
    );
    const read = (slot: number, into: Uint8Array, at: number) => {
      const energy = this.#rows[slot]?.energy;
      if (energy) into.set(bytesOf(energy), at);
    };
    return new DensityEngine({
      kernel,
      memory,
      layout: this.#layout,
      energies: { read },
      thread: 0,
    });
  }
}

/** FNV-1a over a vector's words. */
function markOf(vector: Float32Array): number {
  const words = new Int32Array(vector.buffer, vector.byteOffset, vector.length);
  let mark = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) mark = Math.imul(mark ^ (words[i] ?? 0), 0x01000193);
  return mark;
}
