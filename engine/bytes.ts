// Products of 7-bit rows with 8-bit weights, `b` in panels [n / 8][k / 4][8][4]. Weights are scaled so that no sum of
// eight products leaves 16 bits (worker/cpu/pack.ts), hence both kernels give the same integers on every machine.
import { within } from './float'
import { finish } from './quantized'

/** From memory: a constant vector would be built anew in each round of the loop. */
const ONES = memory.data<i16>([1, 1, 1, 1, 1, 1, 1, 1], 16)

/** Sums of eight products in 16 bits, widened once for sixteen steps of k: for processors without a fused product. */
export function gemmBytesNarrow(
  a: usize,
  ranges: usize,
  b: usize,
  columns: usize,
  c: usize,
  m: usize,
  n: usize,
  k: usize,
): void {
  const ones = v128.load(ONES)
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k
    for (let i: usize = 0; i < m; i += 2) {
      const i1 = within(i + 1, m)
      let a0 = a + i * k
      let a1 = a + i1 * k
      let c00 = i32x4.splat(0)
      let c01 = c00
      let c10 = c00
      let c11 = c00
      const end = panel + k * 8
      for (let p = panel; p < end; p += 128) {
        let x0 = v128.load32_splat(a0)
        let x1 = v128.load32_splat(a1)
        let b0 = v128.load(p)
        let b1 = v128.load(p, 16)
        let s00 = v128.relaxed_dot<i16>(b0, x0)
        let s01 = v128.relaxed_dot<i16>(b1, x0)
        let s10 = v128.relaxed_dot<i16>(b0, x1)
        let s11 = v128.relaxed_dot<i16>(b1, x1)
        x0 = v128.load32_splat(a0, 4)
        x1 = v128.load32_splat(a1, 4)
        b0 = v128.load(p, 32)
        b1 = v128.load(p, 48)
        s00 = i16x8.add(s00, v128.relaxed_dot<i16>(b0, x0))
        s01 = i16x8.add(s01, v128.relaxed_dot<i16>(b1, x0))
        s10 = i16x8.add(s10, v128.relaxed_dot<i16>(b0, x1))
        s11 = i16x8.add(s11, v128.relaxed_dot<i16>(b1, x1))
        x0 = v128.load32_splat(a0, 8)
        x1 = v128.load32_splat(a1, 8)
        b0 = v128.load(p, 64)
        b1 = v128.load(p, 80)
        s00 = i16x8.add(s00, v128.relaxed_dot<i16>(b0, x0))
        s01 = i16x8.add(s01, v128.relaxed_dot<i16>(b1, x0))
        s10 = i16x8.add(s10, v128.relaxed_dot<i16>(b0, x1))
        s11 = i16x8.add(s11, v128.relaxed_dot<i16>(b1, x1))
        x0 = v128.load32_splat(a0, 12)
        x1 = v128.load32_splat(a1, 12)
        b0 = v128.load(p, 96)
        b1 = v128.load(p, 112)
        s00 = i16x8.add(s00, v128.relaxed_dot<i16>(b0, x0))
        s01 = i16x8.add(s01, v128.relaxed_dot<i16>(b1, x0))
        s10 = i16x8.add(s10, v128.relaxed_dot<i16>(b0, x1))
        s11 = i16x8.add(s11, v128.relaxed_dot<i16>(b1, x1))
        c00 = i32x4.add(c00, i32x4.dot_i16x8_s(s00, ones))
        c01 = i32x4.add(c01, i32x4.dot_i16x8_s(s01, ones))
        c10 = i32x4.add(c10, i32x4.dot_i16x8_s(s10, ones))
        c11 = i32x4.add(c11, i32x4.dot_i16x8_s(s11, ones))
        a0 += 16
        a1 += 16
      }
      const bounds = columns + j * 12
      finish(c + j * 4 + i * n * 4, c00, c01, ranges + i * 8, bounds)
      finish(c + j * 4 + i1 * n * 4, c10, c11, ranges + i1 * 8, bounds)
    }
  }
}

/** Four products and their sum in one instruction, where the processor has it: ARM, AVX-VNNI. */
export function gemmBytesFused(
  a: usize,
  ranges: usize,
  b: usize,
  columns: usize,
  c: usize,
  m: usize,
  n: usize,
  k: usize,
): void {
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k
    for (let i: usize = 0; i < m; i += 4) {
      const i1 = within(i + 1, m)
      const i2 = within(i + 2, m)
      const i3 = within(i + 3, m)
      let a0 = a + i * k
      let a1 = a + i1 * k
      let a2 = a + i2 * k
      let a3 = a + i3 * k
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
        const x0 = v128.load32_splat(a0)
        c00 = v128.relaxed_dot_add<i32>(b0, x0, c00)
        c01 = v128.relaxed_dot_add<i32>(b1, x0, c01)
        const x1 = v128.load32_splat(a1)
        c10 = v128.relaxed_dot_add<i32>(b0, x1, c10)
        c11 = v128.relaxed_dot_add<i32>(b1, x1, c11)
        const x2 = v128.load32_splat(a2)
        c20 = v128.relaxed_dot_add<i32>(b0, x2, c20)
        c21 = v128.relaxed_dot_add<i32>(b1, x2, c21)
        const x3 = v128.load32_splat(a3)
        c30 = v128.relaxed_dot_add<i32>(b0, x3, c30)
        c31 = v128.relaxed_dot_add<i32>(b1, x3, c31)
        a0 += 4
        a1 += 4
        a2 += 4
        a3 += 4
      }
      const bounds = columns + j * 12
      finish(c + j * 4 + i * n * 4, c00, c01, ranges + i * 8, bounds)
      finish(c + j * 4 + i1 * n * 4, c10, c11, ranges + i1 * 8, bounds)
      finish(c + j * 4 + i2 * n * 4, c20, c21, ranges + i2 * 8, bounds)
      finish(c + j * 4 + i3 * n * 4, c30, c31, ranges + i3 * 8, bounds)
    }
  }
}
