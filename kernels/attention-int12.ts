// Attention with integers of 11 to 12 bits, twice as fast as with floats: exact in i32, on plain SIMD.
import { firstKey, keysOf } from './attention-window'
import { INTEGERS, SCALED, multiplyInt16 } from './gemm-int12'
import { constant, larger, largest, madd, nearest, rounding } from './simd'

/** Queries at a time: their scores stay in the cache, and memory grows with the length and not with its square. */
const BLOCK: usize = 64
/** The largest integer of a query, and of a key or a value where their sums allow it. */
const QMAX: f32 = 4095
/** What e^0 becomes: 2^11. */
const WEIGHT: f32 = 2048
const LARGEST_SUM: f32 = 2147480000

/** Bytes of scratch memory that {@link attentionInt12} needs. */
export function attentionInt12Scratch(length: usize, width: usize): usize {
  const padded = (length + 7) & ~7
  return padded * width * 4 + BLOCK * (width * 2 + padded * 6 + 8) + width * 4 + 256
}

/**
 * Softmax(q k^T) v, head by head; q is scaled already. All are rows of `heads * width` floats: `m` queries, `length`
 * keys and values. `width` is a multiple of 8. Integers have the range of a row (queries), of a head (keys), of a
 * column (values), all of one pair. A query sees the keys that are at most `reach` places from its own.
 */
export function attentionInt12(
  q: usize, k: usize, v: usize, to: usize, m: usize, length: usize, heads: usize, width: usize, scratch: usize,
  reach: usize,
): void {
  const stride = heads * width * 4
  const padded: usize = (length + 7) & ~7
  const keys = scratch
  const values = keys + padded * width * 2
  const queries = values + padded * width * 2
  const scores = queries + BLOCK * width * 2
  const weights = scores + BLOCK * padded * 4
  const rows = weights + BLOCK * padded * 2
  const columns = rows + BLOCK * 4
  const qmax = f32(QMAX)
  const keyQmax = min<f32>(qmax, floor(LARGEST_SUM / (qmax * <f32>width)))
  const valueQmax = min<f32>(qmax, floor(LARGEST_SUM / (WEIGHT * <f32>length)))
  const even = (length + 1) & ~1
  for (let head: usize = 0; head < heads; head++) {
    const offset = head * width * 4
    const keyScale = packKeys(k + offset, stride, keys, length, width, keyQmax)
    packValues(v + offset, stride, values, columns, length, width, valueQmax)
    for (let i: usize = 0; i < m; i += BLOCK) {
      const asking = min(BLOCK, m - i)
      const from = firstKey(i, reach)
      const count = keysOf(i, asking, length, reach)
      const seen: usize = (count + 7) & ~7
      const near = keys + from * width * 2
      packQueries(q + offset + i * stride, stride, queries, rows, asking, width, keyScale)
      multiplyInt16(queries, width * 2, near, scores, seen * 4, asking, seen, width, 0, 0, INTEGERS)
      if (reach < length) hideFar(scores, seen * 4, i - from, asking, count, reach)
      softmax(scores, weights, seen, rows, asking, count)
      const mixed = to + offset + i * stride
      // Panel by panel, since a part of the rows is taken of each.
      for (let j: usize = 0; j < width; j += 8) {
        const panel = values + (j * even + from * 8) * 2
        const column = mixed + j * 4
        multiplyInt16(
          weights, seen * 2, panel, column, stride, asking, 8, (count + 1) & ~1, rows, columns + j * 4, SCALED,
        )
      }
    }
  }
}

/** The largest absolute numbers of a row of `width` floats, and of `soFar`, by lane. */
// @ts-ignore: decorator
@inline
function reach(row: usize, width: usize, soFar: v128): v128 {
  let largest = soFar
  for (const end = row + width * 4; row < end; row += 16) largest = larger(largest, f32x4.abs(v128.load(row)))
  return largest
}

// @ts-ignore: decorator
@inline
function toInt16(from: usize, inverse: v128, round: v128): v128 {
  const left = nearest(f32x4.mul(v128.load(from), inverse), round)
  return i16x8.narrow_i32x4_s(left, nearest(f32x4.mul(v128.load(from, 16), inverse), round))
}

// @ts-ignore: decorator
@inline
function inverseScale(qmax: f32, reach: f32): v128 {
  return f32x4.splat(reach > 0 ? qmax / reach : 0)
}

/** To rows of integers; `rows` takes what one of an integer product with the keys stands for. */
function packQueries(
  from: usize, stride: usize, to: usize, rows: usize, m: usize, width: usize, keyScale: f32,
): void {
  const round = rounding()
  for (let i: usize = 0; i < m; i++) {
    const largestOfRow = largest(reach(from, width, f32x4.splat(0)))
    const inverse = inverseScale(QMAX, largestOfRow)
    store<f32>(rows + i * 4, (largestOfRow / QMAX) * keyScale)
    for (let o: usize = 0; o < width * 4; o += 32) {
      v128.store(to, toInt16(from + o, inverse, round))
      to += 16
    }
    from += stride
  }
}

/** [length][width] as panels of eight keys: [length / 8][width / 2][8][2], zero past the end. Returns the scale. */
function packKeys(from: usize, stride: usize, to: usize, length: usize, width: usize, keyQmax: f32): f32 {
  const round = rounding()
  let all = f32x4.splat(0)
  for (let j: usize = 0; j < length; j++) all = reach(from + j * stride, width, all)
  const largestOfAll = largest(all)
  const inverse = inverseScale(keyQmax, largestOfAll)
  for (let j: usize = 0; j < length; j++) {
    const row = from + j * stride
    let at = to + (j & ~7) * width * 2 + (j & 7) * 4
    for (let o: usize = 0; o < width * 4; o += 32) {
      const pairs = toInt16(row + o, inverse, round)
      v128.store32_lane(at, pairs, 0)
      v128.store32_lane(at, pairs, 1, 32)
      v128.store32_lane(at, pairs, 2, 64)
      v128.store32_lane(at, pairs, 3, 96)
      at += 128
    }
  }
  for (let j = length; j & 7; j++) {
    const at = to + (j & ~7) * width * 2 + (j & 7) * 4
    for (let o: usize = 0; o < width * 16; o += 32) store<i32>(at + o, 0)
  }
  return largestOfAll / keyQmax
}

/** [length][width] as panels of eight columns: [width / 8][length / 2][8][2], zero past the end; scales to `columns`. */
function packValues(
  from: usize, stride: usize, to: usize, columns: usize, length: usize, width: usize, valueQmax: f32,
): void {
  const padded: usize = (length + 7) & ~7
  const even = (length + 1) & ~1
  const round = rounding()
  for (let j: usize = 0; j < width; j += 8) {
    const first = from + j * 4
    let left = f32x4.splat(0)
    let right = left
    for (let i: usize = 0; i < length; i++) {
      left = larger(left, f32x4.abs(v128.load(first + i * stride)))
      right = larger(right, f32x4.abs(v128.load(first + i * stride, 16)))
    }
    const qmax = f32x4.splat(valueQmax)
    v128.store(columns + j * 4, f32x4.div(left, qmax))
    v128.store(columns + j * 4, f32x4.div(right, qmax), 16)
    // A column of zeros: its integers are zero whatever the factor, so long as it is finite.
    const tiny = f32x4.splat(1e-30)
    left = f32x4.div(qmax, larger(left, tiny))
    right = f32x4.div(qmax, larger(right, tiny))
    let at = to + j * even * 2
    for (let i: usize = 0; i < length; i += 2) {
      const one = columnsOf(first + i * stride, left, right, round)
      const two = i + 1 < length ? columnsOf(first + (i + 1) * stride, left, right, round) : i32x4.splat(0)
      v128.store(at, v128.shuffle<i16>(one, two, 0, 8, 1, 9, 2, 10, 3, 11))
      v128.store(at, v128.shuffle<i16>(one, two, 4, 12, 5, 13, 6, 14, 7, 15), 16)
      at += 32
    }
  }
}

// @ts-ignore: decorator
@inline
function columnsOf(from: usize, left: v128, right: v128, round: v128): v128 {
  const one = nearest(f32x4.mul(v128.load(from), left), round)
  return i16x8.narrow_i32x4_s(one, nearest(f32x4.mul(v128.load(from, 16), right), round))
}

/** The lowest score where a query does not reach; `place` is the first query's among the keys. */
function hideFar(x: usize, stride: usize, place: usize, m: usize, count: usize, reach: usize): void {
  for (let i: usize = 0; i < m; i++) {
    const at = place + i
    for (let j: usize = 0; j + reach < at; j++) store<i32>(x + j * 4, i32.MIN_VALUE)
    for (let j = at + reach + 1; j < count; j++) store<i32>(x + j * 4, i32.MIN_VALUE)
    x += stride
  }
}

/** The lowest power, 11, and 2^r from the highest power. */
const POWER = memory.data<f32>([-14, 5.517165983e-2, 2.426111409e-1, 6.932609888e-1, 9.999280725e-1])
const EXPONENT = memory.data<i32>([11])

/**
 * Rows of integer scores to integers e^(score - highest), and each of `rows` from what a score's one stands for to one
 * by the sum of the row. Within 1e-4, where one of an integer is 5e-4.
 */
function softmax(x: usize, to: usize, padded: usize, rows: usize, m: usize, length: usize): void {
  const round = rounding()
  const exponent = constant(EXPONENT, 0)
  const lowest = constant(POWER, 0)
  const c3 = constant(POWER, 1)
  const c2 = constant(POWER, 2)
  const c1 = constant(POWER, 3)
  const c0 = constant(POWER, 4)
  for (let i: usize = 0; i < m; i++) {
    // What fills the last vectors up must count for nothing.
    for (let j = length; j < padded; j++) store<i32>(x + j * 4, i32.MIN_VALUE)
    const end = x + padded * 4
    let highest = v128.load(x)
    let other = v128.load(x, 16)
    for (let p = x + 32; p < end; p += 32) {
      highest = i32x4.max_s(highest, v128.load(p))
      other = i32x4.max_s(other, v128.load(p, 16))
    }
    highest = i32x4.max_s(highest, other)
    highest = i32x4.max_s(highest, v128.shuffle<i32>(highest, highest, 2, 3, 0, 1))
    highest = i32x4.max_s(highest, v128.shuffle<i32>(highest, highest, 1, 0, 3, 2))
    const top = f32x4.convert_i32x4_s(highest)
    const scale = load<f32>(rows + i * 4)
    const factor = f32x4.splat(scale * <f32>1.4426950408889634)
    let sum = i32x4.splat(0)
    for (let p = x; p < end; p += 32) {
      // 2^((score - top) factor) x 2^11 by a polynomial and the exponent.
      const x0 = larger(f32x4.mul(f32x4.sub(f32x4.convert_i32x4_s(v128.load(p)), top), factor), lowest)
      const x1 = larger(f32x4.mul(f32x4.sub(f32x4.convert_i32x4_s(v128.load(p, 16)), top), factor), lowest)
      const n0 = f32x4.add(x0, round)
      const n1 = f32x4.add(x1, round)
      const r0 = f32x4.sub(x0, f32x4.sub(n0, round))
      const r1 = f32x4.sub(x1, f32x4.sub(n1, round))
      let p0 = madd(r0, c3, c2)
      let p1 = madd(r1, c3, c2)
      p0 = madd(r0, p0, c1)
      p1 = madd(r1, p1, c1)
      p0 = madd(r0, p0, c0)
      p1 = madd(r1, p1, c0)
      const left = nearest(i32x4.add(p0, i32x4.shl(i32x4.add(n0, exponent), 23)), round)
      const right = nearest(i32x4.add(p1, i32x4.shl(i32x4.add(n1, exponent), 23)), round)
      sum = i32x4.add(sum, i32x4.add(left, right))
      v128.store(to, i16x8.narrow_i32x4_s(left, right))
      to += 16
    }
    const sums = i32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1))
    const whole = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1)
    // Integers cannot be NaN: what was not finite must not come out as a number.
    store<f32>(rows + i * 4, 1 / <f32>whole + scale * 0)
    x = end
  }
}
