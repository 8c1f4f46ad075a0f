import { Admission } from "./api/admission";
import { stopIngest } from "./api/ingest-job";
import { Traffic } from "./api/traffic";
import { type Config, parseConfig } from "./config";
import { isAppError } from "./errors";
import { openGallery } from "./gallery/open-gallery";
import type { Thumbnails } from "./gallery/thumbnails";
import { logEvent } from "./log-event";
import { measuredStore } from "./metrics/measured-store";
import { startMetrics } from "./metrics/metrics";
import { Calibrator } from "./search/calibration";
import { openCropEnergies } from "./search/crop-energies";
import { GalleryMap } from "./search/gallery-map";
import { PHRASES } from "./search/phrases";
import type { SearchDeps } from "./search/search-deps";
import { endOnSignals } from "./shutdown";
import { TermBook } from "./words/load-term-vectors";

/** All that a server process owns: one model worker, one store, one configuration. */
export interface Runtime extends SearchDeps {
  readonly config: Config;
  readonly thumbnails: Thumbnails;
  /** Closes model and store, and stops looking for what others have written. */
  close(): Promise<void>;
  /** Which images are near which. */
  readonly map: GalleryMap;
  /** How many requests of the costly kinds are let in at once. */
  readonly doors: {
    readonly guests: Admission;
    readonly links: Admission;
    readonly large: Admission;
    readonly previews: Admission;
    readonly bridges: Admission;
    readonly boards: Admission;
    readonly jumps: Admission;
    readonly meetings: Admission;
  };
}

/** Links that are being fetched at once: each may hold a socket for 15 s. */
const MAX_LINKS = 16;
/** Pictures that are being drawn large at once: each holds its file and its pixels. */
const MAX_LARGE = 32;
/** Link previews that are waited for at once; they are drawn one at a time, in some 20 ms each. */
const MAX_PREVIEWS = 16;
/** Bridges that are looked for at once: each may take a second of this process. */
const MAX_BRIDGES = 4;
/** Feeds from boards that are made at once: each may decode 300 pictures, a few at a time. */
const MAX_BOARDS = 8;
/** Jumps elsewhere that are looked for at once: each may decode the crops of a whole trail. */
const MAX_JUMPS = 8;

/** Pairs of trails that are compared at once: each may take a tenth of a second of this process. */
const MAX_MEETINGS = 4;

/** How often the server looks for what other processes have written. */
const REFRESH_MS = 1_000;

/** How often a server whose engine was away when it started looks for it. */
const START_AGAIN_MS = 2_000;

const RUNTIME = Symbol.for("wavelength.runtime");
const shared = globalThis as typeof globalThis & { [RUNTIME]?: Promise<Runtime> };

/**
 * The process's runtime, opened on first use and kept on `globalThis`, because Next bundles
 * `instrumentation.ts` and each route apart. A failed start is not remembered.
 *
 * @throws {AppError} what opening the model or the store throws; {Error} for a bad environment.
 */
export function getRuntime(): Promise<Runtime> {
  shared[RUNTIME] ??= openRuntime().catch((error) => {
    delete shared[RUNTIME];
    throw error;
  });
  return shared[RUNTIME];
}

/**
 * {@link getRuntime} for a server that starts: its requests are counted, and it ends with manners. One
 * that cannot open its gallery ends at once, after a `start_failed` line: Next would serve errors, or
 * bury the sentence in a stack. One whose gallery is kept by an engine that is away answers 503, says so
 * in a `start_waiting` line, and looks again until the engine is there.
 */
export async function startRuntime(): Promise<void> {
  const endAtOnce = () => process.exit(0);
  process.once("disconnect", endAtOnce);
  await start(() => process.off("disconnect", endAtOnce));
}

/** @param onStarted is told once the server ends with manners by itself. */
async function start(onStarted: () => void): Promise<void> {
  try {
    const { config, close } = await getRuntime();
    startMetrics();
    const traffic = Traffic.follow(config.log);
    endOnSignals({
      pending: () => traffic.inFlight,
      finish: async () => {
        await Promise.all([traffic.close(), stopIngest()]);
      },
      close,
      ...config.close,
    });
    onStarted();
  } catch (error) {
    const { message, cause, stack } = error as Error;
    if (isAppError(error) && error.code === "store_unavailable" && isStoreElsewhere()) {
      logEvent("start_waiting", { message, cause: String(cause) });
      setTimeout(() => void start(onStarted), START_AGAIN_MS);
      return;
    }
    logEvent("start_failed", {
      message,
      cause: cause === undefined ? undefined : String(cause),
      stack: isAppError(error) ? undefined : stack,
    });
    process.exit(1);
  }
}

function isStoreElsewhere(): boolean {
  return parseConfig(process.env).store.kind !== "embedded";
}

async function openRuntime(): Promise<Runtime> {
  const config = parseConfig(process.env);
  const gallery = await openGallery(config);
  const { embedder, thumbnails } = gallery;
  const store = measuredStore(gallery.store);
  const calibrator = new Calibrator(store, embedder);
  const terms = new TermBook(embedder, { dir: config.dataDir, phrases: PHRASES });
  const map = new GalleryMap(store, calibrator, config.dataDir);
  const stopFollowing = followWrites(store, map, calibrator);
  // The first visitor should not pay for the yardsticks.
  await calibrator.get();
  // In the background: the first start of a model embeds the vocabulary, later ones read it.
  terms.get().catch((error) => logEvent("words_failed", { error: String(error) }));
  const doors = {
    guests: new Admission(config.embed.maxQueue),
    links: new Admission(MAX_LINKS),
    large: new Admission(MAX_LARGE),
    previews: new Admission(MAX_PREVIEWS),
    bridges: new Admission(MAX_BRIDGES),
    boards: new Admission(MAX_BOARDS),
    jumps: new Admission(MAX_JUMPS),
    meetings: new Admission(MAX_MEETINGS),
  };
  const crops = openCropEnergies({ ...config, thumbnails }, embedder, store.schema.layout);
  const close = async () => {
    stopFollowing();
    await gallery.close();
  };
  return { config, thumbnails, close, store, embedder, calibrator, crops, terms, map, doors };
}

/**
 * Takes in new images while the server runs, measures what they change, and puts them on the map; a
 * failed look is tried again at the next one.
 *
 * @returns what stops it.
 */
function followWrites(
  store: SearchDeps["store"],
  map: GalleryMap,
  calibrator: Calibrator,
): () => void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    store
      .refresh()
      .catch((error) => logEvent("refresh_failed", { error: String(error) }))
      .finally(() => {
        isLooking = false;
        // Nor awaited: a large gallery's takes seconds.
        void calibrator.renew();
        // Not awaited: an old gallery takes its time, and what is written meanwhile is taken in.
        map.grow().catch((error) => logEvent("map_failed", { error: String(error) }));
      });
  }, REFRESH_MS).unref();
  return () => clearInterval(timer);
}
