// AssemblyScript, compiled by build-kernel.mjs to dist/scan-kernel.wasm. Memory is shared with the
// main thread, which writes the rows; addresses are given by lib/store/scan/arena-layout.ts.

// @ts-nocheck: not TypeScript; `usize`, `v128` and their like are AssemblyScript's.

/** Sum of the four lanes of an i32x4. */
// @ts-ignore: decorator
@inline
function sumI32(v: v128): i32 {
  const pairs = i32x4.add(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

// @ts-ignore: decorator
@inline
function sumF32(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** Dot product of `chunks` × 16 int8 codes with as many int16 query values, exact in int32. */
// @ts-ignore: decorator
@inline
function dotBlock(codes: usize, query: usize, chunks: i32): i32 {
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let i = 0; i < chunks; i++) {
    const row = v128.load(codes);
    low = i32x4.add(low, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(row), v128.load(query)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(row), v128.load(query, 16)));
    codes += 16;
    query += 32;
  }
  return sumI32(i32x4.add(low, high));
}

/**
 * Approximate score and error bound of `rows` consecutive rows. A block's chunk count in `active`
 * is negative when the query's block is zero: its codes are stepped over, not read.
 */
export function scanRows(
  rows: i32,
  codes: usize,
  scales: usize,
  errors: usize,
  query: usize,
  queryScales: usize,
  queryNorms: usize,
  blocks: usize,
  scores: usize,
  bounds: usize,
): void {
  const c0 = load<i32>(blocks, 0);
  const c1 = load<i32>(blocks, 4);
  const c2 = load<i32>(blocks, 8);
  const c3 = load<i32>(blocks, 12);
  const o1 = <usize>(abs(c0) * 16);
  const o2 = o1 + <usize>(abs(c1) * 16);
  const o3 = o2 + <usize>(abs(c2) * 16);
  const stride = o3 + <usize>(abs(c3) * 16);
  const qs = v128.load(queryScales);
  const qn = v128.load(queryNorms);
  for (let row = 0; row < rows; row++) {
    const sums = i32x4.replace_lane(
      i32x4.replace_lane(
        i32x4.replace_lane(
          i32x4.splat(dotBlock(codes, query, c0)),
          1,
          dotBlock(codes + o1, query + (o1 << 1), c1),
        ),
        2,
        dotBlock(codes + o2, query + (o2 << 1), c2),
      ),
      3,
      dotBlock(codes + o3, query + (o3 << 1), c3),
    );
    const scaled = f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(sums), v128.load(scales)), qs);
    store<f32>(scores, sumF32(scaled));
    store<f32>(bounds, sumF32(f32x4.mul(v128.load(errors), qn)));
    codes += stride;
    scales += 16;
    errors += 16;
    scores += 4;
    bounds += 4;
  }
}

/**
 * Exact scores of rows side by side: products and sums in float64, in one fixed order for every
 * row, so that equal vectors have equal scores; rounded to float32 once.
 */
export function rescore(
  count: i32,
  energies: usize,
  dims: i32,
  query: usize,
  scores: usize,
): void {
  const quads = dims >> 2;
  for (let i = 0; i < count; i++) {
    let x = energies;
    let q = query;
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let j = 0; j < quads; j++) {
      const four = v128.load(x);
      even = f64x2.add(even, f64x2.mul(f64x2.promote_low_f32x4(four), v128.load(q)));
      odd = f64x2.add(
        odd,
        f64x2.mul(f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 0, 1)), v128.load(q, 16)),
      );
      x += 16;
      q += 32;
    }
    let sum =
      f64x2.extract_lane(even, 0) +
      f64x2.extract_lane(even, 1) +
      (f64x2.extract_lane(odd, 0) + f64x2.extract_lane(odd, 1));
    for (let j = quads << 2; j < dims; j++) {
      sum += <f64>load<f32>(x) * load<f64>(q);
      x += 4;
      q += 8;
    }
    store<f32>(scores, <f32>sum);
    energies += <usize>dims << 2;
    scores += 4;
  }
}

/** Dot product of `dims` float32 values, in float32. */
// @ts-ignore: decorator
@inline
function dotF32(a: usize, b: usize, dims: i32): f32 {
  const quads = dims >> 2;
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let i = 0;
  for (; i + 1 < quads; i += 2) {
    even = f32x4.add(even, f32x4.mul(v128.load(a), v128.load(b)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    a += 32;
    b += 32;
  }
  if (i < quads) {
    even = f32x4.add(even, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum = sumF32(f32x4.add(even, odd));
  for (let j = quads << 2; j < dims; j++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/**
 * Similarities of one row to `count` others, block by block: `out[block × count + i]`.
 *
 * @param others addresses of the other rows' energies, u32 each.
 * @param blocks four pairs of i32: the block's offset in floats, its dims.
 */
export function similarities(
  energy: usize,
  count: i32,
  others: usize,
  blocks: usize,
  out: usize,
): void {
  for (let block = 0; block < 4; block++) {
    const offset = <usize>(load<i32>(blocks) << 2);
    const dims = load<i32>(blocks, 4);
    let address = others;
    for (let i = 0; i < count; i++) {
      store<f32>(out, dotF32(energy + offset, <usize>load<u32>(address) + offset, dims));
      address += 4;
      out += 4;
    }
    blocks += 8;
  }
}
