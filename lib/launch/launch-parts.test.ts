import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findChromium } from "./chromium.mjs";
import { needsSample, readProgress, requireFolder } from "./gallery.mjs";
import { missingPackages } from "./install.mjs";
import { runProcess } from "./processes.mjs";
import { requireFreePort } from "./serve.mjs";
import { parseStartOptions } from "./start-options.mjs";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wavelength-launch-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the options of npm start", () => {
  it("shows the sample gallery on the loopback address by default", () => {
    expect(parseStartOptions([], {}, "/here")).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      dataDir: "/here/.wavelength",
      folder: undefined,
      isDev: false,
      shouldOpen: true,
    });
  });

  it("gives each folder a gallery of its own, the same one every time", () => {
    const of = (path: string) => parseStartOptions([path], {}, "/here").dataDir;
    expect(of("pictures")).toMatch(/^\/here\/\.wavelength\/folder-[0-9a-f]{8}$/);
    expect(of("pictures")).toBe(of("/here/pictures/"));
    expect(of("pictures")).not.toBe(of("photos"));
  });

  it("lets --data and WAVELENGTH_DATA decide where things are kept, the option first", () => {
    const env = { WAVELENGTH_DATA: "from-env" };
    expect(parseStartOptions(["pictures"], env, "/here").dataDir).toBe("/here/from-env");
    expect(parseStartOptions(["--data", "/d"], env, "/here").dataDir).toBe("/d");
  });

  it.each([
    [["--port", "x"], "Expected a port from 1 to 65535 but received x"],
    [["--port", "70000"], "but received 70000"],
    [["--colour"], "--colour"],
    [["a", "b"], "npm run add"],
  ])("refuses %j and says what would do", (argv, message) => {
    expect(() => parseStartOptions(argv, {}, "/here")).toThrow(message);
  });
});

describe("before anything slow", () => {
  it("names the command to use when the port is taken", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
    const taken = requireFreePort(port, "127.0.0.1");
    await expect(taken).rejects.toThrow(`npm start -- --port ${port + 1}`);
    await new Promise((resolve) => other.close(resolve));
    await expect(requireFreePort(port, "127.0.0.1")).resolves.toBeUndefined();
  });

  it("says so when the folder is none", async () => {
    await expect(requireFolder(join(folder, "none"))).rejects.toThrow("There is no folder at");
    await expect(requireFolder(folder)).resolves.toBeUndefined();
  });
});

describe("what is still to be done", () => {
  it("finds packages that are missing or old, but not optional ones", () => {
    const locked = {
      "": { version: "1.0.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0" },
      "node_modules/other-platform": { version: "1.0.0", optional: true },
    };
    expect(missingPackages(locked, { "node_modules/b": { version: "1.9.0" } })).toEqual([
      "node_modules/a",
      "node_modules/b",
    ]);
    const whole = {
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0" },
    };
    expect(missingPackages(locked, whole)).toEqual([]);
  });

  it("draws the sample for an empty data folder and after an interruption, and only then", async () => {
    expect(await needsSample(folder)).toBe(true);
    await mkdir(join(folder, "folder-0a1b2c3d", "images.lance"), { recursive: true });
    expect(await needsSample(folder)).toBe(true);
    await mkdir(join(folder, "store", "images.lance"), { recursive: true });
    expect(await needsSample(folder)).toBe(false);
    await mkdir(join(folder, "sample"));
    expect(await needsSample(folder)).toBe(true);
    await writeFile(join(folder, "sample-complete"), "");
    expect(await needsSample(folder)).toBe(false);
  });
});

it("reads progress and nothing else from a command's lines", () => {
  const line = '{"state":"running","found":9,"done":4,"skippedCount":1,"imagesPerSecond":80}';
  expect(readProgress(line)).toEqual({ done: 4, total: 9, skipped: 1, rate: 80 });
  expect(readProgress('{"done":1,"total":2}')).toEqual({ done: 1, total: 2, skipped: 0, rate: 0 });
  expect(readProgress("a remark")).toBeUndefined();
  expect(readProgress('{"event":"slow"}')).toBeUndefined();
});

it("takes CHROMIUM_PATH before what is on the PATH, and knows when there is none", async () => {
  const [own, other] = [join(folder, "mine"), join(folder, "chromium")];
  for (const path of [own, other]) await writeFile(path, "", { mode: 0o755 });
  expect(await findChromium({ CHROMIUM_PATH: own, PATH: folder })).toBe(own);
  expect(await findChromium({ PATH: `/nowhere:${folder}` })).toBe(other);
  if (process.platform === "linux")
    expect(await findChromium({ PATH: "/nowhere" })).toBeUndefined();
});

it("hands back what a program wrote, and its exit code", async () => {
  const settings = { cwd: folder, env: process.env };
  const code = "console.log('out'); console.error('err'); process.exit(3)";
  const run = await runProcess(process.execPath, ["-e", code], settings);
  expect(run.code).toBe(3);
  expect(run.output.split("\n").sort()).toEqual(["", "err", "out"]);
  expect((await runProcess(join(folder, "none"), [], settings)).code).toBe(127);
});
