import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cliProgress from "cli-progress";
import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { openEmbedder } from "@/lib/embedding/worker-embedder";
import { blockOf } from "@/lib/energy/aspects";
import { isAppError } from "@/lib/errors";
import { makeSampleGallery } from "@/lib/gallery/sample/make-sample-gallery";
import { embedSet } from "@/lib/quality/embed-set";
import { readLabelledSet } from "@/lib/quality/labelled-set";
import {
  inverseRoot,
  type Matrix,
  shrink,
  withinClassCovariance,
} from "@/lib/quality/within-class";

/** 29 families in 12 manners, 8 of each: pictures that no gallery of ours shows. */
const PICTURES = 2_784;
const SEED = 7;
/** Of 0.1, 0.3, 1 and 3, what takes most of the manner off and leaves captions be (docs/adr/0021). */
const SHRINKAGE = 1;

const { keep } = new Command("learn-projection")
  .description(
    "Learns what the model's subject should not mind: how one thing differs from manner to manner.",
  )
  .option("--keep <folder>", "where the drawn pictures stay; a temporary folder without it")
  .parse()
  .opts<{ keep?: string }>();

async function main(): Promise<void> {
  const { modelDir, providers, embed, limits } = parseConfig(process.env);
  const work = await mkdtemp(join(tmpdir(), "wavelength-learn-"));
  const pictures = keep ?? join(work, "pictures");
  const bar = new cliProgress.SingleBar({ format: "  {stage} {value}/{total}", hideCursor: true });
  try {
    bar.start(PICTURES, 0, { stage: "drawing" });
    await makeSampleGallery({
      folder: pictures,
      count: PICTURES,
      seed: SEED,
      worker: new URL("./sample.worker.js", import.meta.url),
      onProgress: ({ done }) => bar.update(done),
    });
    const embedder = await openEmbedder({
      modelDir: await withoutProjections(modelDir, join(work, "model")),
      providers,
      ...embed,
    });
    const { images } = await readLabelledSet(pictures);
    const set = await embedSet(images, { embedder, limits }, (done) =>
      bar.update(done, { stage: "embedding" }),
    );
    await embedder.close();
    bar.stop();
    const { layout } = set.store.schema;
    const energies = await set.store.energies(set.images.map(({ id }) => id));
    const subjects = energies.map((energy) =>
      blockOf(energy ?? new Float32Array(), "subject", layout),
    );
    const labels = set.images.map(({ labels: { label } }) => label ?? "");
    const spread = shrink(withinClassCovariance(subjects, labels), SHRINKAGE);
    await save(modelDir, "subject-of-images.f32", inverseRoot(spread));
  } finally {
    bar.stop();
    await rm(work, { recursive: true, force: true });
  }
}

/** The same model as its graphs have it, in a folder of its own. */
async function withoutProjections(modelDir: string, folder: string): Promise<string> {
  await mkdir(folder);
  for (const name of await readdir(modelDir)) {
    if (name !== "manifest.json") await symlink(join(modelDir, name), join(folder, name));
  }
  const manifest = JSON.parse(await readFile(join(modelDir, "manifest.json"), "utf8"));
  for (const output of [...manifest.image.outputs, ...(manifest.text?.outputs ?? [])]) {
    delete output.projection;
  }
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

async function save(modelDir: string, file: string, matrix: Matrix): Promise<void> {
  // Scaled to a largest value of 1: only the direction of what comes out matters.
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const values = Float32Array.from(matrix, (value) => value / largest);
  const bytes = new Uint8Array(values.buffer);
  await writeFile(join(modelDir, file), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  process.stdout.write(`${JSON.stringify({ file, sha256 })}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${isAppError(error) ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
