import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { ASPECTS } from "@/lib/energy/aspects";
import { DENSITY_SAMPLE } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { DensityBook } from "./density-book";
import type { RowIndex } from "./index/row-index";
import type { SpannedFile } from "./index/spanned-file";
import type { Scanner } from "./scan/scanner";

/** Rows measured at a time in the background: a search waits for some 5 ms at most. */
const BATCH = 256;
/** How long searches are given before it is looked again whether they have ended. */
const BUSY_MS = 20;

/** What densities are measured against. */
interface Sample {
  readonly revision: number;
  readonly slots: Int32Array;
  /** Of the rows in it: the same key means the same energies. */
  readonly key: string;
}

/** How crowded it is around the rows of an index: measured when first asked for, then known. */
export class RowDensities {
  readonly book = new DensityBook();
  readonly #index: RowIndex;
  readonly #scanner: Scanner;
  readonly #energies: SpannedFile;
  #sample: Sample | undefined;

  constructor(index: RowIndex, energies: SpannedFile, scanner: Scanner) {
    this.#index = index;
    this.#energies = energies;
    this.#scanner = scanner;
  }

  /** As `VectorStore.densities`. @param revision what is seen now. */
  async of(ids: readonly ImageId[], revision: number): Promise<Float32Array> {
    const slots = ids.map((id) => this.#index.slotOf(id) ?? -1);
    await this.#measure(
      slots.filter((slot) => slot >= 0),
      revision,
    );
    const values = new Float32Array(ids.length * ASPECTS.length);
    slots.forEach((slot, i) => {
      if (slot >= 0) this.book.copyTo(slot, values, i * ASPECTS.length);
    });
    return values;
  }

  /**
   * Measures all rows while nobody asks for anything, so that no search has to wait for it: 20 s of
   * the scan thread at a million × 512.
   *
   * @param goesOn asked between two batches.
   */
  async measureAll(revision: number, goesOn: () => boolean): Promise<void> {
    const slots = Int32Array.from(this.#index.slotsOf());
    for (let at = 0; at < slots.length && goesOn(); ) {
      if (!this.#scanner.isIdle) {
        // Not a turn of the event loop: turning it all the while would take a core from the searches.
        await delay(BUSY_MS, undefined, { ref: false });
        continue;
      }
      await this.#measure([...slots.subarray(at, at + BATCH)], revision);
      at += BATCH;
      await nextTurn();
    }
  }

  /** Measures what is not known yet of these slots against the sample of now. */
  async #measure(slots: readonly number[], revision: number): Promise<void> {
    const sample = this.#sampleOf(revision);
    this.book.keepTo(sample.key);
    const missing = slots.filter((slot) => !this.book.has(slot));
    if (missing.length === 0) return;
    const { values } = await this.#scanner.run(() => ({
      type: "densities",
      slots: Int32Array.from(missing),
      sample: sample.slots,
      revision: sample.revision,
      energies: this.#energies.open,
    }));
    this.book.keepTo(sample.key);
    missing.forEach((slot, i) => {
      this.book.set(slot, values.subarray(i * ASPECTS.length, (i + 1) * ASPECTS.length));
    });
  }

  #sampleOf(revision: number): Sample {
    if (this.#sample?.revision !== revision) {
      const ids = this.#index.sample(DENSITY_SAMPLE);
      const slots = Int32Array.from(ids.flatMap((id) => this.#index.slotOf(id) ?? []));
      const stamps = Array.from(slots, (slot) => {
        const { clock, writer } = this.#index.stampAt(slot);
        return `${clock} ${writer}`;
      });
      this.#sample = { revision, slots, key: `${ids.join()} ${stamps.join()}` };
    }
    return this.#sample;
  }
}
