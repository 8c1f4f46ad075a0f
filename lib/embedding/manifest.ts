import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/** A file of the model's folder, and nothing outside it. */
const fileName = z.string().regex(/^[\w.-]+$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const rgbTriple = z.tuple([z.number(), z.number(), z.number()]);

/** What an output of the graph means; `aspect` may be left out where the output is named after it. */
function outputs<const T extends readonly [string, ...string[]]>(aspects: T) {
  const aspect = z.enum(aspects);
  return z
    .array(
      z
        .object({
          name: z.string(),
          aspect: aspect.optional(),
          dims: z.number().int().min(1).max(4_096),
          /** float32, `[dims × dims]`: what its vectors are multiplied with. */
          projection: z.object({ file: fileName, sha256: sha256.optional() }).optional(),
        })
        .transform((output, context) => {
          const named = aspect.safeParse(output.aspect ?? output.name);
          if (named.success) return { ...output, aspect: named.data };
          context.addIssue(`Expected "aspect" to be one of ${aspects.join(", ")}`);
          return z.NEVER;
        }),
    )
    .refine((list) => list.some(({ aspect: of }) => of === "subject"), {
      message: "Expected an output for the aspect subject",
    });
}

const manifest = z.object({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  image: z.object({
    file: fileName,
    sha256: sha256.optional(),
    input: z.object({
      name: z.string(),
      dtype: z.enum(["uint8", "float32"]),
      layout: z.enum(["NHWC", "NCHW"]),
      size: z.number().int().min(8).max(1_024),
      fit: z.enum(["fill", "cover"]),
      /** For float32: each value is `(byte / 255 − mean[c]) / std[c]`. */
      mean: rgbTriple.default([0, 0, 0]),
      std: rgbTriple.default([1, 1, 1]),
    }),
    outputs: outputs(["subject", "style", "copy"]),
  }),
  text: z
    .object({
      file: fileName,
      sha256: sha256.optional(),
      /** `tokenizer.json` of the Hugging Face tokenizers library. */
      tokenizer: fileName,
      maxTokens: z.number().int().min(4).max(1_024),
      input: z.object({
        ids: z.string(),
        mask: z.string().optional(),
        dtype: z.enum(["int64", "int32"]),
      }),
      outputs: outputs(["subject", "style"]),
    })
    .optional(),
});

/** A model's `manifest.json`: all that the loader knows of it (models/README.md). */
export type Manifest = z.infer<typeof manifest>;

/**
 * Reads and checks the manifest of a model's folder.
 *
 * @throws {AppError} `model_invalid` naming the file and every field that is wrong.
 */
export async function readManifest(modelDir: string): Promise<Manifest> {
  const path = join(modelDir, "manifest.json");
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new AppError(
      "model_invalid",
      "Expected a model's manifest.json but it cannot be read. Check WAVELENGTH_MODEL.",
      { cause: error },
    );
  }
  const result = manifest.safeParse(json);
  if (result.success) return result.data;
  throw new AppError(
    "model_invalid",
    `Expected a model's manifest but received:\n${z.prettifyError(result.error)}\nSee models/README.md.`,
  );
}

/** Dims by aspect; 0 where there is no such output. */
export function dimsOf(outputList: readonly { aspect: string; dims: number }[]): {
  subject: number;
  style: number;
  copy: number;
} {
  const of = (aspect: string) => outputList.find((output) => output.aspect === aspect)?.dims ?? 0;
  return { subject: of("subject"), style: of("style"), copy: of("copy") };
}
