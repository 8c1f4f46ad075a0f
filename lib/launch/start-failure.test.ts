import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readComplaint, requireDataFolder } from "./gallery.mjs";
import { ensureInstalled } from "./install.mjs";
import { startFailure } from "./serve.mjs";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-failure-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a server that cannot start", () => {
  const line = (fields: object) => JSON.stringify({ at: "now", event: "start_failed", ...fields });

  it("is told about by its own sentence, whatever else it wrote", () => {
    const output = `▲ Next.js\n{"event":"other"}\n${line({ message: "Another model.", stack: "at x" })}\nbye\n`;
    expect(startFailure(output)).toBe("Another model.");
  });

  it("says what the system said, in one line", () => {
    const output = line({ message: "No store.", cause: "Error: EACCES\n    at open" });
    expect(startFailure(output)).toBe("No store. (Error: EACCES)");
  });

  it("without such a line is left to others", () => {
    expect(startFailure("Error: listen EADDRINUSE\n    at Server")).toBeUndefined();
    expect(startFailure("null\n7\n")).toBeUndefined();
  });
});

describe("the data folder", () => {
  it("is made where it is missing", async () => {
    await expect(requireDataFolder(join(folder, "a", "b"))).resolves.toBeUndefined();
  });

  it("that is a file, or lies in one, is refused with the way out", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const path of [file, join(file, "below")]) {
      await expect(requireDataFolder(path)).rejects.toThrow(/npm start -- --data/);
    }
  });
});

it("an ingest that fails is told about by its own sentence", () => {
  expect(readComplaint('{"state":"failed","message":"The disk is full."}')).toBe(
    "The disk is full.",
  );
  expect(readComplaint('{"state":"running","message":"x"}')).toBeUndefined();
  expect(readComplaint("Warning: no Vulkan")).toBeUndefined();
});

describe("an installation that npm calls a success", () => {
  /** A project of one package, and an npm that says `words`, writes `record` and ends with 0. */
  async function install(words: string, record?: object): Promise<void> {
    const lock = { packages: { "": {}, "node_modules/a": { version: "1.0.0" } } };
    await writeFile(join(folder, "package-lock.json"), JSON.stringify(lock));
    const fake = join(folder, "npm-cli.js");
    const target = join(folder, "node_modules", ".package-lock.json");
    await writeFile(
      fake,
      `const fs = require("node:fs");
       fs.mkdirSync(${JSON.stringify(join(folder, "node_modules"))}, { recursive: true });
       ${record ? `fs.writeFileSync(${JSON.stringify(target)}, ${JSON.stringify(JSON.stringify(record))});` : ""}
       console.log(${JSON.stringify(words)});`,
    );
    await ensureInstalled({ root: folder, env: { ...process.env, npm_execpath: fake } });
  }
  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  const whole = { packages: { "node_modules/a": { version: "1.0.0" } } };

  it("is one when everything is there", async () => {
    await expect(install("added 1 package", whole)).resolves.toBeUndefined();
  });

  it("is none when files were cut off, and is made again the next time", async () => {
    const words = "npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write";
    await expect(install(words, whole)).rejects.toThrow("disk is full");
    // Not taken for whole: npm is asked again, and this time it works.
    await expect(install("added 1 package", whole)).resolves.toBeUndefined();
  });

  it("is none when packages are missing", async () => {
    await expect(install("added 0 packages")).rejects.toThrow(/node_modules\/a.*run the same/);
  });
});
