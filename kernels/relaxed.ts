// The module for browsers with relaxed SIMD: the same, and products of bytes.
export * from './plain'
export { gemmInt7Fused, gemmInt7Narrow, quantizeInt7 } from './gemm-int7'
