import { beforeEach, describe, expect, it } from "vitest";
import { plainRecipe } from "@/lib/energy/recipe";
import { sampleRow } from "@/lib/store/sample-rows";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import { Calibrator } from "./calibration";
import { countedReads } from "./counted-reads.fixture";
import { idOf, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";
import { trailWall } from "./trail-wall";

const IMAGES = 120;
let deps: SearchDeps;
let trips: string[];
let nowMs: number;
let next: number;

/** A gallery whose reads are counted: each would be a round trip to an engine. */
beforeEach(async () => {
  trips = [];
  nowMs = 0;
  next = IMAGES;
  const gallery = await madeUpGallery(IMAGES);
  const store = countedReads(gallery.store, trips);
  deps = { ...gallery, store, calibrator: new Calibrator(store, gallery.embedder, () => nowMs) };
});

const write = (images = 1) =>
  deps.store.upsert(Array.from({ length: images }, () => sampleRow(deps.store.schema, next++)));

async function tripsOfWall(): Promise<string[]> {
  trips.length = 0;
  const trail = addHop(
    emptyTrail("made-up-1", { id: "gallery1", revision: 1 }),
    plainRecipe(idOf(4)),
  );
  await trailWall(trail, deps);
  return [...trips].sort();
}

describe("the calibration of a gallery that is written to", () => {
  it("costs a wall no more reads than at rest", async () => {
    await tripsOfWall();
    const atRest = await tripsOfWall();
    for (let n = 0; n < 3; n++) {
      await write();
      expect(await tripsOfWall()).toEqual(atRest);
    }
    await write(50);
    expect((await tripsOfWall()).length).toBeGreaterThan(atRest.length);
  });

  it("is that of the last version once the gallery is at rest", async () => {
    await deps.calibrator.get();
    for (let n = 0; n < 5; n++) {
      await write();
      nowMs += 1_000;
      await deps.calibrator.renew();
    }
    await write(5);
    const ofAnother = await new Calibrator(deps.store, deps.embedder).get();
    expect(await deps.calibrator.get()).not.toEqual(ofAnother);
    nowMs += 5_000;
    await deps.calibrator.renew();
    expect(deps.calibrator.madeFor).toBe(deps.store.state().revision);
    expect(await deps.calibrator.get()).toEqual(ofAnother);
  });
});
