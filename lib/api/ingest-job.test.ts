import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getIngestProgress, startIngest } from "./ingest-job";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-job-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe("startIngest", () => {
  it.each([
    ["a relative path", "pictures"],
    ["a folder that is not there", "/no/such/folder/here"],
    ["a path that climbs", "../.."],
  ])("refuses %s by name and starts nothing", async (_what, folder) => {
    await expect(startIngest(folder, dir)).rejects.toMatchObject({ code: "folder_not_found" });
    expect(getIngestProgress().state).toBe("idle");
  });
});
