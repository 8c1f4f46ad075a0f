import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireDataFolder } from "./gallery.mjs";
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
