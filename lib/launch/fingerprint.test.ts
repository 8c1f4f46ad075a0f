import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildWhenStale } from "./fingerprint.mjs";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "wavelength-print-"));
  await mkdir(join(root, "lib"));
  await writeFile(join(root, "lib", "a.ts"), "1");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFile(join(root, path), text);
const job = (build: () => Promise<void>) => ({
  root,
  marker: "out/marker.json",
  sources: ["lib", "missing"],
  outputs: ["built.js"],
  build,
});
const succeed = () => vi.fn(() => write("built.js", "x"));

describe("buildWhenStale", () => {
  it("builds once for the same sources", async () => {
    const build = succeed();
    expect(await buildWhenStale(job(build))).toBe(true);
    expect(await buildWhenStale(job(build))).toBe(false);
    expect(build).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["a source changes", () => write("lib/a.ts", "2")],
    ["a source is added", () => write("lib/b.ts", "")],
    ["a source goes", () => rm(join(root, "lib", "a.ts"))],
    ["the output is gone", () => rm(join(root, "built.js"))],
    ["the marker is half written", () => write("out/marker.json", '{"stamp":"')],
  ])("builds again when %s", async (_what, change) => {
    await buildWhenStale(job(succeed()));
    await change();
    expect(await buildWhenStale(job(succeed()))).toBe(true);
  });

  it("does not build again when only times or tests have changed", async () => {
    await buildWhenStale(job(succeed()));
    await utimes(join(root, "lib", "a.ts"), 1, 1);
    await write("lib/a.test.ts", "");
    expect(await buildWhenStale(job(succeed()))).toBe(false);
  });

  it("remembers no build that failed, not even the one before it", async () => {
    await buildWhenStale(job(succeed()));
    await write("lib/a.ts", "2");
    const fail = vi.fn(() => Promise.reject(new Error("broken")));
    await expect(buildWhenStale(job(fail))).rejects.toThrow("broken");
    await expect(readFile(join(root, "out/marker.json"))).rejects.toThrow("ENOENT");
    await write("lib/a.ts", "1");
    expect(await buildWhenStale(job(succeed()))).toBe(true);
  });
});
