// What is done row by row between the products.
import { madd } from './float'

/** The first address that no kernel uses. */
export function heapBase(): usize {
  return __heap_base
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function total(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/**
 * Takes (`add` 0) or adds (`add` 1) the rows of a table that `ids` name. A table is of floats, or of bytes with a scale
 * for each row; `scales` is 0 for floats.
 */
export function embed(to: usize, table: usize, scales: usize, ids: usize, m: usize, n: usize, add: bool): void {
  for (let i: usize = 0; i < m; i++) {
    const id = <usize>load<u32>(ids + i * 4)
    const scale = scales ? f32x4.splat(load<f32>(scales + id * 4)) : f32x4.splat(1)
    let from = table + id * n * (scales ? 1 : 4)
    for (const end = to + n * 4; to < end; to += 32) {
      let left: v128
      let right: v128
      if (scales) {
        const words = v128.load8x8_s(from)
        left = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)), scale)
        right = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), scale)
        from += 8
      } else {
        left = v128.load(from)
        right = v128.load(from, 16)
        from += 32
      }
      v128.store(to, add ? f32x4.add(v128.load(to), left) : left)
      v128.store(to, add ? f32x4.add(v128.load(to, 16), right) : right, 16)
    }
  }
}

/** to = norm(x + y) weight + bias; `y` may be 0, `to` may be `x`. */
export function addAndNormalize(
  x: usize, y: usize, to: usize, m: usize, n: usize, weight: usize, bias: usize, epsilon: f32,
): void {
  const bytes = n * 4
  for (let i: usize = 0; i < m; i++) {
    let sum = f32x4.splat(0)
    for (let o: usize = 0; o < bytes; o += 16) {
      let value = v128.load(x + o)
      if (y) value = f32x4.add(value, v128.load(y + o))
      v128.store(to + o, value)
      sum = f32x4.add(sum, value)
    }
    const mean = f32x4.splat(total(sum) / <f32>n)
    let squares = f32x4.splat(0)
    for (let o: usize = 0; o < bytes; o += 16) {
      const off = f32x4.sub(v128.load(to + o), mean)
      squares = f32x4.add(squares, f32x4.mul(off, off))
    }
    const factor = f32x4.splat(1 / sqrt<f32>(total(squares) / <f32>n + epsilon))
    for (let o: usize = 0; o < bytes; o += 16) {
      const unit = f32x4.mul(f32x4.sub(v128.load(to + o), mean), factor)
      v128.store(to + o, f32x4.add(f32x4.mul(unit, v128.load(weight + o)), v128.load(bias + o)))
    }
    x += bytes
    to += bytes
    if (y) y += bytes
  }
}

/** x (1 + erf(x / sqrt 2)) / 2 in place; erf as a rational function, within 5e-7. A pass of its own: within the product it is slower. */
export function gelu(x: usize, count: usize): void {
  for (const end = x + count * 4; x < end; x += 16) {
    const value = v128.load(x)
    const z = f32x4.max(f32x4.min(f32x4.mul(value, f32x4.splat(0.7071067811865476)), f32x4.splat(4)), f32x4.splat(-4))
    const s = f32x4.mul(z, z)
    let p = madd(s, f32x4.splat(-2.72614225801306e-10), f32x4.splat(2.77068142495902e-8))
    p = madd(s, p, f32x4.splat(-2.10102402082508e-6))
    p = madd(s, p, f32x4.splat(-5.69250639462346e-5))
    p = madd(s, p, f32x4.splat(-7.34990630326855e-4))
    p = madd(s, p, f32x4.splat(-2.9545998085402e-3))
    p = madd(s, p, f32x4.splat(-1.60960333262415e-2))
    let q = madd(s, f32x4.splat(-1.45660718464996e-5), f32x4.splat(-2.13374055278905e-4))
    q = madd(s, q, f32x4.splat(-1.68282697438203e-3))
    q = madd(s, q, f32x4.splat(-7.37332916720468e-3))
    q = madd(s, q, f32x4.splat(-1.42647390514189e-2))
    const erf = f32x4.div(f32x4.mul(z, p), q)
    const half = f32x4.mul(value, f32x4.splat(0.5))
    v128.store(x, madd(half, erf, half))
  }
}
