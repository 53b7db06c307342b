import { firstKey, keysOf } from './attention-window'
import { gemmFloat } from './gemm-float'
import { constant, larger, largest, madd, rounding, total } from './simd'

/** Queries at a time: their scores stay in the cache, and memory grows with the length and not with its square. */
const BLOCK: usize = 64

/** Floats of scratch memory that {@link attention} needs. */
export function attentionScratch(length: usize, width: usize): usize {
  const padded = (length + 7) & ~7
  return padded * width * 2 + BLOCK * padded + BLOCK
}

/**
 * Softmax(q k^T) v, head by head; q is scaled already. All are rows of `heads * width` floats: `m` queries, `length`
 * keys and values. `width` is a multiple of 8. A query sees the keys that are at most `reach` places from its own.
 */
export function attention(
  q: usize, k: usize, v: usize, to: usize, m: usize, length: usize, heads: usize, width: usize, scratch: usize,
  reach: usize,
): void {
  const stride = heads * width * 4
  const padded: usize = (length + 7) & ~7
  const keys = scratch
  const values = keys + padded * width * 4
  const scores = values + padded * width * 4
  const factors = scores + BLOCK * padded * 4
  for (let head: usize = 0; head < heads; head++) {
    const offset = head * width * 4
    packKeys(k + offset, stride, keys, length, width)
    packValues(v + offset, stride, values, length, width)
    for (let i: usize = 0; i < m; i += BLOCK) {
      const rows = min(BLOCK, m - i)
      const from = firstKey(i, reach)
      const count = keysOf(i, rows, length, reach)
      const seen: usize = (count + 7) & ~7
      const near = keys + from * width * 4
      gemmFloat(q + offset + i * stride, stride, near, scores, padded * 4, rows, seen, width, 0)
      if (reach < length) hideFar(scores, padded * 4, i - from, rows, count, reach)
      softmax(scores, padded * 4, factors, rows, count)
      const mixed = to + offset + i * stride
      // Panel by panel, since a part of the rows is taken of each.
      for (let j: usize = 0; j < width; j += 8) {
        const panel = values + (j * length + from * 8) * 4
        gemmFloat(scores, padded * 4, panel, mixed + j * 4, stride, rows, 8, count, 0)
      }
      scaleRows(mixed, stride, factors, rows, width)
    }
  }
}

/** [length][width] as panels of eight keys: [length / 8][width][8], zero past the end. */
function packKeys(from: usize, stride: usize, to: usize, length: usize, width: usize): void {
  for (let j: usize = 0; j < length; j += 8) {
    for (let o: usize = 0; o < 8; o++) {
      const row = from + (j + o) * stride
      const column = to + j * width * 4 + o * 4
      if (j + o < length) {
        for (let i: usize = 0; i < width; i++) store<f32>(column + i * 32, load<f32>(row + i * 4))
      } else {
        for (let i: usize = 0; i < width; i++) store<f32>(column + i * 32, 0)
      }
    }
  }
}

/** [length][width] as panels of eight columns: [width / 8][length][8]. */
function packValues(from: usize, stride: usize, to: usize, length: usize, width: usize): void {
  for (let j: usize = 0; j < width; j += 8) {
    for (let i: usize = 0; i < length; i++) {
      const row = from + i * stride + j * 4
      v128.store(to, v128.load(row))
      v128.store(to, v128.load(row, 16), 16)
      to += 32
    }
  }
}

/** The lowest score where a query does not reach; `place` is the first query's among the keys. */
function hideFar(x: usize, stride: usize, place: usize, m: usize, count: usize, reach: usize): void {
  for (let i: usize = 0; i < m; i++) {
    const at = place + i
    for (let j: usize = 0; j + reach < at; j++) store<f32>(x + j * 4, -f32.MAX_VALUE)
    for (let j = at + reach + 1; j < count; j++) store<f32>(x + j * 4, -f32.MAX_VALUE)
    x += stride
  }
}

/** The lowest power, 1 / ln 2, ln 2 in two parts, and e^r from the highest power. */
const EXP = memory.data<f32>([
  -87, 1.4426950408889634, -0.693359375, 2.12194440e-4, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3,
  4.1665795894e-2, 1.6666665459e-1, 0.5, 1,
])

/** Rows of scores to e^(score - highest), and to `factors` one by the sum of each row. */
function softmax(x: usize, stride: usize, factors: usize, m: usize, length: usize): void {
  const bytes = (length * 4 + 15) & ~15
  const round = rounding()
  for (let i: usize = 0; i < m; i++) {
    // What fills the last vector up must count for nothing.
    for (let o = length * 4; o < bytes; o += 4) store<f32>(x + o, -f32.MAX_VALUE)
    let highest = v128.load(x)
    for (let o: usize = 16; o < bytes; o += 16) highest = larger(highest, v128.load(x + o))
    highest = f32x4.splat(largest(highest))
    let sum = f32x4.splat(0)
    for (let o: usize = 0; o < bytes; o += 16) {
      const power = exp(f32x4.sub(v128.load(x + o), highest), round)
      v128.store(x + o, power)
      sum = f32x4.add(sum, power)
    }
    store<f32>(factors + i * 4, 1 / total(sum))
    x += stride
  }
}

/** e^x of numbers that are not above 0, within 2e-7 of themselves. */
// @ts-ignore: decorator
@inline
function exp(x: v128, round: v128): v128 {
  const bounded = larger(x, constant(EXP, 0))
  const rounded = f32x4.add(f32x4.mul(bounded, constant(EXP, 1)), round)
  const n = f32x4.sub(rounded, round)
  let r = madd(n, constant(EXP, 2), bounded)
  r = madd(n, constant(EXP, 3), r)
  let p = madd(r, constant(EXP, 4), constant(EXP, 5))
  p = madd(r, p, constant(EXP, 6))
  p = madd(r, p, constant(EXP, 7))
  p = madd(r, p, constant(EXP, 8))
  p = madd(r, p, constant(EXP, 9))
  p = f32x4.add(madd(f32x4.mul(r, r), p, r), constant(EXP, 10))
  return i32x4.add(p, i32x4.shl(rounded, 23))
}

function scaleRows(x: usize, stride: usize, factors: usize, m: usize, n: usize): void {
  for (let i: usize = 0; i < m; i++) {
    const factor = v128.load32_splat(factors + i * 4)
    for (let o: usize = 0; o < n * 4; o += 16) v128.store(x + o, f32x4.mul(v128.load(x + o), factor))
    x += stride
  }
}
