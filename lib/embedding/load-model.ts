import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { env, InferenceSession, Tensor } from "onnxruntime-node";
import { AppError } from "@/lib/errors";
import type { ModelDescription } from "./embedder";
import { imageTensor } from "./image-tensor";
import { dimsOf, type Manifest, readManifest } from "./manifest";
import { project, readProjection } from "./projection";
import { createTokenizer, type Tokenize } from "./tokenizer";

// A provider that is not there is expected and told in `rejected`: the runtime's own line about a
// missing CUDA library would frighten whoever reads the terminal. Sessions log errors all the same.
env.logLevel = "fatal";

/** Rows of a batch one after the other, by aspect; an aspect without an output is empty. */
export interface ModelOutputs {
  readonly subject: Float32Array;
  readonly style: Float32Array;
  readonly copy: Float32Array;
}

/** A model that is loaded and warm. Its `run…` methods block the thread they are called on. */
export interface LoadedModel {
  readonly description: ModelDescription;
  runImages(images: readonly Uint8Array[]): Promise<ModelOutputs>;
  runText(text: string): Promise<ModelOutputs & { usedChars: number }>;
}

type Provider = ModelDescription["provider"];
/** By an output's name; none for most. */
type Projections = ReadonlyMap<string, Float32Array>;

/**
 * Loads a model from its folder. Providers are tried one at a time, each with a warm-up run, because
 * a list with CUDA in it throws where CUDA is missing (microsoft/onnxruntime, 1.30).
 *
 * @throws {AppError} `model_invalid` for a bad manifest or file; `embedder_unavailable` when no
 *   provider runs it, naming why each did not.
 */
export async function loadModel(
  modelDir: string,
  providers: readonly Provider[],
): Promise<LoadedModel> {
  const manifest = await readManifest(modelDir);
  const image = await readChecked(modelDir, manifest.image);
  const { session, provider, rejected } = await openImageSession(image, manifest, providers);
  const text = manifest.text ? await openText(modelDir, manifest.text) : undefined;
  const { input, outputs } = manifest.image;
  const projections = await readProjections(modelDir, outputs);
  const isBatched = isDynamic(session);

  const runOnce = async (images: readonly Uint8Array[]) =>
    collect(await session.run(feed(images, input)), outputs, projections, images.length);

  return {
    description: {
      id: manifest.id,
      provider,
      rejected,
      imageSize: input.size,
      fit: input.fit,
      dims: dimsOf(outputs),
      hasText: text !== undefined,
    },
    async runImages(images) {
      if (isBatched) return runOnce(images);
      const rows: ModelOutputs[] = [];
      for (const one of images) rows.push(await runOnce([one]));
      return {
        subject: concat(rows.map(({ subject }) => subject)),
        style: concat(rows.map(({ style }) => style)),
        copy: concat(rows.map(({ copy }) => copy)),
      };
    },
    async runText(words) {
      if (!text) throw new AppError("invalid_request", "This model has no text tower: use images.");
      return text(words);
    },
  };
}

async function openImageSession(file: Buffer, manifest: Manifest, providers: readonly Provider[]) {
  const rejected: { provider: string; reason: string }[] = [];
  const blank = new Uint8Array(3 * manifest.image.input.size ** 2);
  for (const provider of providers) {
    try {
      const session = await openSession(file, provider);
      checkNames(session, [manifest.image.input.name], manifest.image.outputs);
      await session.run(feed([blank], manifest.image.input));
      return { session, provider, rejected };
    } catch (error) {
      if (error instanceof AppError) throw error;
      rejected.push({ provider, reason: firstLine(error) });
    }
  }
  const reasons = rejected.map(({ provider, reason }) => `${provider}: ${reason}`).join("; ");
  throw new AppError(
    "embedder_unavailable",
    `Expected one of ${providers.join(", ")} to run the model but none does. Check WAVELENGTH_PROVIDERS.`,
    { cause: new Error(reasons) },
  );
}

function openSession(file: Buffer, provider: Provider): Promise<InferenceSession> {
  return InferenceSession.create(file, {
    executionProviders: [provider],
    intraOpNumThreads: availableParallelism(),
    interOpNumThreads: 1,
    // Warnings about nodes placed on the CPU are not the reader's business.
    logSeverityLevel: 3,
  });
}

/** The text tower always runs on the CPU: one short sentence is no work for a GPU. */
async function openText(modelDir: string, spec: NonNullable<Manifest["text"]>) {
  const session = await openSession(await readChecked(modelDir, spec), "cpu");
  const { ids, mask, dtype } = spec.input;
  checkNames(session, mask ? [ids, mask] : [ids], spec.outputs);
  const projections = await readProjections(modelDir, spec.outputs);
  let tokenize: Tokenize;
  try {
    const json = JSON.parse(await readFile(join(modelDir, spec.tokenizer), "utf8"));
    tokenize = createTokenizer(json, spec.maxTokens);
  } catch (error) {
    throw new AppError("model_invalid", `Expected a tokenizer in ${spec.tokenizer}.`, {
      cause: error,
    });
  }
  return async (words: string) => {
    const tokens = tokenize(words);
    const row = (values: readonly number[]) =>
      dtype === "int64"
        ? new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length])
        : new Tensor("int32", Int32Array.from(values), [1, values.length]);
    const feeds = {
      [ids]: row(tokens.ids),
      ...(mask ? { [mask]: row(tokens.ids.map(() => 1)) } : {}),
    };
    return {
      ...collect(await session.run(feeds), spec.outputs, projections, 1),
      usedChars: tokens.usedChars,
    };
  };
}

function feed(images: readonly Uint8Array[], input: Manifest["image"]["input"]) {
  const { data, dims } = imageTensor(images, input);
  const tensor =
    data instanceof Uint8Array
      ? new Tensor("uint8", data, dims)
      : new Tensor("float32", data, dims);
  return { [input.name]: tensor };
}

function collect(
  results: InferenceSession.OnnxValueMapType,
  outputs: readonly { name: string; aspect: string; dims: number }[],
  projections: Projections,
  rows: number,
): ModelOutputs {
  const of = (aspect: string): Float32Array => {
    const output = outputs.find((candidate) => candidate.aspect === aspect);
    if (!output) return new Float32Array(0);
    const data = results[output.name]?.data;
    if (!(data instanceof Float32Array) || data.length !== rows * output.dims) {
      throw new AppError(
        "model_invalid",
        `Expected ${rows} × ${output.dims} float32 from output ${output.name} but received ${data?.length ?? "nothing"}. Correct the manifest.`,
      );
    }
    const matrix = projections.get(output.name);
    return matrix ? project(data, matrix) : data;
  };
  return { subject: of("subject"), style: of("style"), copy: of("copy") };
}

async function readProjections(
  modelDir: string,
  outputs: Manifest["image"]["outputs"] | NonNullable<Manifest["text"]>["outputs"],
): Promise<Projections> {
  const projections = new Map<string, Float32Array>();
  for (const { name, dims, projection } of outputs) {
    if (!projection) continue;
    const bytes = await readChecked(modelDir, projection);
    projections.set(name, readProjection(bytes, dims, projection.file));
  }
  return projections;
}

function checkNames(
  session: InferenceSession,
  inputs: readonly string[],
  outputs: readonly { name: string }[],
): void {
  const missing = [
    ...inputs.filter((name) => !session.inputNames.includes(name)),
    ...outputs.map(({ name }) => name).filter((name) => !session.outputNames.includes(name)),
  ];
  if (missing.length === 0) return;
  throw new AppError(
    "model_invalid",
    `Expected the graph to have ${missing.join(", ")} but it has ${[...session.inputNames, ...session.outputNames].join(", ")}. Correct the manifest.`,
  );
}

/** Whether the graph takes any number of pictures at once; an export may be fixed to one. */
function isDynamic(session: InferenceSession): boolean {
  const [meta] = session.inputMetadata;
  return !meta?.isTensor || typeof meta.shape[0] !== "number";
}

async function readChecked(
  modelDir: string,
  { file, sha256 }: { readonly file: string; readonly sha256?: string | undefined },
): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(modelDir, file));
  } catch (error) {
    throw new AppError(
      "model_invalid",
      `Expected the model's file ${file} but it cannot be read.`,
      {
        cause: error,
      },
    );
  }
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== undefined && actual !== sha256) {
    throw new AppError(
      "model_invalid",
      `Expected ${file} with SHA-256 ${sha256} but it is ${actual}. Fetch the model again.`,
    );
  }
  return bytes;
}

function concat(runs: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(runs.reduce((sum, run) => sum + run.length, 0));
  let at = 0;
  for (const run of runs) {
    joined.set(run, at);
    at += run.length;
  }
  return joined;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
