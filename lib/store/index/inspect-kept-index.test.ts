import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openLanceStore } from "../lance-store";
import { sampleRows, sampleSchema } from "../sample-rows";
import { inspectKeptIndex } from "./inspect-kept-index";

const schema = sampleSchema();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-"));
});
afterEach(() => rm(dir, { recursive: true }));

it("tells a kept index that is used from one that is not, and from none", async () => {
  const fill = async (rowsToKeep: number) => {
    const store = await openLanceStore({ dir, schema, rowsToKeep });
    await store.upsert(sampleRows(schema, 0, 20));
    await store.close();
  };
  await fill(1_000);
  expect(await inspectKeptIndex(dir, schema)).toBe("none");
  await fill(1);
  expect(await inspectKeptIndex(dir, schema)).toBe("sound");
  const entries = await readdir(join(dir, "index"), { recursive: true });
  // Depending on when it was kept there is one part, or another one that is used no more.
  const segments = entries.filter((entry) => entry.endsWith("segments"));
  expect(segments).not.toEqual([]);
  for (const entry of segments) await truncate(join(dir, "index", entry), 100);
  expect(await inspectKeptIndex(dir, schema)).toBe("unusable");
  const other = { ...schema, modelId: "other-2" };
  await expect(inspectKeptIndex(dir, other)).rejects.toMatchObject({ code: "model_mismatch" });
});
