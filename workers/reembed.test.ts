import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeTinyModel } from "@/lib/embedding/tiny-model.fixture";
import { energyLayout } from "@/lib/energy/aspects";
import { png } from "@/lib/gallery/ingest.fixture";
import { QdrantFixture } from "@/lib/store/qdrant/qdrant.fixture";
import { openQdrantStore } from "@/lib/store/qdrant/qdrant-store";
import { workerFile } from "@/lib/worker-file";

const PICTURES = 5;
const NEXT = {
  modelId: "tiny-next",
  layout: energyLayout({ subject: 4, style: 0 }),
  copyDims: 0,
};

describe("npm run reembed", () => {
  let engine: QdrantFixture;
  let dir: string;
  beforeEach(async () => {
    engine = await QdrantFixture.start();
    dir = await mkdtemp(join(tmpdir(), "wavelength-reembed-"));
    await mkdir(join(dir, "pictures"));
    for (let n = 0; n < PICTURES; n++) {
      await writeFile(join(dir, "pictures", `${n}.png`), await png(n));
    }
    await writeTinyModel(join(dir, "tiny"));
    await writeTinyModel(join(dir, "next"), { changes: { id: NEXT.modelId } });
  });
  afterEach(async () => {
    await engine.down();
    await rm(dir, { recursive: true });
  });

  /** Runs one of our commands with the gallery in the engine. */
  const run = async (name: string, args: readonly string[], model: string, store = engine.url) => {
    const child = spawn(process.execPath, [workerFile(name), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        WAVELENGTH_THUMBNAILS: "",
        WAVELENGTH_DATA: join(dir, "data"),
        WAVELENGTH_STORE: store.replace("http", "qdrant").replace(/(\d)$/, "$1/works"),
        WAVELENGTH_MODEL: model,
        WAVELENGTH_PROVIDERS: "cpu",
      },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    const [code] = await once(child, "close");
    return { code, said };
  };

  it("embeds a gallery that another model made, from files and thumbnails, and says so", async () => {
    const [tiny, next] = [join(dir, "tiny"), join(dir, "next")];
    expect(await run("add", [join(dir, "pictures")], tiny)).toMatchObject({ code: 0 });
    // One whose file is gone.
    await rm(join(dir, "pictures", "0.png"));

    const refusal = await run("add", [join(dir, "pictures")], next);
    expect(refusal).toMatchObject({ code: 1 });
    expect(refusal.said).toMatch(/tiny-next.*tiny-clip.*npm run reembed/);

    const done = await run("reembed", [], next);
    expect(done.said).toMatch(/5 images embedded .* 1 of them from thumbnails/);
    expect(done.code).toBe(0);
    const store = await openQdrantStore({
      urls: [engine.url],
      collection: "works",
      schema: NEXT,
    });
    expect(store.state().count).toBe(PICTURES);
    await store.close();
  });

  it("says what to do about a gallery in a data folder", async () => {
    const { code, said } = await run("reembed", [], join(dir, "next"), "");
    expect(code).toBe(1);
    expect(said).toMatch(/WAVELENGTH_STORE.*WAVELENGTH_DATA/);
  });
});
