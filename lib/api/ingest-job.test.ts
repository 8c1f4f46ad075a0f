import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { writeTinyModel } from "@/lib/embedding/tiny-model.fixture";
import { PLACE } from "@/lib/gallery/crew/place";
import { writeCard } from "@/lib/gallery/crew/roster";
import { png } from "@/lib/gallery/ingest.fixture";
import type { IngestProgress } from "@/lib/gallery/ingest-progress";
import { playMuseums } from "@/lib/gallery/sources/museums.fixture";
import { TestServers } from "@/lib/gallery/sources/servers.fixture";
import { getIngestProgress, overallProgress, startIngest, stopIngest } from "./ingest-job";

let dir: string;
let pictures: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-job-"));
  pictures = join(dir, "pictures");
  await mkdir(pictures);
  await writeTinyModel(join(dir, "model"));
  for (const n of [1, 2, 3]) await writeFile(join(pictures, `${n}.png`), await png(n));
  await writeFile(join(pictures, "bad.png"), "");
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  vi.stubEnv("WAVELENGTH_MODEL", join(dir, "model"));
  vi.stubEnv("WAVELENGTH_PROVIDERS", "cpu");
});

/** What the panel does: asks until it is over. */
function ended(): Promise<IngestProgress> {
  return vi.waitUntil(
    () => {
      const progress = getIngestProgress();
      return progress.state === "running" ? undefined : progress;
    },
    { timeout: 60_000 },
  );
}

describe("startIngest", () => {
  it.each([
    ["a relative path", "pictures"],
    ["a folder that is not there", "/no/such/folder/here"],
    ["a path that climbs", "../.."],
  ])("refuses %s by name and starts nothing", async (_what, folder) => {
    await expect(startIngest({ folder }, dir)).rejects.toMatchObject({ code: "folder_not_found" });
    expect(getIngestProgress().state).toBe("idle");
  });

  it("adds a folder, refuses a second meanwhile, and tells what became of each file", async () => {
    const dataDir = join(dir, "data");
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => startIngest({ folder: pictures }, dataDir)),
    );
    const refused = tries.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject(Array(2).fill({ reason: { code: "gallery_busy" } }));
    expect(getIngestProgress()).toMatchObject({ state: "running", folder: pictures });
    expect(await ended()).toMatchObject({
      state: "done",
      folder: pictures,
      found: 4,
      done: 4,
      added: 3,
      skippedCount: 1,
      skipped: [{ path: join(pictures, "bad.png"), code: "image_empty" }],
    });
    await startIngest({ folder: pictures }, dataDir);
    expect(await ended()).toMatchObject({ state: "done", added: 0, known: 3 });
  }, 120_000);

  it("adds works of museums, one request at a time, and stops when it is told to", async () => {
    const servers = new TestServers();
    let isHeld = true;
    const asked = vi.fn();
    const { port } = await servers.serve(
      playMuseums({
        works: 6,
        picture: png,
        instead: ({ pathname }) => {
          const isPicture = pathname.startsWith("/images.metmuseum.org");
          if (isPicture) asked();
          return isPicture && isHeld;
        },
      }),
    );
    vi.stubEnv("WAVELENGTH_COLLECTIONS_URL", `http://127.0.0.1:${port}`);
    const dataDir = join(dir, "museums");
    const museums = { collection: "museums", limit: 12 } as const;
    await startIngest(museums, dataDir);
    await expect(startIngest(museums, dataDir)).rejects.toMatchObject({ code: "gallery_busy" });
    await vi.waitUntil(() => asked.mock.calls.length > 0, { timeout: 60_000 });
    expect(await overallProgress(dataDir)).toMatchObject({ folder: "museums", isStoppable: true });
    await stopIngest();
    const stopped = await ended();
    expect(stopped).toMatchObject({ state: "done", isStopped: true });
    isHeld = false;
    await startIngest(museums, dataDir);
    const { added, ...rest } = await ended();
    expect(rest).toMatchObject({ state: "done", found: 12, known: stopped.added });
    expect(added + rest.known).toBe(12);
    await servers.close();
  }, 120_000);

  it("refuses to search a collection for nothing", async () => {
    const nothing = { collection: "met", limit: 5 } as const;
    await expect(startIngest(nothing, dir)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("shows how far commands are that nobody started here, on this machine or on others", async () => {
    const dataDir = join(dir, "elsewhere");
    const cards = join(dataDir, "ingest", "workers");
    expect((await overallProgress(dataDir)).state).not.toBe("running");
    await mkdir(cards, { recursive: true });
    const counts = { found: 90, isWhole: true, added: 20, known: 1, removed: 0, others: 0 };
    const tally = { ...counts, label: "folder /pictures", skipped: 2 };
    const own = { id: "a", pid: process.pid, place: PLACE, beat: 1, startedMs: 1, embeds: 0 };
    await writeCard(cards, { ...own, state: "working", tallies: [{ ...tally, done: 30 }] });
    await writeCard(cards, {
      ...{ ...own, id: "b", place: "another machine", state: "working" as const },
      tallies: [{ ...tally, done: 31 }],
    });
    expect(await overallProgress(dataDir)).toMatchObject({
      ...{ state: "running", folder: "folder /pictures", workers: 2 },
      ...{ found: 90, done: 31, added: 20, skippedCount: 2 },
    });
  });

  it("that fails says why in the command's own sentence", async () => {
    const dataDir = join(dir, "no-folder");
    await writeFile(dataDir, "a file");
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await startIngest({ folder: pictures }, join(dataDir, "below"));
    const { state, message } = await ended();
    expect(state).toBe("failed");
    expect(message).toMatch(/^Expected to write into the data folder but the system refuses/);
    expect(message).not.toContain("\n");
  }, 120_000);
});
