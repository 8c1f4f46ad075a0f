import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureSite } from "./build.mjs";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "wavelength-build-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A project whose `next build` is this script; `n` in it counts the runs from 1. */
async function withNext(script: string) {
  const bin = join(root, "node_modules", "next", "dist", "bin");
  await mkdir(bin, { recursive: true });
  await mkdir(join(root, "app"));
  await writeFile(join(root, "app", "page.tsx"), "export default 1;");
  const runs = join(root, "runs");
  await writeFile(
    join(bin, "next"),
    `const fs = require("node:fs");
     fs.appendFileSync(${JSON.stringify(runs)}, "x");
     const n = fs.readFileSync(${JSON.stringify(runs)}, "utf8").length;
     const succeed = () => {
       fs.mkdirSync(".next", { recursive: true });
       fs.writeFileSync(".next/BUILD_ID", "id");
     };
     ${script}`,
  );
  return {
    ensure: () => ensureSite({ root, env: process.env, pauseMs: 0 }),
    runs: async () => (await readFile(runs, "utf8")).length,
  };
}

describe("the site", () => {
  it("is built once, and again when a source changes", async () => {
    const site = await withNext("succeed();");
    expect(await site.ensure()).toBe(true);
    expect(await site.ensure()).toBe(false);
    await writeFile(join(root, "app", "page.tsx"), "export default 2;");
    expect(await site.ensure()).toBe(true);
    expect(await site.runs()).toBe(2);
  });

  it("waits for a build that an earlier start left behind, then builds", async () => {
    const site = await withNext(
      `if (n < 3) { console.log("⨯ Another next build process is already running."); process.exit(1); }
       succeed();`,
    );
    expect(await site.ensure()).toBe(true);
    expect(await site.runs()).toBe(3);
  });

  it("that does not compile is shown as the compiler said it, and is not taken for built", async () => {
    const site = await withNext(
      `console.log("Type error: no such thing"); process.exit(n === 1 ? 1 : succeed());`,
    );
    await expect(site.ensure()).rejects.toThrow("no such thing");
    expect(await site.ensure()).toBe(true);
  });
});
