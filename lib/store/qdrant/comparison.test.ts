import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLanceStore } from "../lance-store";
import type { VectorStore } from "../vector-store";
import { comparedRecipes, comparedRow, LIMIT, SCHEMA } from "./comparison.fixture";
import { QdrantFixture } from "./qdrant.fixture";
import { openQdrantStore } from "./qdrant-store";

const ROWS = 300;
const RECIPES = 60;

describe("the Qdrant store beside the embedded one", () => {
  let engine: QdrantFixture;
  let dir: string;
  let stores: VectorStore[];
  beforeAll(async () => {
    engine = await QdrantFixture.start();
    dir = await mkdtemp(join(tmpdir(), "wavelength-comparison-"));
    stores = [
      await openLanceStore({ dir, schema: SCHEMA }),
      await openQdrantStore({ urls: [engine.url], collection: "g", schema: SCHEMA }),
    ];
    const rows = Array.from({ length: ROWS }, (_, n) => comparedRow(n));
    for (const store of stores) await store.upsert(rows);
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await engine.down();
    await rm(dir, { recursive: true });
  });

  it(`gives the same ${LIMIT} hits to each of ${RECIPES} recipes`, async () => {
    const [embedded, qdrant] = stores;
    for (const { query, options } of comparedRecipes(RECIPES, ROWS)) {
      const hits = await embedded?.search(query, options);
      expect(hits?.length).toBeGreaterThan(0);
      expect(await qdrant?.search(query, options)).toEqual(hits);
    }
  });

  it("gives the same sample and the same crowding", async () => {
    const [embedded, qdrant] = stores;
    const sample = (await embedded?.sample(40)) ?? [];
    expect(await qdrant?.sample(40)).toEqual(sample);
    const [one, other] = [await embedded?.densities(sample), await qdrant?.densities(sample)];
    expect(one).toHaveLength(160);
    for (const [i, value] of one?.entries() ?? []) expect(other?.[i]).toBeCloseTo(value, 5);
  });
});
