// Rows of floats as integers, and products of such rows with 12 bits a number: exact in i32, on plain SIMD.
import { larger, largest, least, nearest, rounding, smaller, within } from './simd'

/**
 * The quantization range of a row whose integers are 0 to `qmax`, to `range`: its minimum and its scale. `k` is a multiple
 * of 8.
 */
// @ts-ignore: decorator
@inline
export function findRange(x: usize, k: usize, qmax: f32, range: usize): void {
  let low = v128.load(x)
  let high = low
  let low1 = v128.load(x, 16)
  let high1 = low1
  const end = x + k * 4
  for (let p = x + 32; p < end; p += 32) {
    const left = v128.load(p)
    const right = v128.load(p, 16)
    low = smaller(low, left)
    high = larger(high, left)
    low1 = smaller(low1, right)
    high1 = larger(high1, right)
  }
  const minimum = least(smaller(low, low1))
  store<f32>(range, minimum)
  store<f32>(range, (largest(larger(high, high1)) - minimum) / qmax, 4)
}

/** One over the scale of a row, or 0 where all its numbers are equal. */
// @ts-ignore: decorator
@inline
export function inverseScale(range: usize): v128 {
  const scale = load<f32>(range, 4)
  return f32x4.splat(scale > 0 ? 1 / scale : 0)
}

/** Four integers. */
// @ts-ignore: decorator
@inline
export function quantized(at: usize, minimum: v128, inverse: v128, round: v128): v128 {
  return nearest(f32x4.mul(f32x4.sub(v128.load(at), minimum), inverse), round)
}

/**
 * x = minimum + scale q for each row, q from 0 to `qmax`, at most 4095, as 16-bit integers. A row has a range of its own,
 * so that a score depends on nothing but its pair. `k` is a multiple of 8. `ranges` takes minimum and scale of each row.
 */
export function quantizeInt12(x: usize, q: usize, ranges: usize, m: usize, k: usize, qmax: f32): void {
  const round = rounding()
  for (let i: usize = 0; i < m; i++) {
    findRange(x, k, qmax, ranges)
    const minimum = v128.load32_splat(ranges)
    const inverse = inverseScale(ranges)
    ranges += 8
    for (const end = x + k * 4; x < end; x += 32) {
      const left = quantized(x, minimum, inverse, round)
      v128.store(q, i16x8.narrow_i32x4_s(left, quantized(x + 16, minimum, inverse, round)))
      q += 16
    }
  }
}

/** What an integer product stands for: scale of the column x dot x scale of the row + minimum x sum + bias. */
// @ts-ignore: decorator
@inline
export function finish(at: usize, left: v128, right: v128, range: usize, columns: usize): void {
  const minimum = v128.load32_splat(range)
  const scale = v128.load32_splat(range, 4)
  v128.store(at, float(left, minimum, scale, columns))
  v128.store(at, float(right, minimum, scale, columns + 16), 16)
}

/** `columns`: of eight columns the scales, the sums (scaled) and the biases. No fused product: integers give the same floats everywhere. */
// @ts-ignore: decorator
@inline
function float(dot: v128, minimum: v128, scale: v128, columns: usize): v128 {
  const scaled = f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(dot), v128.load(columns)), scale)
  return f32x4.add(f32x4.add(scaled, f32x4.mul(minimum, v128.load(columns, 32))), v128.load(columns, 64))
}

/** Factor of the column x dot x factor of the row. */
// @ts-ignore: decorator
@inline
function storeScaled(at: usize, left: v128, right: v128, factor: v128, columns: usize): void {
  v128.store(at, f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(left), v128.load(columns)), factor))
  v128.store(at, f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(right), v128.load(columns, 16)), factor), 16)
}

/** What becomes of the integers of a product. */
export const AFFINE = 0
export const INTEGERS = 1
export const SCALED = 2

/**
 * c = a b: `a` rows of 16-bit integers, `b` in panels [n / 8][k / 2][8][2], `k` even. Strides are in bytes.
 * AFFINE: `rows` are ranges, `columns` scales, sums and biases. SCALED: both are factors.
 */
// @ts-ignore: decorator
@inline
export function multiplyInt16(
  a: usize, aStride: usize, b: usize, c: usize, cStride: usize, m: usize, n: usize, k: usize,
  rows: usize, columns: usize, kind: i32,
): void {
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k * 2
    for (let i: usize = 0; i < m; i += 4) {
      const i1 = within(i + 1, m)
      const i2 = within(i + 2, m)
      const i3 = within(i + 3, m)
      let a0 = a + i * aStride
      let a1 = a + i1 * aStride
      let a2 = a + i2 * aStride
      let a3 = a + i3 * aStride
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
      if (kind == AFFINE) {
        const bounds = columns + j * 12
        finish(column + i * cStride, c00, c01, rows + i * 8, bounds)
        finish(column + i1 * cStride, c10, c11, rows + i1 * 8, bounds)
        finish(column + i2 * cStride, c20, c21, rows + i2 * 8, bounds)
        finish(column + i3 * cStride, c30, c31, rows + i3 * 8, bounds)
      } else if (kind == INTEGERS) {
        put(column + i * cStride, c00, c01)
        put(column + i1 * cStride, c10, c11)
        put(column + i2 * cStride, c20, c21)
        put(column + i3 * cStride, c30, c31)
      } else {
        const factors = columns + j * 4
        storeScaled(column + i * cStride, c00, c01, v128.load32_splat(rows + i * 4), factors)
        storeScaled(column + i1 * cStride, c10, c11, v128.load32_splat(rows + i1 * 4), factors)
        storeScaled(column + i2 * cStride, c20, c21, v128.load32_splat(rows + i2 * 4), factors)
        storeScaled(column + i3 * cStride, c30, c31, v128.load32_splat(rows + i3 * 4), factors)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function put(at: usize, left: v128, right: v128): void {
  v128.store(at, left)
  v128.store(at, right, 16)
}

/** c = a b + bias: rows of 16-bit integers with `ranges`, as {@link quantizeInt12} makes them. */
export function gemmInt12(
  a: usize, ranges: usize, b: usize, columns: usize, c: usize, m: usize, n: usize, k: usize,
): void {
  multiplyInt16(a, k * 2, b, c, n * 4, m, n, k, ranges, columns, AFFINE)
}
