// Plain SIMD alone, and no fused multiply-add: every machine and every browser gives the same bits.
export { attention, attentionScratch } from './attention'
export { gemmFloat } from './float'
export { gemmWords, quantize } from './quantized'
export { addAndNormalize, embed, gelu, heapBase } from './rows'
