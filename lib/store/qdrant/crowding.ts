import { setImmediate as nextTurn } from "node:timers/promises";
import { ASPECTS, blockOf, type EnergyLayout, perAspect } from "@/lib/energy/aspects";
import { neighbourhoodSize } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { dot } from "@/lib/energy/unit-vector";

/** Rows measured between two turns of the event loop: some 3 ms at 512 dims against 256. */
const ROWS_A_TURN = 16;
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

/** How crowded it is around images: measured when first asked for, then known while the sample stays. */
export class Crowding {
  readonly #layout: EnergyLayout;
  readonly #known = new Map<ImageId, Measured>();
  #ids: readonly ImageId[] = [];
  /** Energies of the sample, one after the other. */
  #sample = new Float32Array(0);
  /** Views of the sample, by aspect. */
  #blocks = perAspect((): readonly Float32Array[] => []);

  constructor(layout: EnergyLayout) {
    this.#layout = layout;
  }

  /** Measures against these images from now on; what is known stays when they are the same ones. */
  keepTo(sample: readonly CrowdedRow[]): void {
    const { total } = this.#layout;
    const energies = new Float32Array(sample.length * total);
    for (const [at, { energy }] of sample.entries()) energies.set(energy, at * total);
    const isSame =
      sample.length === this.#ids.length &&
      sample.every(({ id }, at) => id === this.#ids[at]) &&
      Buffer.compare(bytesOf(energies), bytesOf(this.#sample)) === 0;
    if (isSame) return;
    this.#ids = sample.map(({ id }) => id);
    this.#sample = energies;
    this.#blocks = perAspect((aspect) =>
      sample.map((_, at) => {
        return blockOf(energies.subarray(at * total, (at + 1) * total), aspect, this.#layout);
      }),
    );
    this.#known.clear();
  }

  /** @returns four values a row, in the order of ASPECTS. */
  async of(rows: readonly CrowdedRow[]): Promise<Float32Array[]> {
    const all: Float32Array[] = [];
    let measured = 0;
    for (const { id, energy } of rows) {
      const mark = markOf(energy);
      let known = this.#known.get(id);
      if (known?.mark !== mark) {
        if (++measured % ROWS_A_TURN === 0) await nextTurn();
        if (this.#known.size >= MAX_KNOWN) this.#known.clear();
        known = { mark, values: this.#measure(id, energy) };
        this.#known.set(id, known);
      }
      all.push(known.values);
    }
    return all;
  }

  /** As `densityOf`, without a view for every pair, and sorted without a callback. */
  #measure(id: ImageId, energy: Float32Array): Float32Array {
    const own = this.#ids.indexOf(id);
    const near = new Float32Array(this.#ids.length - (own < 0 ? 0 : 1));
    const wanted = Math.min(near.length, neighbourhoodSize(near.length));
    return Float32Array.from(ASPECTS, (aspect) => {
      const block = blockOf(energy, aspect, this.#layout);
      let at = 0;
      for (const [row, other] of this.#blocks[aspect].entries()) {
        if (row !== own) near[at++] = dot(block, other);
      }
      near.sort();
      let sum = 0;
      for (let i = near.length - wanted; i < near.length; i++) sum += near[i] ?? 0;
      return sum / Math.max(1, wanted);
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

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
