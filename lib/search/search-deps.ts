import type { Embedder } from "@/lib/embedding/embedder";
import type { VectorStore } from "@/lib/store/vector-store";
import type { TermBook } from "@/lib/words/load-term-vectors";
import type { Calibrator } from "./calibration";
import type { CropEnergies } from "./crop-energies";

/** What every search needs; made once, in `lib/runtime.ts`. */
export interface SearchDeps {
  readonly store: VectorStore;
  readonly embedder: Embedder;
  readonly calibrator: Calibrator;
  /** The vocabulary as the model sees it. */
  readonly terms: TermBook;
  readonly crops: CropEnergies;
}
