import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { writeTinyModel } from "@/lib/embedding/tiny-model.fixture";
import { energyLayout } from "@/lib/energy/aspects";
import { readCards } from "@/lib/gallery/crew/roster";
import { png } from "@/lib/gallery/ingest.fixture";
import { type IngestProgress, ingestProgress } from "@/lib/gallery/ingest-progress";
import { playMuseums } from "@/lib/gallery/sources/museums.fixture";
import { TestServers } from "@/lib/gallery/sources/servers.fixture";
import { ThumbnailFolder } from "@/lib/gallery/thumbnail-folder";
import { THUMBNAIL_WIDTHS } from "@/lib/gallery/thumbnails";
import { openLanceStore } from "@/lib/store/lance-store";
import type { StoredImage, VectorStore } from "@/lib/store/vector-store";
import { workerFile } from "@/lib/worker-file";

const PICTURES = 240;
const SCHEMA = {
  modelId: "tiny-clip",
  layout: energyLayout({ subject: 4, style: 0 }),
  copyDims: 0,
};

let shared: string;
let pictures: string;
let dir: string;
let dataDir: string;
let thumbnails: ThumbnailFolder;

/** Each test has a data folder of its own; pictures and model are made once. */
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), "wavelength-add-"));
  pictures = join(shared, "pictures");
  await mkdir(pictures);
  await writeTinyModel(join(shared, "model"));
  await Promise.all(
    [...Array(PICTURES).keys()].map(async (n) => {
      await writeFile(join(pictures, `${n}.png`), await png(n));
    }),
  );
  await writeFile(join(pictures, "broken.jpg"), "no picture");
});
afterAll(() => rm(shared, { recursive: true, force: true }));
beforeEach(async () => {
  dir = await mkdtemp(join(shared, "run-"));
  dataDir = join(dir, "data");
  thumbnails = new ThumbnailFolder(join(dataDir, "thumbnails"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function environment() {
  return {
    ...process.env,
    WAVELENGTH_STORE: "",
    WAVELENGTH_THUMBNAILS: "",
    WAVELENGTH_DATA: dataDir,
    WAVELENGTH_MODEL: join(shared, "model"),
    WAVELENGTH_PROVIDERS: "cpu",
  };
}

function start(command: "add" | "remove", ...args: string[]): ChildProcess {
  return spawn(process.execPath, [workerFile(command), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(),
  });
}

/** Noise does not compress, so that thumbnails of it fill a disk. */
function noise(n: number): Promise<Buffer> {
  return sharp({
    create: {
      width: 700,
      height: 500,
      channels: 3,
      background: "#888888",
      noise: { type: "gaussian", mean: 100 + n, sigma: 60 },
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** Runs `add --json` to its end. @param onProgress may end it early. */
async function add(
  args: readonly string[] = [pictures],
  onProgress: (progress: IngestProgress, child: ChildProcess) => void = () => {},
  options: readonly string[] = [],
) {
  const child = start("add", "--json", ...options, "--", ...args);
  const ended = once(child, "close");
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  let last: IngestProgress | undefined;
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      last = ingestProgress.parse(JSON.parse(line));
      onProgress(last, child);
    }
  }
  const [code, signal] = await ended;
  return { code, signal, last, complaint };
}

async function withStore<T>(use: (store: VectorStore) => Promise<T>): Promise<T> {
  const store = await openLanceStore({ dir: join(dataDir, "store"), schema: SCHEMA });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function images(): Promise<StoredImage[]> {
  return withStore(async (store) => {
    const all: StoredImage[] = [];
    for await (const batch of store.scan()) all.push(...batch);
    return all;
  });
}

/** The claims of the items that a worker has told to be added. */
async function addedBy(worker: string): Promise<string[]> {
  const text = await readFile(join(dataDir, "ingest", "journals", worker), "utf8");
  const lines = text.split("\n").filter((line) => line.includes('"added"'));
  return lines.map((line) => JSON.parse(line).claim);
}

async function expectWhole(): Promise<void> {
  const all = await images();
  const paths = all.flatMap(({ locations }) => locations.map(({ path }) => path));
  expect(all).toHaveLength(PICTURES);
  expect(new Set(paths).size).toBe(PICTURES);
  expect(paths).toHaveLength(PICTURES);
  for (const { id } of all) {
    for (const width of THUMBNAIL_WIDTHS) {
      expect((await thumbnails.read(id, width)).length).toBeGreaterThan(0);
    }
  }
}

describe("npm run add", () => {
  it("killed at any moment loses no image that it said was added, and ends what it began", async () => {
    let said = 0;
    // Before anything was found, between commits, and after some were told.
    for (const atDone of [0, 1, 40, 100, 180]) {
      const { signal } = await add([pictures], ({ done, added }, child) => {
        said = Math.max(said, added);
        if (done >= atDone) child.kill("SIGKILL");
      });
      expect(["SIGKILL", null]).toContain(signal);
      const there = await images();
      expect(there.length).toBeGreaterThanOrEqual(said);
      for (const { id } of there) {
        expect((await thumbnails.read(id, 320)).length).toBeGreaterThan(0);
      }
      said = there.length;
    }
    const { code, last } = await add();
    expect(code).toBe(0);
    expect(last).toMatchObject({ state: "done", added: PICTURES - said, known: said });
    await expectWhole();
    expect((await add()).last).toMatchObject({ added: 0, known: PICTURES });
  }, 120_000);

  it("leaves nothing in the home folder: no runtime of ours keeps an id of the device", async () => {
    const home = join(dir, "home");
    await mkdir(home);
    const { PATH } = process.env;
    const { WAVELENGTH_DATA, WAVELENGTH_MODEL, WAVELENGTH_PROVIDERS } = environment();
    // Without what CI and vitest set: a runtime may keep quiet where it thinks itself tested.
    const env = {
      NODE_ENV: "production" as const,
      PATH,
      HOME: home,
      WAVELENGTH_DATA,
      WAVELENGTH_MODEL,
      WAVELENGTH_PROVIDERS,
    };
    const { status } = spawnSync(process.execPath, [workerFile("add"), "--json", pictures], {
      env,
    });
    expect(status).toBe(0);
    expect(await images()).toHaveLength(PICTURES);
    expect(await readdir(home)).toEqual([]);
  }, 60_000);

  it("asked to stop writes what is in hand, says so, and goes on the next time", async () => {
    let isAsked = false;
    const stopped = await add([pictures], ({ found }, child) => {
      // Once: a second time would end it at once.
      if (found > 0 && !isAsked) isAsked = child.kill("SIGINT");
    });
    expect(stopped.code).toBe(130);
    const there = (await images()).length;
    expect(stopped.last).toMatchObject({ state: "done", added: there });
    expect((await add()).last).toMatchObject({ added: PICTURES - there, known: there });
    await expectWhole();
  }, 120_000);

  it("is joined by a second of the same folder, and seen by who reads meanwhile", async () => {
    let other: ReturnType<typeof add> | undefined;
    const first = await withStore(async (reader) => {
      expect(reader.state().count).toBe(0);
      const ended = await add([pictures], () => {
        other ??= add();
      });
      await other;
      expect((await reader.refresh()).count).toBe(PICTURES);
      return ended;
    });
    const second = await other;
    for (const { code, last } of [first, second ?? first]) {
      expect(code).toBe(0);
      expect(last).toMatchObject({
        ...{ state: "done", found: PICTURES + 1, done: PICTURES + 1, skippedCount: 1 },
        skipped: [{ path: join(pictures, "broken.jpg"), code: "image_format_unsupported" }],
      });
    }
    // What each of them made, the other has not.
    expect(first.last?.added).toBe(PICTURES);
    await expectWhole();
  }, 120_000);

  it("shares the work among workers, any of which may be killed at any moment", async () => {
    const kill = async (args: readonly string[], atDone: number) =>
      add(args, ({ done }, child) => {
        if (done >= atDone) child.kill("SIGKILL");
      });
    const [whole, ...killed] = await Promise.all([
      add(),
      kill([pictures], 30),
      kill([pictures], 90),
    ]);
    const { added = 0, known = 0 } = whole.last ?? {};
    expect(whole.last).toMatchObject({ state: "done", done: PICTURES + 1 });
    // What was there before it joined is known to it.
    expect(added + known).toBe(PICTURES);
    // One may have been done before its time came.
    expect(killed.map(({ signal }) => signal)).toContain("SIGKILL");
    await expectWhole();
    const cards = await readCards(join(dataDir, "ingest", "workers"));
    const told = await Promise.all(cards.map(async ({ id }) => addedBy(id)));
    expect(new Set(told.flat()).size).toBe(told.flat().length);
    cards.forEach(({ state, embeds }, n) => {
      // Only what a dead one had in hand is made again: who lives makes each picture once.
      if (state === "left") expect(embeds).toBe(told[n]?.length);
    });
    const embeds = cards.filter(({ state }) => state === "left").map((card) => card.embeds);
    const byDead = cards.flatMap(({ state }, n) => (state === "left" ? [] : (told[n] ?? [])));
    const all = embeds.reduce((sum, count) => sum + count, 0);
    expect(all).toBeLessThanOrEqual(PICTURES - byDead.length);
  }, 120_000);

  it("--workers starts several with one progress, and none outlives the command", async () => {
    const { code, last } = await add([pictures], undefined, ["--workers", "3"]);
    expect(code).toBe(0);
    expect(last).toMatchObject({ state: "done", added: PICTURES, done: PICTURES + 1 });
    await expectWhole();
    const cards = await readCards(join(dataDir, "ingest", "workers"));
    expect(cards.map(({ state }) => state)).toEqual(["left", "left", "left"]);
    expect(cards.reduce((sum, { embeds }) => sum + embeds, 0)).toBe(PICTURES);
  }, 120_000);

  it("--workers leaves links to one, and a mirror in a private network is asked beside them", async () => {
    const servers = new TestServers();
    const { port, asked } = await servers.serve(playMuseums({ works: 2, picture: png }));
    vi.stubEnv("WAVELENGTH_COLLECTIONS_URL", `http://127.0.0.1:${port}`);
    const list = join(dir, "links.csv");
    await writeFile(list, `url\nhttp://127.0.0.1:${port}/secret.png\n`);
    const options = ["--workers", "2", "--query", "storm"];
    const { code, last, complaint } = await add(["artic", list], undefined, options);
    vi.unstubAllEnvs();
    await servers.close();
    expect(complaint).toContain("One worker does this");
    expect(code).toBe(0);
    expect(last).toMatchObject({ state: "done", added: 2, skipped: [{ code: "link_forbidden" }] });
    expect(asked).not.toContain("/secret.png");
    expect(await readCards(join(dataDir, "ingest", "workers"))).toHaveLength(1);
  }, 120_000);

  it("ends with a sentence when it cannot go on", async () => {
    const { code, last, complaint } = await add([join(dir, "nowhere")]);
    expect(code).toBe(1);
    expect(last).toMatchObject({ state: "failed" });
    expect(last?.message).toMatch(/Expected a folder.*nowhere/);
    expect(complaint).not.toContain("    at ");
  }, 120_000);

  it.each([
    [["met"], /Expected what to look for .* --query/],
    [["--query", "storm", "somewhere"], /Expected an open collection .* --query/],
  ])("with %j says what is missing before anything is opened", async (args, sentence) => {
    const { status, stderr } = spawnSync(process.execPath, [workerFile("add"), ...args], {
      env: environment(),
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
    await expect(access(dataDir)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("--watch adds what is there, then takes in what comes, until Ctrl-C", async () => {
    const folder = join(dir, "watched");
    await mkdir(folder);
    await writeFile(join(folder, "1.png"), await png(1));
    const child = start("add", "--watch", folder);
    const ended = once(child, "close");
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
    });
    const said = (what: string | RegExp) =>
      vi.waitFor(() => expect(text).toMatch(what), { timeout: 60_000 });
    await said(/^1 images added, 0 skipped\./);
    await said(/Watching .*watched\. Ctrl-C ends it\./);
    await writeFile(join(folder, "2.png"), await png(2));
    await writeFile(join(folder, "bad.jpg"), "no picture");
    await said(/\d\d:\d\d:\d\d {2}1 images added/);
    await said(/watched.* │ Expected a JPEG/);
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(await images()).toHaveLength(2);
  }, 120_000);

  it("--watch of what is no folder says so before anything is opened", async () => {
    const { code, complaint } = await add([join(pictures, "1.png")], undefined, ["--watch"]);
    expect(code).toBe(1);
    expect(complaint).toMatch(/^Expected folders to watch but ".*1\.png" is none/);
  }, 120_000);

  it("for people prints counts, rate, overlap and a table of what was skipped", async () => {
    const child = start("add", pictures);
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(0);
    expect(text).toContain(`${PICTURES} images added, 1 skipped.`);
    expect(text).toMatch(/files\/s; .* CPU s on \d+ cores: \d+\.\d\d × the least possible/);
    expect(text).toMatch(/broken\.jpg +│ Expected a JPEG/);
  }, 120_000);

  it("on a full disk says so, keeps what it had, and goes on when there is room", async (context) => {
    // A disk of 2 MB of its own, where the system lets us mount one.
    const mount = `mount -t tmpfs -o size=2m none ${dataDir}`;
    await mkdir(dataDir);
    const isMountable = spawnSync("unshare", ["-rm", "sh", "-c", mount]).status === 0;
    if (!isMountable) context.skip("no disk can be mounted here");
    await mkdir(join(dir, "large"));
    for (let n = 0; n < 30; n++) {
      await writeFile(join(dir, "large", `${n}.png`), await noise(n));
    }
    const command = `'${process.execPath}' '${workerFile("add")}' --json '${join(dir, "large")}'`;
    const { stdout } = spawnSync(
      "unshare",
      [
        "-rm",
        "sh",
        "-c",
        `${mount} && ${command}; mount -o remount,size=64m ${dataDir}; ${command}`,
      ],
      { env: environment(), encoding: "utf8" },
    );
    const ends = stdout
      .split("\n")
      .filter((line) => /"state":"(failed|done)"/.test(line))
      .map((line) => ingestProgress.parse(JSON.parse(line)));
    expect(ends).toMatchObject([
      { state: "failed", message: expect.stringMatching(/disk .* is full/) },
      { state: "done" },
    ]);
    const [full, room] = ends;
    expect(room?.added).toBe(30 - (room?.known ?? 0));
    expect(room?.known).toBeGreaterThanOrEqual(full?.added ?? 0);
  }, 120_000);
});

describe("npm run remove", () => {
  async function remove(...args: string[]) {
    const child = start("remove", ...args);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        text += chunk;
      });
    }
    const [code] = await once(child, "close");
    return { code, text };
  }

  it("removes ids and folders for good, and says when there is nothing such", async () => {
    await add();
    const [first, second] = await images();
    const gone = await remove(first?.id ?? "", second?.id ?? "");
    expect(gone).toMatchObject({ code: 0, text: expect.stringContaining("2 images removed") });
    expect((await add()).last).toMatchObject({ added: 0, removed: 2 });
    // An id begins with a dash now and then.
    expect(await remove("-AAAAAAAAAA")).toMatchObject({
      code: 1,
      text: expect.stringContaining("nothing from"),
    });
    expect(await remove(pictures)).toMatchObject({
      code: 0,
      text: expect.stringContaining(`${PICTURES - 2} images removed`),
    });
    expect((await add()).last).toMatchObject({ added: 0, removed: PICTURES });
    await expect(access(join(pictures, "1.png"))).resolves.toBeUndefined();
  }, 120_000);
});
