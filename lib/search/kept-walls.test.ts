import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sampleRow } from "@/lib/store/sample-rows";
import { Calibrator } from "./calibration";
import { countedReads } from "./counted-reads.fixture";
import { readFacets } from "./facets";
import { listFeeds } from "./list-feeds";
import { idOf, madeUpGallery } from "./made-up-gallery.fixture";
import { openingWall } from "./opening-wall";
import { unpackTiles } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";

/** More than have room on one wall. */
const IMAGES = 2_050;

const trips: string[] = [];
let deps: SearchDeps;
let nowMs = 0;
let next = IMAGES;

beforeAll(async () => {
  const gallery = await madeUpGallery(IMAGES);
  const store = countedReads(gallery.store, trips);
  // Its clock stands still, so that the only reads are those for what is asked for.
  deps = { ...gallery, store, calibrator: new Calibrator(store, gallery.embedder, () => 0) };
  await deps.calibrator.get();
});

beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const write = () => deps.store.upsert([sampleRow(deps.store.schema, next++)]);

describe.each([
  ["the opening wall", () => openingWall("2026-01-01", deps)],
  ["the list of feeds", () => listFeeds(deps)],
  ["what can be filtered by", () => readFacets(deps.store)],
])("in a gallery that is written to, %s", (_, ask) => {
  it("costs no reads, and is made once for all who ask at rest", async () => {
    await ask();
    trips.length = 0;
    for (let n = 0; n < 3; n++) {
      await write();
      await ask();
    }
    expect(trips).toEqual([]);

    nowMs += 60_001;
    await Promise.all([ask(), ask(), ask()]);
    const together = [...trips];
    trips.length = 0;
    await write();
    nowMs += 60_001;
    await ask();
    expect(together.length).toBeGreaterThan(0);
    expect(trips).toEqual(together);
  });
});

describe("the opening wall of a large gallery", () => {
  it("shows nothing that was removed", async () => {
    const ask = async () =>
      unpackTiles((await openingWall("2026-01-02", deps)).tiles).map(({ id }) => id);
    const gone = (await ask())[7] ?? idOf(7);
    await deps.store.remove([gone]);
    expect(await ask()).not.toContain(gone);
  });
});
