// The module for every browser: plain SIMD alone, and no fused multiply-add, so that all machines give the same bits.
export { attention, attentionScratch } from './attention-float'
export { attentionInt12, attentionInt12Scratch } from './attention-int12'
export { gemmFloat } from './gemm-float'
export { gelu, geluRoughly } from './gelu'
export { packWeights } from './pack-weights'
export { gemmInt12, quantizeInt12 } from './gemm-int12'
export { add, gate, rotate } from './rotate'
export { addAndNormalize, embed, heapBase } from './embed-and-layer-norm'
