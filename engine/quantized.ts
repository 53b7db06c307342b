// Rows of floats as integers, and products of such rows with 12 bits a number: exact in i32, on plain SIMD.
import { within } from './float'

/** The least and the most of a row, in the first lanes of a vector. */
// @ts-ignore: decorator
@inline
function range(x: usize, k: usize): v128 {
  let low = v128.load(x)
  let high = low
  const end = x + k * 4
  for (let p = x + 16; p < end; p += 16) {
    const value = v128.load(p)
    low = f32x4.min(low, value)
    high = f32x4.max(high, value)
  }
  low = f32x4.min(low, v128.shuffle<f32>(low, low, 2, 3, 0, 1))
  low = f32x4.min(low, v128.shuffle<f32>(low, low, 1, 0, 3, 2))
  high = f32x4.max(high, v128.shuffle<f32>(high, high, 2, 3, 0, 1))
  high = f32x4.max(high, v128.shuffle<f32>(high, high, 1, 0, 3, 2))
  return f32x4.replace_lane(low, 1, f32x4.extract_lane(high, 0))
}

// @ts-ignore: decorator
@inline
function steps(at: usize, low: v128, inverse: v128): v128 {
  const half = f32x4.splat(0.5)
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(f32x4.sub(v128.load(at), low), inverse), half))
}

/**
 * x = low + step q for each row, q from 0 to 4095. A row has a range of its own, so that a score hangs on nothing but
 * its pair. `k` is a multiple of 8. `ranges` takes low and step of each row.
 */
export function quantize(x: usize, q: usize, ranges: usize, m: usize, k: usize): void {
  for (let i: usize = 0; i < m; i++) {
    const bounds = range(x, k)
    const low = f32x4.extract_lane(bounds, 0)
    const width = f32x4.extract_lane(bounds, 1) - low
    store<f32>(ranges, low)
    store<f32>(ranges, width / 4095, 4)
    ranges += 8
    const lows = f32x4.splat(low)
    const inverse = f32x4.splat(width > 0 ? 4095 / width : 0)
    for (const end = x + k * 4; x < end; x += 32) {
      v128.store(q, i16x8.narrow_i32x4_s(steps(x, lows, inverse), steps(x + 16, lows, inverse)))
      q += 16
    }
  }
}

/** What an integer product stands for: step scale dot + low sum + bias. */
// @ts-ignore: decorator
@inline
function finish(at: usize, left: v128, right: v128, range: usize, columns: usize): void {
  const low = v128.load32_splat(range)
  const step = v128.load32_splat(range, 4)
  v128.store(at, float(left, low, step, columns))
  v128.store(at, float(right, low, step, columns + 16), 16)
}

/** `columns`: of eight columns the scales, the sums (scaled) and the biases. */
// @ts-ignore: decorator
@inline
function float(dot: v128, low: v128, step: v128, columns: usize): v128 {
  const scaled = f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(dot), v128.load(columns)), step)
  return f32x4.add(f32x4.add(scaled, f32x4.mul(low, v128.load(columns, 32))), v128.load(columns, 64))
}

/** c = a b + bias: `a` rows of 16-bit integers with `ranges`, `b` in panels [n / 8][k / 2][8][2]. */
export function gemmWords(
  a: usize, ranges: usize, b: usize, columns: usize, c: usize, m: usize, n: usize, k: usize,
): void {
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k * 2
    for (let i: usize = 0; i < m; i += 4) {
      const i1 = within(i + 1, m)
      const i2 = within(i + 2, m)
      const i3 = within(i + 3, m)
      let a0 = a + i * k * 2
      let a1 = a + i1 * k * 2
      let a2 = a + i2 * k * 2
      let a3 = a + i3 * k * 2
      let c00 = i32x4.splat(0)
      let c01 = c00
      let c10 = c00
      let c11 = c00
      let c20 = c00
      let c21 = c00
      let c30 = c00
      let c31 = c00
      const end = panel + k * 16
      for (let p = panel; p < end; p += 32) {
        const b0 = v128.load(p)
        const b1 = v128.load(p, 16)
        const x0 = v128.load32_splat(a0)
        c00 = i32x4.add(c00, i32x4.dot_i16x8_s(x0, b0))
        c01 = i32x4.add(c01, i32x4.dot_i16x8_s(x0, b1))
        const x1 = v128.load32_splat(a1)
        c10 = i32x4.add(c10, i32x4.dot_i16x8_s(x1, b0))
        c11 = i32x4.add(c11, i32x4.dot_i16x8_s(x1, b1))
        const x2 = v128.load32_splat(a2)
        c20 = i32x4.add(c20, i32x4.dot_i16x8_s(x2, b0))
        c21 = i32x4.add(c21, i32x4.dot_i16x8_s(x2, b1))
        const x3 = v128.load32_splat(a3)
        c30 = i32x4.add(c30, i32x4.dot_i16x8_s(x3, b0))
        c31 = i32x4.add(c31, i32x4.dot_i16x8_s(x3, b1))
        a0 += 4
        a1 += 4
        a2 += 4
        a3 += 4
      }
      const column = c + j * 4
      const bounds = columns + j * 12
      finish(column + i * n * 4, c00, c01, ranges + i * 8, bounds)
      finish(column + i1 * n * 4, c10, c11, ranges + i1 * 8, bounds)
      finish(column + i2 * n * 4, c20, c21, ranges + i2 * 8, bounds)
      finish(column + i3 * n * 4, c30, c31, ranges + i3 * 8, bounds)
    }
  }
}
