import type { Embedder } from "@/lib/embedding/embedder";
import type { EnergyLayout, PerAspect } from "@/lib/energy/aspects";
import { type PairSimilarities, pairSimilarities, spread } from "@/lib/energy/closeness";
import type { VectorStore } from "@/lib/store/vector-store";
import { PHRASES } from "./phrases";
import { wordsEnergy } from "./words-energy";

/** Images the yardstick is made of; more change σ by less than 1 %. */
const SAMPLE_IMAGES = 1_024;

/** What belongs to a gallery version: the spread of each aspect and the yardsticks of closeness. */
export interface Calibration {
  /** Standard deviation of each aspect's similarity over random pairs of images. */
  readonly sigma: PerAspect;
  /** Random pairs of images. */
  readonly images: PairSimilarities;
  /** Fixed phrases against images; no pairs when the model has no text tower. */
  readonly words: PairSimilarities;
}

/**
 * Derives the calibration from the store's stable sample, so that every process and replica that
 * sees one gallery version has the same one, and nothing has to be kept in step with the rows.
 */
export class Calibrator {
  readonly #store: VectorStore;
  readonly #embedder: Embedder;
  #phrases: Promise<Float32Array[]> | undefined;
  #current: { readonly revision: number; readonly calibration: Promise<Calibration> } | undefined;

  constructor(store: VectorStore, embedder: Embedder) {
    this.#store = store;
    this.#embedder = embedder;
  }

  /** The calibration of the gallery version that the store sees now. */
  async get(): Promise<Calibration> {
    const { revision } = this.#store.state();
    if (this.#current?.revision === revision) return this.#current.calibration;
    const calibration = this.#measure();
    this.#current = { revision, calibration };
    try {
      return await calibration;
    } catch (error) {
      // A failure must not become the gallery's calibration for good.
      if (this.#current?.calibration === calibration) this.#current = undefined;
      throw error;
    }
  }

  async #measure(): Promise<Calibration> {
    const { layout } = this.#store.schema;
    const energies = await this.#store.energies(await this.#store.sample(SAMPLE_IMAGES));
    const images = energies.filter((energy) => energy !== undefined);
    const pairs = pairSimilarities(images, images, layout);
    const phrases = await this.#embedPhrases(layout);
    return {
      sigma: spread(pairs),
      images: pairs,
      words: pairSimilarities(phrases, images, layout),
    };
  }

  async #embedPhrases(layout: EnergyLayout): Promise<Float32Array[]> {
    if (!this.#embedder.model.hasText) return [];
    this.#phrases ??= this.#embedOneByOne(layout).catch((error) => {
      this.#phrases = undefined;
      throw error;
    });
    return this.#phrases;
  }

  /** One by one: all at once would fill the queue that visitors wait in. */
  async #embedOneByOne(layout: EnergyLayout): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const phrase of PHRASES) {
      vectors.push(wordsEnergy(await this.#embedder.embedText(phrase), layout));
    }
    return vectors;
  }
}
