/** For every browser with WebAssembly SIMD. */
export { attention, attentionScratch } from './attention'
export { gemmFloat } from './float'
export { gemmWords, quantize } from './quantized'
export { addAndNormalize, embed, gelu, heapBase } from './rows'
