// Matrices of floats. Addresses, strides (in bytes) and sizes come from worker/cpu, which keeps them in bounds.

import { madd, within } from './simd'

/**
 * c = a b + bias, with `b` in panels of eight columns: [n / 8][k][8]. `bias` may be 0. Tiles are 4 x 8, which is what
 * the registers hold; each number is summed over k in one order, whatever tile it is in.
 */
export function gemmFloat(
  a: usize, aStride: usize, b: usize, c: usize, cStride: usize, m: usize, n: usize, k: usize, bias: usize,
): void {
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * k * 4
    let left = f32x4.splat(0)
    let right = left
    if (bias) {
      left = v128.load(bias + j * 4)
      right = v128.load(bias + j * 4, 16)
    }
    for (let i: usize = 0; i < m; i += 4) {
      const i1 = within(i + 1, m)
      const i2 = within(i + 2, m)
      const i3 = within(i + 3, m)
      let a0 = a + i * aStride
      let a1 = a + i1 * aStride
      let a2 = a + i2 * aStride
      let a3 = a + i3 * aStride
      let c00 = f32x4.splat(0)
      let c01 = c00
      let c10 = c00
      let c11 = c00
      let c20 = c00
      let c21 = c00
      let c30 = c00
      let c31 = c00
      const end = panel + k * 32
      for (let p = panel; p < end; p += 32) {
        const b0 = v128.load(p)
        const b1 = v128.load(p, 16)
        const x0 = v128.load32_splat(a0)
        c00 = madd(x0, b0, c00)
        c01 = madd(x0, b1, c01)
        const x1 = v128.load32_splat(a1)
        c10 = madd(x1, b0, c10)
        c11 = madd(x1, b1, c11)
        const x2 = v128.load32_splat(a2)
        c20 = madd(x2, b0, c20)
        c21 = madd(x2, b1, c21)
        const x3 = v128.load32_splat(a3)
        c30 = madd(x3, b0, c30)
        c31 = madd(x3, b1, c31)
        a0 += 4
        a1 += 4
        a2 += 4
        a3 += 4
      }
      const column = c + j * 4
      put(column + i * cStride, f32x4.add(c00, left), f32x4.add(c01, right))
      put(column + i1 * cStride, f32x4.add(c10, left), f32x4.add(c11, right))
      put(column + i2 * cStride, f32x4.add(c20, left), f32x4.add(c21, right))
      put(column + i3 * cStride, f32x4.add(c30, left), f32x4.add(c31, right))
    }
  }
}

// @ts-ignore: decorator
@inline
function put(at: usize, left: v128, right: v128): void {
  v128.store(at, left)
  v128.store(at, right, 16)
}
