// The module for every browser: plain SIMD alone, and no fused multiply-add, so that all machines give the same bits.
export { attention, attentionScratch } from './attention'
export { attentionWords, attentionWordsScratch } from './attention-words'
export { gemmFloat } from './float'
export { gelu, geluRoughly } from './gelu'
export { packWeights } from './pack'
export { gemmWords, quantizeWords } from './quantized'
export { addAndNormalize, embed, heapBase } from './rows'
