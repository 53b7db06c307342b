// What the presets are made of: the embedded model alone, whose file needs no search for its encoder.
import type { ModelFile } from '../src/protocol/model-card.js'
import { openPrepared, type PreparedEncoder } from '../worker/onnx/encoder/prepared.js'
import tinyEn from '../worker/onnx/encoder/tiny-en.json' with { type: 'json' }
import type { ReadEncoder } from './types.js'

export { isRerankError, RerankError, type RerankErrorCode } from '../src/protocol/errors.js'
export { createIsolateHandler, createIsolateReranker } from './reranker.js'

/** Whether a file is the embedded model's. */
export const isPrepared = ({ sha256 }: ModelFile): boolean => sha256 === tinyEn.sha256

/** The encoder of the embedded model's file. */
export const readPrepared: ReadEncoder = (_, content) => openPrepared(tinyEn as PreparedEncoder, content)
