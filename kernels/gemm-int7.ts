// Products of 7-bit rows with 8-bit weights, `b` in panels [n / 8][k / 4][8][4]. Weights are scaled so that no sum of
// eight products leaves 16 bits (worker/runtime/cpu/pack.ts), hence both kernels give the same integers on every machine.
import { findRange, finish, inverseScale, quantized } from './gemm-int12'
import { rounding, within } from './simd'

/** From memory: a constant vector would be built anew in each round of the loop. */
const ONES = memory.data<i16>([1, 1, 1, 1, 1, 1, 1, 1], 16)

/**
 * x = minimum + scale q for each row, q from 0 to 127. `together` rows lie side by side, four bytes of each in turn, as a
 * tile reads them: 2 for {@link gemmInt7Narrow}, 4 for {@link gemmInt7Fused}. An odd last row is there twice; a tile's
 * further rows are left as they were, and so is what a product makes of them. `k` is a multiple of 16.
 */
export function quantizeInt7(x: usize, q: usize, ranges: usize, m: usize, k: usize, together: usize): void {
  const round = rounding()
  for (let i: usize = 0; i < m; i += 2) {
    const other = within(i + 1, m)
    const row = ranges + i * 8
    let x0 = x + i * k * 4
    let x1 = x + other * k * 4
    findRange(x0, k, 127, row)
    findRange(x1, k, 127, row + 8)
    const minimum0 = v128.load32_splat(row)
    const minimum1 = v128.load32_splat(row, 8)
    const inverse0 = inverseScale(row)
    const inverse1 = inverseScale(row + 8)
    const place = i & (together - 1)
    let to = q + (i - place) * k + place * 4
    for (const end = x0 + k * 4; x0 < end; x0 += 64) {
      const one = sixteen(x0, minimum0, inverse0, round)
      const two = sixteen(x1, minimum1, inverse1, round)
      const left = v128.shuffle<i32>(one, two, 0, 4, 1, 5)
      const right = v128.shuffle<i32>(one, two, 2, 6, 3, 7)
      x1 += 64
      if (together == 2) {
        v128.store(to, left)
        v128.store(to, right, 16)
        to += 32
      } else {
        v128.store64_lane(to, left, 0)
        v128.store64_lane(to, left, 1, 16)
        v128.store64_lane(to, right, 0, 32)
        v128.store64_lane(to, right, 1, 48)
        to += 64
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function sixteen(x: usize, minimum: v128, inverse: v128, round: v128): v128 {
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(quantized(x, minimum, inverse, round), quantized(x + 16, minimum, inverse, round)),
    i16x8.narrow_i32x4_s(quantized(x + 32, minimum, inverse, round), quantized(x + 48, minimum, inverse, round)),
  )
}

/**
 * Sums of eight products in 16 bits, widened once for sixteen steps of k: for processors without a fused product.
 * Writes whole tiles: a row past an odd `m` too.
 */
export function gemmInt7Narrow(
  a: usize, ranges: usize, b: usize, columns: usize, c: usize, m: usize, n: usize, k: usize,
): void {
  const ones = v128.load(ONES)
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k
    const bounds = columns + j * 12
    let q = a
    for (let i: usize = 0; i < m; i += 2) {
      let c00 = i32x4.splat(0)
      let c01 = c00
      let c10 = c00
      let c11 = c00
      const end = panel + k * 8
      for (let p = panel; p < end; p += 128) {
        let x0 = v128.load32_splat(q)
        let x1 = v128.load32_splat(q, 4)
        let b0 = v128.load(p)
        let b1 = v128.load(p, 16)
        let s00 = i16x8.relaxed_dot_i8x16_i7x16_s(b0, x0)
        let s01 = i16x8.relaxed_dot_i8x16_i7x16_s(b1, x0)
        let s10 = i16x8.relaxed_dot_i8x16_i7x16_s(b0, x1)
        let s11 = i16x8.relaxed_dot_i8x16_i7x16_s(b1, x1)
        x0 = v128.load32_splat(q, 8)
        x1 = v128.load32_splat(q, 12)
        b0 = v128.load(p, 32)
        b1 = v128.load(p, 48)
        s00 = i16x8.add(s00, i16x8.relaxed_dot_i8x16_i7x16_s(b0, x0))
        s01 = i16x8.add(s01, i16x8.relaxed_dot_i8x16_i7x16_s(b1, x0))
        s10 = i16x8.add(s10, i16x8.relaxed_dot_i8x16_i7x16_s(b0, x1))
        s11 = i16x8.add(s11, i16x8.relaxed_dot_i8x16_i7x16_s(b1, x1))
        x0 = v128.load32_splat(q, 16)
        x1 = v128.load32_splat(q, 20)
        b0 = v128.load(p, 64)
        b1 = v128.load(p, 80)
        s00 = i16x8.add(s00, i16x8.relaxed_dot_i8x16_i7x16_s(b0, x0))
        s01 = i16x8.add(s01, i16x8.relaxed_dot_i8x16_i7x16_s(b1, x0))
        s10 = i16x8.add(s10, i16x8.relaxed_dot_i8x16_i7x16_s(b0, x1))
        s11 = i16x8.add(s11, i16x8.relaxed_dot_i8x16_i7x16_s(b1, x1))
        x0 = v128.load32_splat(q, 24)
        x1 = v128.load32_splat(q, 28)
        b0 = v128.load(p, 96)
        b1 = v128.load(p, 112)
        s00 = i16x8.add(s00, i16x8.relaxed_dot_i8x16_i7x16_s(b0, x0))
        s01 = i16x8.add(s01, i16x8.relaxed_dot_i8x16_i7x16_s(b1, x0))
        s10 = i16x8.add(s10, i16x8.relaxed_dot_i8x16_i7x16_s(b0, x1))
        s11 = i16x8.add(s11, i16x8.relaxed_dot_i8x16_i7x16_s(b1, x1))
        c00 = i32x4.add(c00, i32x4.dot_i16x8_s(s00, ones))
        c01 = i32x4.add(c01, i32x4.dot_i16x8_s(s01, ones))
        c10 = i32x4.add(c10, i32x4.dot_i16x8_s(s10, ones))
        c11 = i32x4.add(c11, i32x4.dot_i16x8_s(s11, ones))
        q += 32
      }
      const at = c + j * 4 + i * n * 4
      finish(at, c00, c01, ranges + i * 8, bounds)
      finish(at + n * 4, c10, c11, ranges + i * 8 + 8, bounds)
    }
  }
}

/**
 * Four products and their sum in one instruction, where the processor has it: ARM, AVX-VNNI. Writes whole tiles: up to
 * three rows past `m`.
 */
export function gemmInt7Fused(
  a: usize, ranges: usize, b: usize, columns: usize, c: usize, m: usize, n: usize, k: usize,
): void {
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k
    const bounds = columns + j * 12
    let q = a
    for (let i: usize = 0; i < m; i += 4) {
      let c00 = i32x4.splat(0)
      let c01 = c00
      let c10 = c00
      let c11 = c00
      let c20 = c00
      let c21 = c00
      let c30 = c00
      let c31 = c00
      const end = panel + k * 8
      for (let p = panel; p < end; p += 32) {
        const b0 = v128.load(p)
        const b1 = v128.load(p, 16)
        const x0 = v128.load32_splat(q)
        c00 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b0, x0, c00)
        c01 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b1, x0, c01)
        const x1 = v128.load32_splat(q, 4)
        c10 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b0, x1, c10)
        c11 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b1, x1, c11)
        const x2 = v128.load32_splat(q, 8)
        c20 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b0, x2, c20)
        c21 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b1, x2, c21)
        const x3 = v128.load32_splat(q, 12)
        c30 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b0, x3, c30)
        c31 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b1, x3, c31)
        q += 16
      }
      const at = c + j * 4 + i * n * 4
      const range = ranges + i * 8
      finish(at, c00, c01, range, bounds)
      finish(at + n * 4, c10, c11, range + 8, bounds)
      finish(at + n * 8, c20, c21, range + 16, bounds)
      finish(at + n * 12, c30, c31, range + 24, bounds)
    }
  }
}
