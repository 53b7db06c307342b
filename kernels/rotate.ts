// What ModernBERT has beside BERT's steps: places turn queries and keys, and one product is a gate of another.
import { madd } from './simd'

/**
 * Turns numbers i and i + width / 2 of each head as a point of a plane, in place. `angles` has a row for each of the `m`
 * rows: `width / 2` cosines, and as many sines. `width` is a multiple of 8. (Su and others, RoFormer.)
 */
export function rotate(x: usize, angles: usize, m: usize, heads: usize, width: usize): void {
  const half = width * 2
  for (let i: usize = 0; i < m; i++) {
    for (let head: usize = 0; head < heads; head++) {
      for (let o: usize = 0; o < half; o += 16) {
        const one = v128.load(x + o)
        const other = v128.load(x + half + o)
        const cosine = v128.load(angles + o)
        const sine = v128.load(angles + half + o)
        v128.store(x + o, madd(f32x4.neg(other), sine, f32x4.mul(one, cosine)))
        v128.store(x + half + o, madd(one, sine, f32x4.mul(other, cosine)))
      }
      x += half * 2
    }
    angles += half * 2
  }
}

/** x = x y, number by number; `count` is a multiple of 4. */
export function gate(x: usize, y: usize, count: usize): void {
  for (let o: usize = 0; o < count * 4; o += 16) v128.store(x + o, f32x4.mul(v128.load(x + o), v128.load(y + o)))
}

/** x = x + y, number by number; `count` is a multiple of 4. */
export function add(x: usize, y: usize, count: usize): void {
  for (let o: usize = 0; o < count * 4; o += 16) v128.store(x + o, f32x4.add(v128.load(x + o), v128.load(y + o)))
}
