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

/** Below any score: of a row that must not be found. */
const NONE: f32 = -Infinity;

/**
 * Which of `groups` × 16 rows a search may return: born by its moment, not dead by it, and passing its
 * filter; 255 a byte for a row that is, else 0.
 *
 * @param filter 16 bytes: 255 for each kind that passes; then i32 each: how many licences are listed (−1
 *   when they do not matter), how many sources likewise, whether years matter, the first and the last.
 * @returns how many rows are.
 */
export function maskRows(
  groups: i32,
  born: usize,
  died: usize,
  moment: u32,
  kinds: usize,
  licences: usize,
  sources: usize,
  years: usize,
  filter: usize,
  licenceList: usize,
  sourceList: usize,
  mask: usize,
): i32 {
  const passing = v128.load(filter);
  const licenceCount = load<i32>(filter, 16);
  const sourceCount = load<i32>(filter, 20);
  const hasYears = load<i32>(filter, 24);
  const yearFrom = i32x4.splat(load<i32>(filter, 28));
  const yearTo = i32x4.splat(load<i32>(filter, 32));
  const now = i32x4.splat(moment);
  let count = 0;
  for (let group = 0; group < groups; group++) {
    let m = narrow(
      v128.and(i32x4.le_u(v128.load(born), now), i32x4.gt_u(v128.load(died), now)),
      v128.and(i32x4.le_u(v128.load(born, 16), now), i32x4.gt_u(v128.load(died, 16), now)),
      v128.and(i32x4.le_u(v128.load(born, 32), now), i32x4.gt_u(v128.load(died, 32), now)),
      v128.and(i32x4.le_u(v128.load(born, 48), now), i32x4.gt_u(v128.load(died, 48), now)),
    );
    m = v128.and(m, i8x16.swizzle(passing, v128.load(kinds)));
    if (licenceCount >= 0 && v128.any_true(m)) m = v128.and(m, listed(licences, licenceList, licenceCount));
    if (sourceCount >= 0 && v128.any_true(m)) m = v128.and(m, listed(sources, sourceList, sourceCount));
    if (hasYears && v128.any_true(m)) {
      m = v128.and(
        m,
        narrow(
          within(v128.load(years), yearFrom, yearTo),
          within(v128.load(years, 16), yearFrom, yearTo),
          within(v128.load(years, 32), yearFrom, yearTo),
          within(v128.load(years, 48), yearFrom, yearTo),
        ),
      );
    }
    v128.store(mask, m);
    count += popcnt(i8x16.bitmask(m));
    born += 64;
    died += 64;
    kinds += 16;
    licences += 64;
    sources += 64;
    years += 64;
    mask += 16;
  }
  return count;
}

/** Four times four lanes of all or no bits as 16 bytes of such. */
// @ts-ignore: decorator
@inline
function narrow(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

// @ts-ignore: decorator
@inline
function within(values: v128, from: v128, to: v128): v128 {
  return v128.and(i32x4.ge_s(values, from), i32x4.le_s(values, to));
}

/** Which of 16 codes are among `count` listed ones. */
function listed(codes: usize, list: usize, count: i32): v128 {
  const a = v128.load(codes);
  const b = v128.load(codes, 16);
  const c = v128.load(codes, 32);
  const d = v128.load(codes, 48);
  let ma = i32x4.splat(0);
  let mb = ma;
  let mc = ma;
  let md = ma;
  for (let i = 0; i < count; i++) {
    const one = i32x4.splat(load<i32>(list + (<usize>i << 2)));
    ma = v128.or(ma, i32x4.eq(a, one));
    mb = v128.or(mb, i32x4.eq(b, one));
    mc = v128.or(mc, i32x4.eq(c, one));
    md = v128.or(md, i32x4.eq(d, one));
  }
  return narrow(ma, mb, mc, md);
}

/** The four float32 whose upper halves are the lower four of 8 × 16 bits. */
// @ts-ignore: decorator
@inline
function widenLow(v: v128): v128 {
  return i32x4.shl(i32x4.extend_low_i16x8_u(v), 16);
}

// @ts-ignore: decorator
@inline
function widenHigh(v: v128): v128 {
  return i32x4.shl(i32x4.extend_high_i16x8_u(v), 16);
}

/**
 * By bit codes (lib/store/scan/bit-codes.ts), for `groups` × 16 rows: what a row's score does not exceed,
 * an estimate and `confidence` times its deviation; −Infinity for rows that are masked. Block by block, as
 * their codes lie: estimates and variances so far wait in the first-level cache.
 *
 * @param groups an even number. @param bits the segment's; each block's groups lie at its own offset.
 * @param query 48 bytes a block: i32 bytes of its codes, i32 whether it takes part, u32 the address of its
 *   tables, f32 the step of their entries, f32 what a sum of zeros stands for, f32 ‖q‖², f32 the least
 *   of it that an estimate is unsure of, f32 the variance that rounding the tables makes, u32 its offset.
 * @param variances room for `groups` × 16 f32.
 */
export function scanBits(
  groups: i32,
  bits: usize,
  mask: usize,
  query: usize,
  confidence: f32,
  uppers: usize,
  variances: usize,
): void {
  let isFirst = true;
  for (let block = 0; block < 4; block++) {
    if (load<i32>(query, 4)) {
      scanBlock(groups, bits + <usize>load<u32>(query, 32), mask, query, isFirst, uppers, variances);
      isFirst = false;
    }
    query += 48;
  }
  const none = f32x4.splat(NONE);
  const sure = f32x4.splat(confidence);
  for (let group = 0; group < groups; group++) {
    const alive = v128.load(mask);
    const low = i16x8.extend_low_i8x16_s(alive);
    const high = i16x8.extend_high_i8x16_s(alive);
    storeUpper(uppers, variances, isFirst, sure, i32x4.extend_low_i16x8_s(low), none);
    storeUpper(uppers + 16, variances + 16, isFirst, sure, i32x4.extend_high_i16x8_s(low), none);
    storeUpper(uppers + 32, variances + 32, isFirst, sure, i32x4.extend_low_i16x8_s(high), none);
    storeUpper(uppers + 48, variances + 48, isFirst, sure, i32x4.extend_high_i16x8_s(high), none);
    mask += 16;
    uppers += 64;
    variances += 64;
  }
}

/**
 * Adds one block's estimates and variances to those so far. Each half byte of codes picks one of 16 table
 * entries, for 16 rows in one instruction (FastScan: André et al., VLDB 2015); two groups share the tables
 * that were loaded.
 */
function scanBlock(
  groups: i32,
  codes: usize,
  mask: usize,
  q: usize,
  isFirst: bool,
  estimates: usize,
  variances: usize,
): void {
  const nibble = i8x16.splat(15);
  const bytes = load<i32>(q);
  const tables = <usize>load<u32>(q, 8);
  for (let group = 0; group < groups; group += 2) {
    let at = codes;
    codes += <usize>(bytes + 4) << 5;
    if (v128.any_true(v128.or(v128.load(mask), v128.load(mask, 16)))) {
      let table = tables;
      let even = i16x8.splat(0);
      let odd = even;
      let otherEven = even;
      let otherOdd = even;
      for (let i = 0; i < bytes; i += 2) {
        const t0 = v128.load(table);
        const t1 = v128.load(table, 16);
        const t2 = v128.load(table, 32);
        const t3 = v128.load(table, 48);
        let four = fourEntries(v128.load(at), v128.load(at, 32), t0, t1, t2, t3, nibble);
        even = i16x8.add(even, four);
        odd = i16x8.add(odd, i16x8.shr_u(four, 8));
        four = fourEntries(v128.load(at, 16), v128.load(at, 48), t0, t1, t2, t3, nibble);
        otherEven = i16x8.add(otherEven, four);
        otherOdd = i16x8.add(otherOdd, i16x8.shr_u(four, 8));
        at += 64;
        table += 64;
      }
      addGroup(even, odd, at, q, isFirst, estimates, variances);
      addGroup(otherEven, otherOdd, at + 32, q, isFirst, estimates + 64, variances + 64);
    }
    mask += 32;
    estimates += 128;
    variances += 128;
  }
}

/** The sum of the entries that two bytes of codes pick, of 16 rows: each up to 63, so four do not carry. */
// @ts-ignore: decorator
@inline
function fourEntries(a: v128, b: v128, t0: v128, t1: v128, t2: v128, t3: v128, nibble: v128): v128 {
  return i8x16.add(
    i8x16.add(
      i8x16.swizzle(t0, v128.and(a, nibble)),
      i8x16.swizzle(t1, v128.and(i16x8.shr_u(a, 4), nibble)),
    ),
    i8x16.add(
      i8x16.swizzle(t2, v128.and(b, nibble)),
      i8x16.swizzle(t3, v128.and(i16x8.shr_u(b, 4), nibble)),
    ),
  );
}

/** @param factors of a group's 16 rows, bfloat16; 64 bytes on their spreads. */
// @ts-ignore: decorator
@inline
function addGroup(
  even: v128,
  odd: v128,
  factors: usize,
  q: usize,
  isFirst: bool,
  estimates: usize,
  variances: usize,
): void {
  // The odd rows' sums were added to the even ones' as upper halves.
  const own = i16x8.sub(even, i16x8.shl(odd, 8));
  const low = i16x8.shuffle(own, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = i16x8.shuffle(own, odd, 4, 12, 5, 13, 6, 14, 7, 15);
  const fLow = v128.load(factors);
  const fHigh = v128.load(factors, 16);
  const sLow = v128.load(factors, 64);
  const sHigh = v128.load(factors, 80);
  addFour(i32x4.extend_low_i16x8_u(low), widenLow(fLow), widenLow(sLow), q, isFirst, estimates, variances);
  addFour(i32x4.extend_high_i16x8_u(low), widenHigh(fLow), widenHigh(sLow), q, isFirst, estimates + 16, variances + 16);
  addFour(i32x4.extend_low_i16x8_u(high), widenLow(fHigh), widenLow(sHigh), q, isFirst, estimates + 32, variances + 32);
  addFour(i32x4.extend_high_i16x8_u(high), widenHigh(fHigh), widenHigh(sHigh), q, isFirst, estimates + 48, variances + 48);
}

// @ts-ignore: decorator
@inline
function addFour(
  sums: v128,
  factors: v128,
  spreads: v128,
  q: usize,
  isFirst: bool,
  estimates: usize,
  variances: usize,
): void {
  let e = estimate(sums, factors, v128.load32_splat(q, 12), v128.load32_splat(q, 16));
  let v = variance(e, factors, spreads, q);
  if (!isFirst) {
    e = f32x4.add(e, v128.load(estimates));
    v = f32x4.add(v, v128.load(variances));
  }
  v128.store(estimates, e);
  v128.store(variances, v);
}

// @ts-ignore: decorator
@inline
function estimate(sums: v128, factors: v128, step: v128, least: v128): v128 {
  return f32x4.mul(factors, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sums), step), least));
}

/** The part of the query at a right angle to a unit row is what its estimate is unsure of. */
// @ts-ignore: decorator
@inline
function variance(estimates: v128, factors: v128, spreads: v128, q: usize): v128 {
  const unsure = f32x4.max(
    f32x4.sub(v128.load32_splat(q, 20), f32x4.mul(estimates, estimates)),
    v128.load32_splat(q, 24),
  );
  return f32x4.add(
    f32x4.mul(f32x4.mul(spreads, spreads), unsure),
    f32x4.mul(f32x4.mul(factors, factors), v128.load32_splat(q, 28)),
  );
}

/** Of four rows; zero where no block takes part. */
// @ts-ignore: decorator
@inline
function storeUpper(uppers: usize, variances: usize, isZero: bool, sure: v128, alive: v128, none: v128): void {
  let upper = f32x4.splat(0);
  if (!isZero) upper = f32x4.add(v128.load(uppers), f32x4.mul(sure, f32x4.sqrt(v128.load(variances))));
  v128.store(uppers, v128.bitselect(upper, none, alive));
}

// Where the blocks of the query that `setQuery` was given stand.
let query0: usize = 0;
let c0: i32 = 0;
let c1: i32 = 0;
let c2: i32 = 0;
let c3: i32 = 0;
let o1: usize = 0;
let o2: usize = 0;
let o3: usize = 0;
let scales0: v128 = i32x4.splat(0);
let norms0: v128 = i32x4.splat(0);

/**
 * Takes a query in int16 for {@link scanRows} and {@link boundRows}.
 *
 * @param blocks chunks of 16 codes a block, i32; negative when the query's block is zero: its codes are
 *   stepped over, not read.
 */
export function setQuery(query: usize, scales: usize, norms: usize, blocks: usize): void {
  query0 = query;
  c0 = load<i32>(blocks, 0);
  c1 = load<i32>(blocks, 4);
  c2 = load<i32>(blocks, 8);
  c3 = load<i32>(blocks, 12);
  o1 = <usize>(abs(c0) * 16);
  o2 = o1 + <usize>(abs(c1) * 16);
  o3 = o2 + <usize>(abs(c2) * 16);
  scales0 = v128.load(scales);
  norms0 = v128.load(norms);
}

/** Approximate score of a row: 16 bytes of scales and errors, then its codes. */
// @ts-ignore: decorator
@inline
function scoreOf(row: usize, head: v128): f32 {
  const codes = row + 16;
  const sums = i32x4.replace_lane(
    i32x4.replace_lane(
      i32x4.replace_lane(
        i32x4.splat(dotBlock(codes, query0, c0)),
        1,
        dotBlock(codes + o1, query0 + (o1 << 1), c1),
      ),
      2,
      dotBlock(codes + o2, query0 + (o2 << 1), c2),
    ),
    3,
    dotBlock(codes + o3, query0 + (o3 << 1), c3),
  );
  return sumF32(f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(sums), widenLow(head)), scales0));
}

/** How far off that can be. */
// @ts-ignore: decorator
@inline
function errorOf(head: v128): f32 {
  return sumF32(f32x4.mul(widenHigh(head), norms0));
}

/** What the score of each row cannot exceed, by int8 codes; −Infinity for rows that are masked. */
export function scanRows(count: i32, rows: usize, rowBytes: usize, mask: usize, uppers: usize): void {
  for (let i = 0; i < count; i++) {
    if (load<u8>(mask)) {
      const head = v128.load(rows);
      store<f32>(uppers, scoreOf(rows, head) + errorOf(head));
    } else {
      store<f32>(uppers, NONE);
    }
    rows += rowBytes;
    mask++;
    uppers += 4;
  }
}

/**
 * By int8 codes, what the scores of chosen rows are at least and at most.
 *
 * @param slots u32 each. @param segments where the first segment's rows begin.
 * @param segmentBytes from one segment to the next; it holds 4,096 rows.
 */
export function boundRows(
  count: i32,
  slots: usize,
  segments: usize,
  segmentBytes: usize,
  rowBytes: usize,
  lowers: usize,
  uppers: usize,
): void {
  for (let i = 0; i < count; i++) {
    const slot = load<u32>(slots);
    const row = segments + <usize>(slot >> 12) * segmentBytes + <usize>(slot & 4095) * rowBytes;
    const head = v128.load(row);
    const score = scoreOf(row, head);
    const error = errorOf(head);
    store<f32>(lowers, score - error);
    store<f32>(uppers, score + error);
    slots += 4;
    lowers += 4;
    uppers += 4;
  }
}

/** Lists the rows whose upper bound is at least `threshold`, from `firstSlot` on. @returns how many. */
export function listAbove(
  groups: i32,
  uppers: usize,
  threshold: f32,
  firstSlot: u32,
  slots: usize,
  values: usize,
): i32 {
  const least = f32x4.splat(threshold);
  let count = 0;
  for (let group = 0; group < groups; group++) {
    const m = narrow(
      f32x4.ge(v128.load(uppers), least),
      f32x4.ge(v128.load(uppers, 16), least),
      f32x4.ge(v128.load(uppers, 32), least),
      f32x4.ge(v128.load(uppers, 48), least),
    );
    for (let left = i8x16.bitmask(m); left !== 0; left &= left - 1) {
      const row = ctz(left);
      store<u32>(slots, firstSlot + row);
      store<f32>(values, load<f32>(uppers + (<usize>row << 2)));
      slots += 4;
      values += 4;
      count++;
    }
    uppers += 64;
    firstSlot += 16;
  }
  return count;
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
