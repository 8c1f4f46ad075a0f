import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/** A file beside the manifest: a plain name, so that a manifest cannot reach out of its folder. */
const fileName = z
  .string()
  .regex(/^[^./\\][^/\\]*$/, "expected the plain name of a file in the model's folder");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits in lower case");
const perChannel = z.tuple([z.number(), z.number(), z.number()]);
const kinds = ["subject", "style", "copy"] as const;

/** One output of a graph. `as` says what it is to us, where its name does not. */
const output = z
  .object({
    name: z.string().min(1),
    as: z.enum(kinds).optional(),
    dims: z.number().int().min(1).max(8_192),
  })
  .transform(({ name, as, dims }, context) => {
    const kind = as ?? kinds.find((known) => known === name);
    if (!kind) {
      context.addIssue({
        code: "custom",
        path: ["as"],
        message: `expected one of ${kinds.join(", ")}, because the name "${name}" does not say it`,
      });
      return z.NEVER;
    }
    return { name, as: kind, dims };
  });

const outputs = z
  .array(output)
  .min(1)
  .superRefine((list, context) => {
    const seen = list.map(({ as }) => as);
    if (!seen.includes("subject")) {
      context.addIssue({ code: "custom", message: "expected an output that is `subject`" });
    }
    if (new Set(seen).size < seen.length) {
      context.addIssue({ code: "custom", message: "expected each kind of output once" });
    }
  });

const imageInput = z
  .object({
    name: z.string().min(1),
    dtype: z.enum(["uint8", "float32"]),
    layout: z.enum(["NHWC", "NCHW"]),
    size: z.number().int().min(1).max(2_048),
    fit: z.enum(["fill", "cover"]),
    /** Of values in [0, 1], red, green, blue. With float32 only; left out: 0 and 1. */
    mean: perChannel.optional(),
    std: perChannel
      .refine((values) => values.every((value) => value > 0), "expected positive values")
      .optional(),
  })
  .superRefine((input, context) => {
    for (const field of ["mean", "std"] as const) {
      if (input.dtype === "float32" || input[field] === undefined) continue;
      const message = "expected none with dtype uint8: the graph normalises";
      context.addIssue({ code: "custom", path: [field], message });
    }
  });

const schema = z
  .object({
    id: z.string().regex(/^[\w.-]{1,64}$/, "expected 1 to 64 letters, digits, `.`, `_` or `-`"),
    image: z.object({ file: fileName, sha256, input: imageInput, outputs }),
    text: z
      .object({
        file: fileName,
        sha256,
        /** A `tokenizer.json` of Hugging Face's tokenizers. */
        tokenizer: fileName,
        tokenizerSha256: sha256.optional(),
        /** Special tokens included. */
        maxTokens: z.number().int().min(3).max(8_192),
        /** Fills every text to `maxTokens` with this token (SigLIP wants it). */
        padId: z.number().int().min(0).optional(),
        input: z.object({
          ids: z.string().min(1),
          /** 1 for a token, 0 for padding. Left out: the graph takes none. */
          mask: z.string().min(1).optional(),
          dtype: z.enum(["int64", "int32"]),
        }),
        outputs,
      })
      .optional(),
  })
  .superRefine(({ image, text }, context) => {
    for (const [index, { as, dims }] of (text?.outputs ?? []).entries()) {
      const twin = image.outputs.find((other) => other.as === as);
      if (twin?.dims === dims) continue;
      const message = twin
        ? `expected ${twin.dims} as in image.outputs but received ${dims}`
        : `expected image.outputs to have \`${as}\` too`;
      context.addIssue({ code: "custom", path: ["text", "outputs", index, "dims"], message });
    }
  });

/** What `manifest.json` says of a model: everything that the code must know to feed it. */
export type Manifest = z.infer<typeof schema>;
/** The picture's side of a manifest. */
export type ImageSpec = Manifest["image"];
/** The words' side of a manifest. */
export type TextSpec = NonNullable<Manifest["text"]>;
/** One output of a graph and what it is to us. */
export type OutputSpec = ImageSpec["outputs"][number];

/**
 * Reads and checks `manifest.json` of a model folder. Fields it does not know are left out.
 *
 * @throws {AppError} `model_invalid`, naming every field that is wrong.
 */
export async function readManifest(modelDir: string): Promise<Manifest> {
  const json = await readFile(join(modelDir, "manifest.json"), "utf8").catch((cause) => {
    throw new AppError(
      "model_invalid",
      "Expected a manifest.json in the model's folder but could not read one: set WAVELENGTH_MODEL to a folder that has it",
      { cause },
    );
  });
  return parseManifest(json);
}

/**
 * Checks the text of a `manifest.json`.
 *
 * @throws {AppError} `model_invalid`, naming every field that is wrong.
 */
export function parseManifest(json: string): Manifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new AppError("model_invalid", "Expected the model's manifest.json to be JSON", { cause });
  }
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
  );
  throw new AppError("model_invalid", `The model's manifest.json is wrong. ${wrong.join("; ")}`, {
    cause: result.error,
  });
}

/** Dims by kind of output; 0 where the model has none. */
export function outputDims(list: readonly OutputSpec[]): Record<OutputSpec["as"], number> {
  const dims = { subject: 0, style: 0, copy: 0 };
  for (const { as, dims: count } of list) dims[as] = count;
  return dims;
}
