import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writeTinyModel } from "./embedding/tiny-model.fixture";
import { getRuntime, startRuntime } from "./runtime";
import { QdrantFixture } from "./store/qdrant/qdrant.fixture";

describe("a server whose gallery is kept by an engine", () => {
  let engine: QdrantFixture;
  let dir: string;
  beforeEach(async () => {
    engine = await QdrantFixture.start();
    dir = await mkdtemp(join(tmpdir(), "wavelength-runtime-"));
    await writeTinyModel(join(dir, "model"));
    vi.stubEnv("WAVELENGTH_DATA", join(dir, "data"));
    vi.stubEnv("WAVELENGTH_MODEL", join(dir, "model"));
    vi.stubEnv("WAVELENGTH_PROVIDERS", "cpu");
    vi.stubEnv("WAVELENGTH_STORE", `${engine.url.replace("http", "qdrant")}/works`);
  });
  afterEach(async () => {
    await engine.down();
    await rm(dir, { recursive: true, force: true });
  });

  it("waits for one that is away when it starts, and serves once it is there", async () => {
    const said: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((line) => said.push(String(line)) > 0);
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const later = vi.spyOn(globalThis, "setTimeout");
    await engine.down();
    await startRuntime();
    expect(said.join("")).toContain('"event":"start_waiting"');
    expect(exit).not.toHaveBeenCalled();
    // What looks again: here it is us who do.
    const at = later.mock.calls.findLastIndex(([, ms]) => ms === 2_000);
    expect(at).toBeGreaterThanOrEqual(0);
    clearTimeout(later.mock.results[at]?.value);
    later.mockRestore();
    await expect(getRuntime()).rejects.toMatchObject({ code: "store_unavailable", status: 503 });

    await engine.up();
    const { store, close } = await getRuntime();
    expect(store.state().count).toBe(0);
    await close();
  });
});
