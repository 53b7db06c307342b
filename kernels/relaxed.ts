// The module for browsers with relaxed SIMD: the same, and products of bytes.
export * from './plain'
export { gemmBytesFused, gemmBytesNarrow, quantizeBytes } from './gemm-int7'
