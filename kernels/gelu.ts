// x (1 + erf(x / sqrt 2)) / 2. Passes of their own: within the product they are slower.
import { constant, larger, madd, smaller } from './simd'

/** Of erf z = z p(z^2) / q(z^2), both from the highest power; then the bounds, 1 / sqrt 2 and 1/2. */
const EXACT = memory.data<f32>([
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4,
  -2.9545998085402e-3, -1.60960333262415e-2, -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3,
  -7.37332916720468e-3, -1.42647390514189e-2, 4, -4, 0.7071067811865476, 0.5,
])

/** In place, within 5e-7. */
export function gelu(x: usize, count: usize): void {
  for (const end = x + count * 4; x < end; x += 16) {
    const value = v128.load(x)
    const scaled = f32x4.mul(value, constant(EXACT, 14))
    const z = larger(smaller(scaled, constant(EXACT, 12)), constant(EXACT, 13))
    const s = f32x4.mul(z, z)
    let p = madd(s, constant(EXACT, 0), constant(EXACT, 1))
    p = madd(s, p, constant(EXACT, 2))
    p = madd(s, p, constant(EXACT, 3))
    p = madd(s, p, constant(EXACT, 4))
    p = madd(s, p, constant(EXACT, 5))
    p = madd(s, p, constant(EXACT, 6))
    let q = madd(s, constant(EXACT, 7), constant(EXACT, 8))
    q = madd(s, q, constant(EXACT, 9))
    q = madd(s, q, constant(EXACT, 10))
    q = madd(s, q, constant(EXACT, 11))
    const erf = f32x4.div(f32x4.mul(z, p), q)
    const half = f32x4.mul(value, constant(EXACT, 15))
    v128.store(x, madd(half, erf, half))
  }
}

/** Of x Phi(x) the odd polynomial Phi(x) - 1/2, from the highest power; then the bounds and 1/2. */
const ROUGHLY = memory.data<f32>([
  -1.301287605e-9, 1.041956198e-7, -3.657122214e-6, 7.485490774e-5, -1.006489413e-3, 9.505394559e-3, -6.588783719e-2,
  3.986733959e-1, 4, -4, 0.5,
])

/** In place, within 4e-5 of a number or of 1: for rows that become integers, whose scales are coarser. */
export function geluRoughly(x: usize, count: usize): void {
  const c0 = constant(ROUGHLY, 0)
  const c1 = constant(ROUGHLY, 1)
  const c2 = constant(ROUGHLY, 2)
  const c3 = constant(ROUGHLY, 3)
  const c4 = constant(ROUGHLY, 4)
  const c5 = constant(ROUGHLY, 5)
  const c6 = constant(ROUGHLY, 6)
  const c7 = constant(ROUGHLY, 7)
  const upper = constant(ROUGHLY, 8)
  const lower = constant(ROUGHLY, 9)
  const half = constant(ROUGHLY, 10)
  for (const end = x + count * 4; x < end; x += 32) {
    const left = v128.load(x)
    const right = v128.load(x, 16)
    const z0 = larger(smaller(left, upper), lower)
    const z1 = larger(smaller(right, upper), lower)
    const s0 = f32x4.mul(z0, z0)
    const s1 = f32x4.mul(z1, z1)
    let p0 = madd(s0, c0, c1)
    let p1 = madd(s1, c0, c1)
    p0 = madd(s0, p0, c2)
    p1 = madd(s1, p1, c2)
    p0 = madd(s0, p0, c3)
    p1 = madd(s1, p1, c3)
    p0 = madd(s0, p0, c4)
    p1 = madd(s1, p1, c4)
    p0 = madd(s0, p0, c5)
    p1 = madd(s1, p1, c5)
    p0 = madd(s0, p0, c6)
    p1 = madd(s1, p1, c6)
    p0 = madd(s0, p0, c7)
    p1 = madd(s1, p1, c7)
    v128.store(x, f32x4.mul(left, madd(z0, p0, half)))
    v128.store(x, f32x4.mul(right, madd(z1, p1, half)), 16)
  }
}
