import { broken, type Check, good, notice } from "./finding";
import { MEMORY_A_ROW, MEMORY_BASE } from "./gallery-size";

/** More than this share of the memory taken by us leaves too little for the page cache. */
const CROWDED = 0.7;

export interface MemoryCircumstances {
  /** Images in the gallery; `undefined` when an engine keeps them, or that is not known. */
  count(): Promise<number | undefined>;
  /** That we may use: of the machine, or what its container allows. */
  readonly bytes: number;
}

export function checkMemory({ count, bytes }: MemoryCircumstances): Check {
  return {
    about: "memory",
    async run() {
      const rows = await count();
      const needed = MEMORY_BASE + MEMORY_A_ROW * (rows ?? 0);
      const says = `${gigabytes(needed)} of ${gigabytes(bytes)} are needed${rows === undefined ? "" : ` for ${rows} images`}`;
      const advice =
        "Give it more memory, or keep the gallery in Qdrant: `npm run move -- --to qdrant://host:port/collection`.";
      if (needed > bytes) return [broken(says, advice)];
      if (needed > CROWDED * bytes) {
        return [notice(`${says}, which leaves little for reading`, advice)];
      }
      return [good(says)];
    },
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
