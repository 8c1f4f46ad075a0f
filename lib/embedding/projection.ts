import { AppError } from "@/lib/errors";

/**
 * A square matrix that an output's vectors are multiplied with before they are normalised
 * (`models/README.md`).
 *
 * @param bytes float32, little-endian, `[dims × dims]`, row after row.
 * @throws {AppError} `model_invalid` for any other length and for values that are no numbers.
 */
export function readProjection(bytes: Buffer, dims: number, file: string): Float32Array {
  if (bytes.length !== 4 * dims * dims) {
    throw new AppError(
      "model_invalid",
      `Expected ${dims} × ${dims} float32 in ${file} but it has ${bytes.length} bytes. Correct the manifest.`,
    );
  }
  const matrix = Float32Array.from({ length: dims * dims }, (_, i) => bytes.readFloatLE(4 * i));
  if (!matrix.every(Number.isFinite)) {
    throw new AppError("model_invalid", `Expected numbers in ${file} but some are none.`);
  }
  return matrix;
}

/**
 * Multiplies each row; 65,000 products for 256 dims, where the model makes some 10⁹.
 *
 * @param rows float32, `[n × dims]`.
 * @param matrix float32, `[dims × dims]`, row after row.
 * @returns float32, `[n × dims]`: `matrix · row`, not normalised.
 */
export function project(rows: Float32Array, matrix: Float32Array): Float32Array {
  const dims = Math.sqrt(matrix.length);
  const projected = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += dims) {
    for (let i = 0; i < dims; i++) {
      let sum = 0;
      for (let j = 0; j < dims; j++) sum += (matrix[i * dims + j] ?? 0) * (rows[start + j] ?? 0);
      projected[start + i] = sum;
    }
  }
  return projected;
}
