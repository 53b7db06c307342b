import type { Reranker, RerankerOptions } from '../src/client/types.js'
import type { ModelCard, ModelFile } from '../src/protocol/model-card.js'
import type { Source } from '../worker/bytes/content.js'
import type { EncoderWeights } from '../worker/onnx/encoder/weights.js'

/**
 * Finds the encoder of an ONNX file.
 * @param file what the card says of it
 * @param beside the files that hold tensors which it does not, by the names that it has for them
 * @throws Error where it is of no encoder that is known
 */
export type ReadEncoder = (
  file: ModelFile,
  content: Source,
  beside: ReadonlyMap<string, Source>,
) => EncoderWeights

/** What the model and its kernels are read from. Nothing is fetched beside: whoever makes this has all of it at hand. */
export interface EdgeFiles {
  /**
   * Contents of the model's files by their paths in its folder. Of `webrerank/tiny-en`, which is `dist/models/webrerank-tiny-en`
   * of this package: `tokenizer.json`, `match.bin`, `related.bin`, `vectors.bin` and `onnx/model_quantized.onnx`.
   */
  model: Readonly<Record<string, ArrayBuffer | Uint8Array | undefined>>
  /**
   * Modules of `dist/engine` of this package, compiled: many platforms compile none at run time, and give those that are
   * imported. Without `relaxed`, or where it does not run, `plain` is taken.
   */
  kernels: { plain?: WebAssembly.Module | undefined; relaxed?: WebAssembly.Module | undefined }
}

/** Options of {@link createReranker}. */
export interface EdgeOptions
  extends Pick<
    RerankerOptions,
    'maxDocuments' | 'maxBodyBytes' | 'maxQueue' | 'timeout' | 'upstream' | 'cache'
  > {
  /** The files, or what gives them: called at the first request, and again after a failure. */
  files: EdgeFiles | (() => EdgeFiles | Promise<EdgeFiles>)
  /**
   * The card of a model of your own: an encoder that the CPU engine knows, in int8 or 32-bit floats. Default: that of
   * `webrerank/tiny-en`.
   */
  model?: ModelCard | undefined
  /**
   * `plain` keeps to instructions that give the same bits on every processor, for a fleet whose answers must agree to
   * the last one. `auto`, the default, is up to twice as fast, and may differ in the fourth digit between processors.
   */
  kernels?: 'auto' | 'plain' | undefined
}

/** Options of {@link createHandler}. */
export interface HandlerOptions extends EdgeOptions {
  /**
   * Other names that requests may give the model, for clients whose model cannot be set: `['rerank-v3.5']`. Answers have
   * the model's own. Default: none.
   */
  aliases?: readonly string[] | undefined
}

/**
 * The reranker of a page, without what needs a worker, storage or a network. `cascade` and `deadline` are refused: an isolate has room for
 * one model, and on some platforms its clock stands still during a request.
 */
export type EdgeReranker = Omit<Reranker, 'stream'>

/** Options of a preset, which brings the files. */
export type PresetOptions = Omit<HandlerOptions, 'files' | 'model'>
