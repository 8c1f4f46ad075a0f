/** A square matrix, float64, row after row. */
export type Matrix = Float64Array;

/**
 * How vectors of one class differ among themselves: the covariance of each from its class's mean,
 * averaged over all vectors.
 *
 * @param vectors float32, all of the same length.
 * @param classes one of each vector; a class of one tells nothing and is left out.
 * @returns `[dims × dims]`.
 * @throws {RangeError} when no class has two vectors.
 */
export function withinClassCovariance(
  vectors: readonly Float32Array[],
  classes: readonly string[],
): Matrix {
  const members = new Map<string, Float32Array[]>();
  vectors.forEach((vector, i) => {
    const name = classes[i] ?? "";
    members.set(name, [...(members.get(name) ?? []), vector]);
  });
  const groups = [...members.values()].filter((group) => group.length > 1);
  if (groups.length === 0) throw new RangeError("Expected a class of two vectors but none is");
  const dims = vectors[0]?.length ?? 0;
  const covariance = new Float64Array(dims * dims);
  let count = 0;
  for (const group of groups) {
    const mean = meanOf(group, dims);
    for (const vector of group) {
      const apart = Float64Array.from(vector, (value, i) => value - (mean[i] ?? 0));
      addOuter(covariance, apart);
      count++;
    }
  }
  return covariance.map((value) => value / count);
}

/**
 * Adds a share of the mean variance to every direction, so that one which hardly varies in the
 * vectors at hand is not blown up.
 */
export function shrink(covariance: Matrix, share: number): Matrix {
  const dims = Math.sqrt(covariance.length);
  const added = share * (trace(covariance) / dims);
  return covariance.map((value, at) => (at % (dims + 1) === 0 ? value + added : value));
}

/** Iterations of {@link inverseRoot}: more than any covariance whose eigenvalues span 10⁶ needs. */
const ITERATIONS = 40;

/**
 * The inverse of the square root of a symmetric positive definite matrix, by the coupled Newton–Schulz
 * iteration (Higham, Functions of Matrices, 2008, eq. 6.35).
 *
 * @returns up to a positive factor: what is normalised afterwards need not know it.
 */
export function inverseRoot(matrix: Matrix): Matrix {
  const dims = Math.sqrt(matrix.length);
  const norm = Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0));
  let root: Matrix = matrix.map((value) => value / norm);
  let inverse = identity(dims);
  for (let i = 0; i < ITERATIONS; i++) {
    const product = multiply(inverse, root, dims);
    const step = product.map((value, at) => (at % (dims + 1) === 0 ? 1.5 : 0) - value / 2);
    root = multiply(root, step, dims);
    inverse = multiply(step, inverse, dims);
  }
  return inverse;
}

function multiply(a: Matrix, b: Matrix, dims: number): Matrix {
  const product = new Float64Array(dims * dims);
  for (let i = 0; i < dims; i++) {
    for (let k = 0; k < dims; k++) {
      const factor = a[i * dims + k] ?? 0;
      for (let j = 0; j < dims; j++) {
        const at = i * dims + j;
        product[at] = (product[at] ?? 0) + factor * (b[k * dims + j] ?? 0);
      }
    }
  }
  return product;
}

function identity(dims: number): Matrix {
  return Float64Array.from({ length: dims * dims }, (_, at) => (at % (dims + 1) === 0 ? 1 : 0));
}

function trace(matrix: Matrix): number {
  const dims = Math.sqrt(matrix.length);
  return matrix.reduce((sum, value, at) => (at % (dims + 1) === 0 ? sum + value : sum), 0);
}

function meanOf(group: readonly Float32Array[], dims: number): Float64Array {
  const mean = new Float64Array(dims);
  for (const vector of group) {
    vector.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / group.length;
    });
  }
  return mean;
}

function addOuter(sum: Matrix, vector: Float64Array): void {
  const dims = vector.length;
  for (let i = 0; i < dims; i++) {
    for (let j = 0; j < dims; j++) {
      const at = i * dims + j;
      sum[at] = (sum[at] ?? 0) + (vector[i] ?? 0) * (vector[j] ?? 0);
    }
  }
}
