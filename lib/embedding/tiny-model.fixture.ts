import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WireWriter } from "@/lib/trail/wire";

export const TINY_OUTPUT = { name: "image_embeds", aspect: "subject", dims: 4 } as const;

/** The `image` of its manifest. */
export const TINY_IMAGE = {
  file: "vision.onnx",
  input: {
    name: "pixel_values",
    dtype: "float32",
    layout: "NCHW",
    size: 8,
    fit: "cover",
    mean: [0.5, 0.5, 0.5],
    std: [0.25, 0.25, 0.25],
  },
  outputs: [TINY_OUTPUT],
} as const;

/**
 * Writes a whole model folder whose graph is made here, byte by byte, in ONNX's own format (Protocol
 * Buffers, opset 13): mean of each channel × a 3 × 4 matrix. It stands for what a CLIP or SigLIP
 * export looks like to the loader: float32, NCHW, normalised by mean and std, cut to its centre, one
 * output under a name of its own, no text.
 *
 * @param changes laid over the manifest, to make it wrong.
 */
export async function writeTinyModel(
  dir: string,
  { batch = "n", changes = {} }: { batch?: string | 1; changes?: object } = {},
): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "vision.onnx"), tinyGraph(batch));
  const manifest = {
    id: "tiny-clip",
    image: TINY_IMAGE,
    ...changes,
  };
  await writeFile(join(dir, "manifest.json"), JSON.stringify(manifest));
}

/** Rows: what one unit of red, green and blue adds to the four dims. */
export const TINY_WEIGHTS = [
  [1, 0, 0, 0.5],
  [0, 1, 0, 0.5],
  [0, 0, 1, 0.5],
] as const;

function tinyGraph(batch: string | 1): Uint8Array {
  const graph = message((w) => {
    w.bytes(1, node("GlobalAveragePool", ["pixel_values"], "pooled"));
    w.bytes(1, node("Flatten", ["pooled"], "channels"));
    w.bytes(1, node("MatMul", ["channels", "weights"], "image_embeds"));
    w.text(2, "tiny");
    w.bytes(5, weights());
    w.bytes(11, value("pixel_values", [batch, 3, 8, 8]));
    w.bytes(12, value("image_embeds", [batch, 4]));
  });
  return message((w) => {
    w.varint(1, 8);
    w.bytes(7, graph);
    w.bytes(
      8,
      message((opset) => opset.varint(2, 13)),
    );
  });
}

function node(type: string, inputs: readonly string[], output: string): Uint8Array {
  return message((w) => {
    for (const input of inputs) w.text(1, input);
    w.text(2, output);
    w.text(4, type);
  });
}

function weights(): Uint8Array {
  const data = Float32Array.from(TINY_WEIGHTS.flat());
  return message((w) => {
    w.varint(1, 3);
    w.varint(1, 4);
    w.varint(2, 1);
    w.text(8, "weights");
    w.bytes(9, new Uint8Array(data.buffer));
  });
}

function value(name: string, shape: readonly (string | number)[]): Uint8Array {
  const dims = message((w) => {
    for (const dim of shape) {
      w.bytes(
        1,
        message((d) => (typeof dim === "number" ? d.varint(1, dim) : d.text(2, dim))),
      );
    }
  });
  const tensor = message((w) => {
    w.varint(1, 1);
    w.bytes(2, dims);
  });
  return message((w) => {
    w.text(1, name);
    w.bytes(
      2,
      message((type) => type.bytes(1, tensor)),
    );
  });
}

function message(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  write(writer);
  return writer.finish();
}
