/** For browsers with relaxed SIMD: fused multiply-add, and products of bytes. */
export { gemmBytesFused, gemmBytesNarrow } from './bytes'
export * from './plain'
