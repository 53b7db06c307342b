// The module for browsers with relaxed SIMD: the same, and products of bytes.
export * from './index'
export { gemmBytesFused, gemmBytesNarrow, quantizeBytes } from './bytes'
