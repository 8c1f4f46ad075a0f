import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

/** Addresses of a real engine's nodes, `http://host:port`, commas between them. */
const urls = (process.env.QDRANT_URL ?? "").split(",").filter(Boolean);
const ROWS = 20_000;
const RECIPES = 500;
const BATCH = 1_000;

describe.skipIf(urls.length > 0)("a live Qdrant server", () => {
  it.skip("was NOT checked: set QDRANT_URL=http://host:port to run the contract and the comparison against one", () => {});
});

if (urls.length > 0) {
  describeVectorStore(`the Qdrant store on a live server (${urls.join(", ")})`, async () => {
    const collection = `contract-${randomUUID()}`;
    const opened: VectorStore[] = [];
    return {
      isShared: true,
      open: async (schema) => {
        const store = await openQdrantStore({ urls, collection, schema });
        opened.push(store);
        return store;
      },
      dispose: async () => {
        await Promise.all(opened.map((store) => store.close()));
        await removeCollection(`${collection}--sample-1`);
      },
    };
  });

  describe("a live Qdrant server beside the embedded store", () => {
    const collection = `comparison-${randomUUID()}`;
    const real = `${collection}--${SCHEMA.modelId}`;
    const recipes = comparedRecipes(RECIPES, ROWS);
    let dir: string;
    let embedded: VectorStore;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), "wavelength-live-"));
      embedded = await openLanceStore({ dir, schema: SCHEMA });
      const qdrant = await openQdrantStore({ urls, collection, schema: SCHEMA });
      for (let at = 0; at < ROWS; at += BATCH) {
        const rows = Array.from({ length: BATCH }, (_, n) => comparedRow(at + n));
        await Promise.all([embedded.upsert(rows), qdrant.upsert(rows)]);
      }
      await qdrant.close();
      await untilIndexed(real);
    }, 900_000);
    afterAll(async () => {
      await embedded.close();
      await rm(dir, { recursive: true });
      await removeCollection(real);
    });

    it.each([
      ["with exact search", true, 0.99],
      ["with the index", false, 0.97],
    ])(
      `finds the same ${LIMIT} of ${ROWS} images for ${RECIPES} recipes, %s`,
      async (how, isExact, goal) => {
        const store = await openQdrantStore({ urls, collection, schema: SCHEMA, isExact });
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

/** Until the engine has no work left on its segments. */
async function untilIndexed(name: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${urls[0]}/collections/${name}`);
    const { result } = (await answer.json()) as {
      result: { status: string; indexed_vectors_count: number };
    };
    if (result.status === "green" && result.indexed_vectors_count >= ROWS / 2) return;
    await delay(500);
  }
}

async function removeCollection(name: string): Promise<void> {
  await fetch(`${urls[0]}/collections/${name}`, { method: "DELETE" });
}
