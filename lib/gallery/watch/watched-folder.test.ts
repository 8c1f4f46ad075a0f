import { type FSWatcher, watch } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WatchedFolder } from "./watched-folder";

vi.mock("node:fs", async (importOriginal) => ({
  ...(await importOriginal<typeof import("node:fs")>()),
  watch: vi.fn(),
}));

let folder: string;
let listening: Set<FSWatcher>;

/** A system that watches one folder and no more. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-watched-"));
  await mkdir(join(folder, "deep"));
  listening = new Set();
  const fs = await vi.importActual<typeof import("node:fs")>("node:fs");
  vi.mocked(watch).mockImplementation((path) => {
    if (basename(String(path)) === "deep") {
      throw Object.assign(new Error("No watches left"), { code: "ENOSPC" });
    }
    const watcher = fs.watch(String(path));
    listening.add(watcher);
    watcher.on("close", () => listening.delete(watcher));
    return watcher;
  });
});
afterEach(async () => {
  for (const watcher of listening) watcher.close();
  await rm(folder, { recursive: true });
});

it("is looked at where the system watches no more folders, and then listens to none", async () => {
  const onChange = vi.fn();
  const notes: string[] = [];
  const onNote = (sentence: string) => notes.push(sentence);
  const watched = await WatchedFolder.open(folder, { leftOut: [], onChange, onNote });
  try {
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledWith(folder));
    await vi.waitFor(() => expect(listening.size).toBe(0));
    expect(notes).toEqual([expect.stringContaining("looked at once a minute")]);
  } finally {
    await watched.close();
  }
});
