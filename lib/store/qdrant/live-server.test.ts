import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LiveEngine } from "@/lib/bench/live-engine";
import { openLanceStore } from "../lance-store";
import type { VectorStore } from "../vector-store";
import { describeVectorStore } from "../vector-store.contract";
import {
  comparedRecipes,
  comparedRow,
  LIMIT,
  mean,
  type Overlap,
  overlapOf,
  SCHEMA,
} from "./comparison.fixture";
import { openQdrantStore } from "./qdrant-store";

const engine = LiveEngine.of(process.env);
const ROWS = 20_000;
const RECIPES = 500;
const BATCH = 1_000;

describe.skipIf(engine)("a live Qdrant server", () => {
  it.skip("was NOT checked: set QDRANT_URL=http://host:port to run the contract and the comparison against one", () => {});
});

if (engine) {
  describeVectorStore("the Qdrant store on a live server", async () => {
    const gallery = engine.newGallery("contract");
    const opened: VectorStore[] = [];
    return {
      isShared: true,
      open: async (schema) => {
        const store = await openQdrantStore({ ...engine.addressOf(gallery), schema });
        opened.push(store);
        return store;
      },
      dispose: async () => {
        await Promise.all(opened.map((store) => store.close()));
        await engine.drop(gallery);
      },
    };
  });

  describe("a live Qdrant server beside the embedded store", () => {
    const gallery = engine.newGallery("comparison");
    const address = engine.addressOf(gallery);
    const recipes = comparedRecipes(RECIPES, ROWS);
    let dir: string;
    let embedded: VectorStore;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), "wavelength-live-"));
      embedded = await openLanceStore({ dir, schema: SCHEMA });
      const qdrant = await openQdrantStore({ ...address, schema: SCHEMA });
      for (let at = 0; at < ROWS; at += BATCH) {
        const rows = Array.from({ length: BATCH }, (_, n) => comparedRow(at + n));
        await Promise.all([embedded.upsert(rows), qdrant.upsert(rows)]);
      }
      await qdrant.close();
      const { indexed } = await engine.index(await engine.collectionOf(gallery));
      // What came last may wait for more.
      expect(indexed).toBeGreaterThanOrEqual(0.95 * ROWS);
    }, 900_000);
    afterAll(async () => {
      await embedded.close();
      await rm(dir, { recursive: true });
      await engine.drop(gallery);
    });

    it.each([
      ["with exact search", true, 0.99],
      ["with the index", false, 0.97],
    ])(
      `finds the same ${LIMIT} of ${ROWS} images for ${RECIPES} recipes, %s`,
      async (how, isExact, goal) => {
        const store = await openQdrantStore({ ...address, schema: SCHEMA, isExact });
        try {
          const overlap = await overlapOf(embedded, store, recipes);
          tell(how, overlap);
          expect(mean(overlap.shares)).toBeGreaterThanOrEqual(goal);
        } finally {
          await store.close();
        }
      },
      900_000,
    );
  });
}

function tell(how: string, { shares, byCorner }: Overlap): void {
  const corners = [...byCorner].map(([corner, share]) => `\n  ${share.toFixed(4)}  ${corner}`);
  process.stdout.write(
    `\noverlap@${LIMIT} ${how}: mean ${mean(shares).toFixed(4)}, least ${Math.min(...shares).toFixed(2)}${corners.join("")}\n`,
  );
}
