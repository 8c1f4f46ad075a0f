import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dot, normalize } from "@/lib/energy/unit-vector";
import type { Embedder } from "./embedder";
import { imageTensor } from "./image-tensor";
import { readManifest } from "./manifest";
import { project, readProjection } from "./projection";
import { TINY_IMAGE, TINY_OUTPUT, TINY_WEIGHTS, writeTinyModel } from "./tiny-model.fixture";
import { openEmbedder } from "./worker-embedder";

const MODEL = "models/wavelength-1";
const GALLERY = resolve("../shared/gallery");
const QUEUE = { maxBatch: 8, maxWaitMs: 1, maxQueue: 64 };

let dir = "";
let workerPath = "";

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-embed-"));
  // Beside the packages it imports, as dist/ is.
  workerPath = resolve(`node_modules/.cache/embed-test-${process.pid}/embed.worker.js`);
  await build({
    entryPoints: ["workers/embed.worker.ts"],
    outfile: workerPath,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
  });
});

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
  await rm(resolve(workerPath, ".."), { recursive: true, force: true });
});

function open(modelDir: string, settings: Partial<Parameters<typeof openEmbedder>[0]> = {}) {
  return openEmbedder({ ...QUEUE, modelDir, providers: ["cpu"], workerPath, ...settings });
}

/** A golden subject, which is what the graph gives, as the model gives it: projected, of length 1. */
async function projected(subject: readonly number[]): Promise<Float32Array> {
  const { outputs } = (await readManifest(MODEL)).image;
  const output = outputs.find(({ aspect }) => aspect === "subject");
  if (!output?.projection) throw new Error("Expected a projection of the subject");
  const { file } = output.projection;
  const matrix = readProjection(await readFile(join(MODEL, file)), output.dims, file);
  return normalize(project(Float32Array.from(subject), matrix));
}

/** Runs `use` with a model that is closed afterwards. */
async function withEmbedder(embedder: Embedder, use: (embedder: Embedder) => Promise<void>) {
  try {
    await use(embedder);
  } finally {
    await embedder.close();
  }
}

describe("the shipped model", () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await open(MODEL);
  });
  afterAll(() => embedder.close());

  it("describes itself from its manifest", () => {
    expect(embedder.model).toMatchObject({
      id: "wavelength-1.1",
      provider: "cpu",
      imageSize: 224,
      fit: "fill",
      dims: { subject: 256, style: 128, copy: 128 },
      hasText: true,
    });
    expect(embedder.status()).toEqual({ state: "ready", queueDepth: 0, maxQueue: 64, maxBatch: 8 });
  });

  it("gives the golden vectors of the golden words", async () => {
    const { texts } = JSON.parse(await readFile(join(MODEL, "golden.json"), "utf8"));
    expect(texts.length).toBeGreaterThan(3);
    for (const golden of texts) {
      const { subject, style, usedChars } = await embedder.embedText(golden.text);
      expect(dot(subject, normalize(golden.subject))).toBeGreaterThan(0.995);
      expect(dot(style, normalize(golden.style))).toBeGreaterThan(0.995);
      expect(usedChars).toBe(golden.text.length);
    }
  });

  it.skipIf(!existsSync(GALLERY))("gives the golden vectors of the golden images", async () => {
    const { images } = JSON.parse(await readFile(join(MODEL, "golden.json"), "utf8"));
    await Promise.all(
      images.map(
        async (golden: { file: string; subject: number[]; style: number[]; copy: number[] }) => {
          const pixels = await sharp(join(GALLERY, golden.file))
            // Shrinking while a WebP is decoded costs up to 0.08 of cosine: see lib/gallery/decode.ts.
            .resize(224, 224, { fit: "fill", kernel: "linear", fastShrinkOnLoad: false })
            .flatten({ background: "#fff" })
            .toColourspace("srgb")
            .removeAlpha()
            .raw()
            .toBuffer();
          const seen = await embedder.embedImage(new Uint8Array(pixels));
          // golden.json itself says: above 0.98 with other resamplers than its own.
          const subject = await projected(golden.subject);
          expect(dot(seen.subject, subject)).toBeGreaterThan(0.98);
          for (const aspect of ["style", "copy"] as const) {
            expect(dot(seen[aspect], normalize(golden[aspect]))).toBeGreaterThan(0.98);
          }
        },
      ),
    );
  });

  it("reads any words, says where it stopped, and knows the same words again", async () => {
    const long = "a quiet harbour at dusk with boats and lanterns ".repeat(6).trim();
    const { usedChars } = await embedder.embedText(long);
    expect(usedChars).toBeGreaterThan(100);
    expect(usedChars).toBeLessThan(long.length);
    const emoji = "🌊".repeat(100);
    expect((await embedder.embedText(emoji)).usedChars % 2).toBe(0);
    expect(await embedder.embedText("calm sea")).toBe(await embedder.embedText(" calm sea "));
    await expect(embedder.embedText("  ")).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("refuses pixels of another size", async () => {
    await expect(embedder.embedImage(new Uint8Array(5))).rejects.toMatchObject({
      code: "invalid_request",
    });
  });
});

describe("a model that was dropped in", () => {
  it.each(["n", 1] as const)("needs no code, whether its batch is %s", async (batch) => {
    const modelDir = join(dir, `tiny-${batch}`);
    await writeTinyModel(modelDir, { batch });
    await withEmbedder(await open(modelDir), async (embedder) => {
      expect(embedder.model).toMatchObject({
        id: "tiny-clip",
        fit: "cover",
        hasText: false,
        dims: { subject: 4, style: 0, copy: 0 },
      });
      const red = flatPixels(255, 0, 0);
      const blue = flatPixels(0, 0, 255);
      const [ofRed, ofBlue] = await Promise.all([
        embedder.embedImage(red),
        embedder.embedImage(blue),
      ]);
      expect(dot(ofRed.subject, expected(2, -2, -2))).toBeCloseTo(1, 5);
      expect(dot(ofBlue.subject, expected(-2, -2, 2))).toBeCloseTo(1, 5);
      expect(ofRed.style).toHaveLength(0);
      await expect(embedder.embedText("red")).rejects.toMatchObject({ code: "invalid_request" });
    });
  });

  it.each([
    ["no output for subject", { image: undefined }, /image/],
    ["a field of another type", { id: 7 }, /id/],
    ["a file outside its folder", { text: { file: "../text.onnx" } }, /file/],
  ])("with %s in its manifest is refused by name", async (_, changes, field) => {
    const modelDir = join(dir, "wrong");
    await writeTinyModel(modelDir, { changes });
    const error = await open(modelDir).catch((reason) => reason);
    expect(error).toMatchObject({ code: "model_invalid" });
    expect(error.message).toMatch(field);
  });

  it("with a projection gives vectors that are multiplied with it", async () => {
    const modelDir = join(dir, "projected");
    // Swaps the first two dims, and takes the last one away.
    const matrix = Float32Array.from([0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    const withFile = (file: string) => ({
      changes: { image: { ...TINY_IMAGE, outputs: [{ ...TINY_OUTPUT, projection: { file } }] } },
    });
    await writeTinyModel(modelDir, withFile("swap.f32"));
    await writeFile(join(modelDir, "swap.f32"), new Uint8Array(matrix.buffer));
    await withEmbedder(await open(modelDir), async (embedder) => {
      const { subject } = await embedder.embedImage(flatPixels(255, 0, 0));
      const [red = 0, green = 0, blue = 0] = expected(2, -2, -2);
      expect(dot(subject, normalize([green, red, blue, 0]))).toBeCloseTo(1, 5);
    });
    await writeTinyModel(modelDir, withFile("short.f32"));
    await writeFile(join(modelDir, "short.f32"), new Uint8Array(12));
    const error = await open(modelDir).catch((reason) => reason);
    expect(error).toMatchObject({ code: "model_invalid" });
    expect(error.message).toContain("4 × 4 float32 in short.f32");
  });

  it("whose file has changed is refused", async () => {
    const modelDir = join(dir, "changed");
    await cp(MODEL, modelDir, { recursive: true });
    await writeFile(join(modelDir, "image.onnx"), "not a graph");
    await expect(open(modelDir)).rejects.toMatchObject({ code: "model_invalid" });
  });

  it("that no provider runs is refused, and a provider that fails is passed over by name", async () => {
    const modelDir = join(dir, "tiny-cuda");
    await writeTinyModel(modelDir);
    await withEmbedder(await open(modelDir, { providers: ["cuda", "cpu"] }), async (embedder) => {
      if (embedder.model.provider === "cuda") return;
      expect(embedder.model.rejected).toMatchObject([
        { provider: "cuda", reason: expect.stringMatching(/./) },
      ]);
    });
    await writeFile(join(modelDir, "vision.onnx"), "not a graph");
    await expect(open(modelDir)).rejects.toMatchObject({ code: "embedder_unavailable" });
  });
});

describe("a thread that dies", () => {
  it("fails what was in flight by name and is started again", async () => {
    const mortal = resolve(workerPath, "../mortal.worker.js");
    // The real worker, and a picture that kills its thread: all 66.
    await writeFile(
      mortal,
      `import { parentPort } from "node:worker_threads";
       parentPort.on("message", ({ images }) => { if (images?.[0]?.[0] === 66) process.exit(3); });
       await import("./embed.worker.js");`,
    );
    const modelDir = join(dir, "tiny-mortal");
    await writeTinyModel(modelDir);
    await withEmbedder(await open(modelDir, { workerPath: mortal }), async (embedder) => {
      await expect(embedder.embedImage(flatPixels(66, 66, 66))).rejects.toMatchObject({
        code: "embedder_unavailable",
      });
      expect(embedder.status().state).toBe("restarting");
      const after = await embedder.embedImage(flatPixels(255, 0, 0));
      expect(dot(after.subject, expected(2, -2, -2))).toBeCloseTo(1, 5);
      expect(embedder.status().state).toBe("ready");
    });
  });

  it("does not come back once it is closed", async () => {
    const embedder = await open(join(dir, "tiny-n"));
    await embedder.close();
    await embedder.close();
    expect(embedder.status().state).toBe("closed");
    await expect(embedder.embedImage(flatPixels(1, 2, 3))).rejects.toMatchObject({
      code: "embedder_unavailable",
    });
  });
});

describe("imageTensor", () => {
  const spec = { name: "x", size: 8, fit: "fill", mean: [0, 0, 0], std: [1, 1, 1] } as const;
  const mean: [number, number, number] = [0, 0, 0];
  const std: [number, number, number] = [1, 1, 1];

  it("lays channels out as the manifest says", () => {
    const image = flatPixels(255, 51, 0);
    const nchw = imageTensor([image, image], {
      ...spec,
      mean,
      std,
      dtype: "float32",
      layout: "NCHW",
    });
    expect(nchw.dims).toEqual([2, 3, 8, 8]);
    expect([nchw.data[0], nchw.data[64], nchw.data[128]]).toEqual([1, expect.closeTo(0.2, 5), 0]);
    const nhwc = imageTensor([image], { ...spec, mean, std, dtype: "uint8", layout: "NHWC" });
    expect(nhwc.dims).toEqual([1, 8, 8, 3]);
    expect([...nhwc.data.slice(0, 3)]).toEqual([255, 51, 0]);
  });

  it("refuses a picture of another size", () => {
    expect(() =>
      imageTensor([new Uint8Array(3)], { ...spec, mean, std, dtype: "uint8", layout: "NHWC" }),
    ).toThrow(RangeError);
  });
});

function flatPixels(red: number, green: number, blue: number): Uint8Array {
  return Uint8Array.from({ length: 192 }, (_, i) => [red, green, blue][i % 3] ?? 0);
}

/** What the tiny graph makes of channel means. */
function expected(...means: readonly [number, number, number]) {
  return normalize(
    [0, 1, 2, 3].map((dim) =>
      means.reduce((sum, mean, c) => sum + mean * (TINY_WEIGHTS[c]?.[dim] ?? 0), 0),
    ),
  );
}
