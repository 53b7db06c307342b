// What all kernels share.

/**
 * a b + c. The relaxed module rounds once where the processor can, so that its floats differ from those of the plain
 * module, and between processors, in the last bits; on one machine they are always the same.
 */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

/** Where rows end, the first row of a tile is taken again: it writes the same numbers to the same place. */
// @ts-ignore: decorator
@inline
export function within(index: usize, count: usize): usize {
  return index < count ? index : count - 1
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function total(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/**
 * The greater of two, in one instruction where `f32x4.max` is seven; of a NaN the first. Accumulators come first: a row
 * that is all NaN stays so, and single NaNs are kept out when a model is packed.
 */
// @ts-ignore: decorator
@inline
export function larger(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b)
}

/** The smaller of two, likewise. */
// @ts-ignore: decorator
@inline
export function smaller(a: v128, b: v128): v128 {
  return f32x4.pmin(a, b)
}

/** The largest of the four lanes. */
// @ts-ignore: decorator
@inline
export function largest(v: v128): f32 {
  const pairs = larger(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return f32x4.extract_lane(larger(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0)
}

/** The least of the four lanes. */
// @ts-ignore: decorator
@inline
export function least(v: v128): f32 {
  const pairs = smaller(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return f32x4.extract_lane(smaller(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0)
}

/**
 * A number of a table in all lanes. Constants of loops are taken from memory before them: V8 builds every constant
 * vector anew where it is used, with three instructions.
 */
// @ts-ignore: decorator
@inline
export function constant(table: usize, index: usize): v128 {
  return v128.load32_splat(table + index * 4)
}

/** 1.5 * 2^23: a number below 2^22 that is added to it is rounded to an integer, which is then in the low bits. */
const ROUND = memory.data<f32>([12582912])

// @ts-ignore: decorator
@inline
export function rounding(): v128 {
  return constant(ROUND, 0)
}

/** The nearest integers of numbers below 2^22. Conversion proper is five instructions, for what cannot occur. */
// @ts-ignore: decorator
@inline
export function nearest(x: v128, round: v128): v128 {
  return i32x4.sub(f32x4.add(x, round), round)
}
