// Weights as the products take them: panels of eight columns, in floats or in integers.
import { larger, nearest, rounding, total } from './simd'

/** Of weights that meet rows up to 127, eight of one sign: 127 x 253 stays below 2^15, roundings included. */
const LARGEST_SUM: f32 = 253

/**
 * `k` rows of `n` weights to panels [n / 8][k / steps][8][steps]: `steps` is 1 for floats, 2 for 16 bits, 4 for 8 bits;
 * `k` is a multiple of 16, `n` of 8. Weights are floats, or signed bytes with a scale for each column; `scales` is 0 for
 * floats. `factor` multiplies the layer's output. `columns` takes the biases, or of integers the scales, sums and biases
 * of eight columns after those of the eight before. With `bounded` no sum of eight products with rows of 7 bits leaves
 * 16 bits, whatever the steps, so that all kernels give the same. `block` is scratch for `k` rows of a panel. Answers
 * whether all weights are finite.
 */
export function packWeights(
  weights: usize, scales: usize, biases: usize, to: usize, columns: usize, block: usize, k: usize, n: usize,
  steps: i32, bounded: bool, factor: f32,
): bool {
  const times = f32x4.splat(factor)
  const size: usize = scales ? 1 : 4
  let zero = f32x4.splat(0)
  for (let j: usize = 0; j < n; j += 8) {
    const stored = scales ? scales + j * 4 : 0
    zero = f32x4.add(zero, readPanel(weights + j * size, n * size, stored, block, k))
    const left = f32x4.mul(v128.load(biases + j * 4), times)
    const right = f32x4.mul(v128.load(biases + j * 4, 16), times)
    const panel = columns + j * (steps == 1 ? 4 : 12)
    if (steps == 1) {
      for (let o: usize = 0; o < k * 32; o += 16) v128.store(to + o, f32x4.mul(v128.load(block + o), times))
      v128.store(panel, left)
      v128.store(panel, right, 16)
      to += k * 32
      continue
    }
    findScales(block, stored, panel, k, bounded)
    if (steps == 2) roundToInt16(block, to, panel, k)
    else roundToInt8(block, to, panel, k)
    to += k * 8 * (steps == 2 ? 2 : 1)
    for (let o: usize = 0; o < 64; o += 16) v128.store(panel + o, f32x4.mul(v128.load(panel + o), times))
    v128.store(panel, left, 64)
    v128.store(panel, right, 80)
  }
  return total(zero) == 0
}

/** Eight columns as rows of floats. Answers zero, unless one of them is not finite. */
function readPanel(from: usize, stride: usize, scales: usize, block: usize, k: usize): v128 {
  const none = f32x4.splat(0)
  let zero = none
  let scale = f32x4.splat(1)
  let scale1 = scale
  if (scales) {
    scale = v128.load(scales)
    scale1 = v128.load(scales, 16)
  }
  for (const end = block + k * 32; block < end; block += 32) {
    let left: v128
    let right: v128
    if (scales) {
      const integers = v128.load8x8_s(from)
      left = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(integers)), scale)
      right = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(integers)), scale1)
    } else {
      left = v128.load(from)
      right = v128.load(from, 16)
    }
    zero = f32x4.add(zero, f32x4.add(f32x4.mul(left, none), f32x4.mul(right, none)))
    v128.store(block, left)
    v128.store(block, right, 16)
    from += stride
  }
  return zero
}

/**
 * The quantization scales of eight columns, to `panel`: the file's own, by which its integers stay what they are, or else
 * 127 for the largest; more where sums want it.
 */
function findScales(block: usize, stored: usize, panel: usize, k: usize, bounded: bool): void {
  for (let half: usize = 0; half < 32; half += 16) {
    let scale = f32x4.splat(0)
    if (stored) scale = v128.load(stored + half)
    if (!stored || v128.any_true(f32x4.eq(scale, f32x4.splat(0)))) {
      let largest = f32x4.splat(0)
      for (let o: usize = half; o < k * 32; o += 32) largest = larger(largest, f32x4.abs(v128.load(block + o)))
      const own = f32x4.div(largest, f32x4.splat(127))
      scale = v128.bitselect(own, scale, f32x4.eq(scale, f32x4.splat(0)))
      // A column of zeros: its integers are zero whatever the scale.
      scale = v128.bitselect(f32x4.splat(1), scale, f32x4.eq(scale, f32x4.splat(0)))
    }
    if (bounded) scale = larger(scale, f32x4.div(largestSum(block + half, k), f32x4.splat(LARGEST_SUM)))
    v128.store(panel + half, scale)
  }
}

/**
 * Of four columns, the largest sum of numbers of one sign that a lane of 16 bits adds up: two neighbours of each four,
 * over sixteen steps.
 */
function largestSum(column: usize, k: usize): v128 {
  const none = f32x4.splat(0)
  let largest = none
  for (const end = column + k * 32; column < end; column += 512) {
    for (let pair: usize = 0; pair < 128; pair += 64) {
      let plus = none
      let minus = none
      for (let o: usize = pair; o < 512; o += 128) {
        const one = v128.load(column + o)
        const other = v128.load(column + o, 32)
        plus = f32x4.add(plus, f32x4.add(larger(one, none), larger(other, none)))
        minus = f32x4.add(minus, f32x4.add(larger(f32x4.neg(one), none), larger(f32x4.neg(other), none)))
      }
      largest = larger(largest, larger(plus, minus))
    }
  }
  return largest
}

/** Rounds a panel to 16 bits, and writes the scaled sums after the scales. */
function roundToInt16(block: usize, to: usize, panel: usize, k: usize): void {
  const round = rounding()
  const lowBits = i32x4.splat(0xffff)
  for (let half: usize = 0; half < 32; half += 16) {
    const scale = v128.load(panel + half)
    let sum = i32x4.splat(0)
    let at = to + half
    for (let from = block + half; from < block + k * 32; from += 64) {
      const one = nearest(f32x4.div(v128.load(from), scale), round)
      const two = nearest(f32x4.div(v128.load(from, 32), scale), round)
      sum = i32x4.add(sum, i32x4.add(one, two))
      v128.store(at, v128.or(v128.and(one, lowBits), i32x4.shl(two, 16)))
      at += 32
    }
    v128.store(panel + half, f32x4.mul(f32x4.convert_i32x4_s(sum), scale), 32)
  }
}

/** Rounds a panel to 8 bits, and writes the scaled sums after the scales. */
function roundToInt8(block: usize, to: usize, panel: usize, k: usize): void {
  const round = rounding()
  const lowBits = i32x4.splat(0xff)
  for (let half: usize = 0; half < 32; half += 16) {
    const scale = v128.load(panel + half)
    let sum = i32x4.splat(0)
    let at = to + half
    for (let from = block + half; from < block + k * 32; from += 128) {
      const one = nearest(f32x4.div(v128.load(from), scale), round)
      const two = nearest(f32x4.div(v128.load(from, 32), scale), round)
      const three = nearest(f32x4.div(v128.load(from, 64), scale), round)
      const four = nearest(f32x4.div(v128.load(from, 96), scale), round)
      sum = i32x4.add(sum, i32x4.add(i32x4.add(one, two), i32x4.add(three, four)))
      const left = v128.or(v128.and(one, lowBits), i32x4.shl(v128.and(two, lowBits), 8))
      const right = v128.or(i32x4.shl(v128.and(three, lowBits), 16), i32x4.shl(four, 24))
      v128.store(at, v128.or(left, right))
      at += 32
    }
    v128.store(panel + half, f32x4.mul(f32x4.convert_i32x4_s(sum), scale), 32)
  }
}
