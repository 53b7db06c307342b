// What is done row by row between the products.
import { madd, total } from './simd'

/** The first address that no kernel uses. */
export function heapBase(): usize {
  return __heap_base
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
        const integers = v128.load8x8_s(from)
        left = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(integers)), scale)
        right = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(integers)), scale)
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

/** to = norm(x + y) weight + bias; `y` may be 0, `to` may be `x`. `n` is a multiple of 8. */
export function addAndNormalize(
  x: usize, y: usize, to: usize, m: usize, n: usize, weight: usize, bias: usize, epsilon: f32,
): void {
  const bytes = n * 4
  for (let i: usize = 0; i < m; i++) {
    let sum = f32x4.splat(0)
    let sum1 = sum
    for (let o: usize = 0; o < bytes; o += 32) {
      let left = v128.load(x + o)
      let right = v128.load(x + o, 16)
      if (y) {
        left = f32x4.add(left, v128.load(y + o))
        right = f32x4.add(right, v128.load(y + o, 16))
      }
      v128.store(to + o, left)
      v128.store(to + o, right, 16)
      sum = f32x4.add(sum, left)
      sum1 = f32x4.add(sum1, right)
    }
    const mean = f32x4.splat(total(f32x4.add(sum, sum1)) / <f32>n)
    let squares = f32x4.splat(0)
    let squares1 = squares
    for (let o: usize = 0; o < bytes; o += 32) {
      const left = f32x4.sub(v128.load(to + o), mean)
      const right = f32x4.sub(v128.load(to + o, 16), mean)
      squares = madd(left, left, squares)
      squares1 = madd(right, right, squares1)
    }
    const variance = total(f32x4.add(squares, squares1)) / <f32>n
    const factor = f32x4.splat(1 / sqrt<f32>(variance + epsilon))
    for (let o: usize = 0; o < bytes; o += 16) {
      const unit = f32x4.mul(f32x4.sub(v128.load(to + o), mean), factor)
      v128.store(to + o, madd(unit, v128.load(weight + o), v128.load(bias + o)))
    }
    x += bytes
    to += bytes
    if (y) y += bytes
  }
}
