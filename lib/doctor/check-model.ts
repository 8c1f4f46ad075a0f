import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Embedder } from "@/lib/embedding/embedder";
import { type Manifest, readManifest } from "@/lib/embedding/manifest";
import { broken, type Check, failed, good, notice } from "./finding";

export interface ModelCircumstances {
  readonly modelDir: string;
  /** Loads the model and runs it once. @throws {AppError} */
  open(): Promise<Embedder>;
  /** How many GPUs this machine has; 0 where that cannot be told. */
  gpus(): Promise<number>;
}

/** The model's files against its manifest, then a run. */
export function checkModel({ modelDir, open, gpus }: ModelCircumstances): Check {
  return {
    about: "model",
    async run() {
      const manifest = await readManifest(modelDir);
      const files = filesOf(manifest);
      const wrong = await Promise.all(files.map((file) => complaintOf(modelDir, file)));
      const complaints = wrong.filter((one) => one !== undefined);
      if (complaints.length > 0) {
        return complaints.map((says) =>
          broken(
            says,
            `Put the model's folder back as it was (\`git checkout -- ${modelDir}\`), or set WAVELENGTH_MODEL to another.`,
          ),
        );
      }
      const whole = good(`${manifest.id}: ${files.length} files, as its manifest says`);
      return [whole, await tryModel(open, gpus)];
    },
  };
}

async function tryModel(
  open: ModelCircumstances["open"],
  gpus: ModelCircumstances["gpus"],
): Promise<ReturnType<typeof good> | ReturnType<typeof notice> | ReturnType<typeof failed>> {
  let embedder: Embedder;
  try {
    embedder = await open();
  } catch (error) {
    return failed(error);
  }
  try {
    const { provider, rejected, imageSize } = embedder.model;
    const begun = performance.now();
    await embedder.embedImage(new Uint8Array(3 * imageSize ** 2).fill(128));
    const ms = Math.round(performance.now() - begun);
    const says = `runs on ${provider}, one picture in ${ms} ms`;
    const why = rejected.map((one) => `${one.provider}: ${one.reason}`).join("; ");
    if (provider !== "cpu" || (await gpus()) === 0) return good(says);
    return notice(
      `${says}, although there is a GPU (${why || "it is not among WAVELENGTH_PROVIDERS"})`,
      "Install the CUDA libraries that ONNX Runtime asks for, or go on: the processor does.",
    );
  } catch (error) {
    return failed(error);
  } finally {
    await embedder.close();
  }
}

interface ModelFile {
  readonly file: string;
  readonly sha256?: string | undefined;
}

function filesOf({ image, text }: Manifest): ModelFile[] {
  const outputs = [...image.outputs, ...(text?.outputs ?? [])];
  const ofText = text ? [text, { file: text.tokenizer, sha256: undefined }] : [];
  return [image, ...ofText, ...outputs.flatMap(({ projection }) => projection ?? [])];
}

/** What is wrong with a file; `undefined` when nothing is. */
async function complaintOf(modelDir: string, { file, sha256 }: ModelFile) {
  const bytes = await readFile(join(modelDir, file)).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return `${file} cannot be read (${bytes.code})`;
  const found = createHash("sha256").update(bytes).digest("hex");
  if (sha256 === undefined || found === sha256) return undefined;
  return `${file} is not the file that the manifest names: its SHA-256 is ${found.slice(0, 12)}… instead of ${sha256.slice(0, 12)}…`;
}
