import { plainRecipe } from "@/lib/energy/recipe";
import { THUMBNAIL_WIDTHS } from "@/lib/gallery/thumbnails";
import { inLanes } from "@/lib/in-lanes";
import { MAX_TILES_REQUEST } from "@/lib/search/contract";
import { sampleId } from "@/lib/store/sample-rows";
import { encodeTrail } from "@/lib/trail/encode";
import { previewTrail } from "@/lib/trail/preview-trail";
import { addHop } from "@/lib/trail/tree";
import { type RequestKind, RequestLog } from "./request-log";
import type { VisitorWorld } from "./visitor";
import { VisitorBrowser } from "./visitor-browser";

/** Next remembers 8 MB of the addresses it was asked for, 128 bytes each and what they are long. */
const ADDRESSES = 50_000;
/** Names of pictures without a title: `lib/search/about.ts` keeps so many. */
const NAMES = 20_000;
/** Cards of links, up to 100 kB each, of which 12 MB are kept (`lib/preview/kept-cards.ts`). */
const CARDS = 250;
const LANES = 6;

/**
 * Asks a server for so much that the memories it bounds are full, as they are where it has run for
 * days: addresses, names of pictures, cards of links. What grows afterwards has no bound.
 *
 * @throws {Error} where it does not answer.
 */
export async function fillMemories(
  origin: string,
  rows: number,
  { emptyTrail, ids }: VisitorWorld,
): Promise<void> {
  const log = new RequestLog();
  const browser = new VisitorBrowser(origin, log);
  const askAll = (kind: RequestKind, paths: readonly string[], lanes = LANES) =>
    inLanes(paths, lanes, (path) => browser.ask(kind, path));
  const pictures = Array.from({ length: rows }, (_, n) => sampleId(n));
  const shown = pictures.slice(0, Math.ceil(ADDRESSES / THUMBNAIL_WIDTHS.length));
  const named = pictures.slice(0, NAMES);
  const shared = ids.slice(0, CARDS).map((id) => previewTrail(addHop(emptyTrail, plainRecipe(id))));
  await askAll(
    "thumbnail",
    THUMBNAIL_WIDTHS.flatMap((width) => shown.map((id) => `/api/images/${id}/thumb/${width}`)),
  );
  await askAll(
    "details of tiles",
    Array.from({ length: Math.ceil(named.length / MAX_TILES_REQUEST) }, (_, i) => {
      const some = named.slice(i * MAX_TILES_REQUEST, (i + 1) * MAX_TILES_REQUEST);
      return `/api/tiles?ids=${some.join(",")}`;
    }),
  );
  const cards = shared.map((trail) => `/api/preview/${encodeTrail(trail)}?hops=1`);
  // One is drawn at a time anyway.
  await askAll("link preview", cards, 1);
  await browser.leave();
  const failed = log.count("failed") + log.count("refused");
  if (failed > 0) {
    throw new Error(`Expected answers but ${failed} requests failed: ${log.failures.join("; ")}`);
  }
}
