import type { KeptIndexState } from "@/lib/store/index/inspect-kept-index";
import type { VectorStore } from "@/lib/store/vector-store";
import { broken, type Check, type Finding, good, notice } from "./finding";

/** Images that are read whole. */
const READ = 200;
/** Fewer than these need no index: the log is read in no time (lib/store/lance-store.ts). */
const ROWS_TO_KEEP = 4_096;

export interface EmbeddedCircumstances {
  /** The store's folder. */
  readonly dir: string;
  isThere(): Promise<boolean>;
  /** @throws {AppError} */
  open(): Promise<VectorStore>;
  index(): Promise<KeptIndexState>;
}

export function checkEmbeddedStore({ dir, isThere, open, index }: EmbeddedCircumstances): Check {
  return {
    about: "store",
    async run() {
      if (!(await isThere())) {
        return [
          notice(
            "there is no gallery in the data folder yet",
            "`npm start` makes one of samples, `npm run add -- <folder>` one of yours.",
          ),
        ];
      }
      const begun = performance.now();
      const store = await open();
      try {
        const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
        const { count, galleryId } = store.state();
        const { modelId } = store.schema;
        return [
          good(`gallery ${galleryId}: ${count} images of ${modelId}, opened in ${seconds} s`),
          ...(await readSome(store)),
          ...indexFindings(await index(), count, dir),
        ];
      } finally {
        await store.close();
      }
    },
  };
}

/** Reads records and vectors of some images, as a wall would. */
export async function readSome(store: VectorStore): Promise<Omit<Finding, "about">[]> {
  const ids = await store.sample(READ);
  const [images, energies] = await Promise.all([store.get(ids), store.energies(ids)]);
  const lost = ids.filter(
    (_, i) => !images[i] || !energies[i]?.some((value) => value !== 0),
  ).length;
  if (lost === 0) return [];
  return [
    broken(
      `of ${ids.length} images that were read ${lost} have lost their record or their vectors`,
      "Restore a backup (`npm run restore`), or add the folders to a new data folder.",
    ),
  ];
}

function indexFindings(
  state: KeptIndexState,
  count: number,
  dir: string,
): Omit<Finding, "about">[] {
  if (state === "sound") return [good("the index that is kept beside the log is sound")];
  if (state === "unusable") {
    return [
      notice(
        "the index that is kept beside the log is damaged or of another log: opening makes it anew each time",
        `Stop what uses the gallery and delete ${dir}/index; it is made again by itself.`,
      ),
    ];
  }
  if (count < ROWS_TO_KEEP) return [];
  return [
    notice(
      "no index is kept beside the log yet, so opening takes longer",
      "Nothing: a server keeps one as soon as nobody writes for three seconds.",
    ),
  ];
}
