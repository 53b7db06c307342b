/** Where a model runs: the GPU through WebGPU, or the CPU through WebAssembly (on a server maybe natively, see `build`). */
export type Device = 'webgpu' | 'wasm'

/** How a model's weights are stored: 32-bit or 16-bit floats, or 8-bit or 4-bit integers with scales. */
export type Dtype = 'fp32' | 'fp16' | 'q8' | 'q4'

/** One file of a model. */
export interface ModelFile {
  /** Path below the model's base URL, such as `onnx/model_quantized.onnx`. */
  path: string
  /** Size in bytes. A download of another size is refused. */
  bytes?: number
  /** Lower-case hexadecimal SHA-256. A download with another one is refused. */
  sha256?: string
  /** Approximate size in bytes, if `bytes` is not known. Shown before a download, never checked. */
  approximateBytes?: number
}

/** An ONNX file. */
export interface WeightsFile extends ModelFile {
  /** Files that hold its tensors, where the export has them beside it: `model.onnx_data` of `model.onnx`. Default: none. */
  data?: readonly ModelFile[]
}

/**
 * Match types: the model's `token_type_ids` say where query and document meet. They are computed from token ids before
 * a pair is cut, as training/README.md, "Match types", has it. Only for tokenizers that join a pair as
 * `[CLS] query [SEP] document [SEP]`.
 */
export interface MatchTypes {
  /** For each entry of the vocabulary its rarity, its stem and its flags. */
  table: ModelFile
  /** How soon more of the same word counts no more, in the coverage of a query; as in BM25. */
  k1: number
  /** How much of a document's length counts, 0 to 1; as in BM25. */
  b: number
  /** Words of a document that counts as neither long nor short. */
  averageWords: number
  /** Words that a document's best window holds. */
  windowWords: number
  /** The most that a word may weigh. */
  weightCap: number
  /** Rarity from which a word's first piece alone counts as a partial match. */
  partialMin: number
  /** Words that an answer may use in place of others, in three strengths. Default: none, and then no type tells of them. */
  related?: ModelFile
  /** A query's words that weigh less have no related words. Default: 0. */
  relatedMin?: number
  /** Word vectors, which tell how alike query and document are in meaning. Default: none, and then no type tells of it. */
  vectors?: ModelFile
}

/**
 * How a decoder, a language model that reads from left to right, is asked about a pair. The prompt is prefix, instruction, query, document,
 * suffix; the score is how much likelier the model goes on with `yes` than with `no`. Special tokens are spelt out
 * in `prefix` and `suffix` alone.
 */
export interface DecoderPrompt {
  /** What comes first, such as `<|im_start|>user\n`. */
  prefix: string
  /**
   * What stands around the instruction, and the instruction of requests without one. Without a default, such requests have no
   * instruction at all. Default: the model takes no instruction.
   */
  instruction?: { before: string; after: string; default?: string }
  /** What stands before the query, such as `<Query>: `. */
  query: string
  /** What stands between query and document, such as `\n<Document>: `. */
  document: string
  /** What comes last. */
  suffix: string
  /** The word for a document that answers. It must be one token. */
  yes: string
  /** The word for a document that does not. It must be one token. */
  no: string
  /** Whether the query is tokenized apart from what stands behind it. Default: both as one text. */
  apart?: boolean
}

/** A pair whose score is known, to check a device before it is trusted. */
export interface ReferencePair {
  query: string
  document: string
  /** The logit that the weights of each dtype must give, within {@link ModelCard.tolerance}. */
  logit: Partial<Record<Dtype, number>>
}

/** Where and how far a check with {@link ReferencePair}s may differ, in logits, by dtype. */
export type Tolerance = Partial<Record<Dtype, number>>

/**
 * A model by its location. What a card would say is read from the model's own files (`config.json`, `tokenizer_config.json`,
 * the names of its weights), once it may be downloaded. What is given here overrides that.
 *
 * For a model of the Hugging Face hub with an ONNX export: `{ id: 'owner/name', source: 'hub:owner/name' }`. For one on
 * your own server, in a folder with the same layout: `{ id: 'mine', source: '/models/mine/' }`.
 */
export type ModelReference = Partial<ModelCard> & Pick<ModelCard, 'id' | 'source'>

/** How much a first stage weighs beside a model, the model weighing 1. */
export interface FuseWeight {
  /** An order or scores that the caller gives, of a search over everything there is. */
  given: number
  /** BM25 over the documents of one request, which knows less: they were found for the same words. */
  bm25: number
}

/** Everything that must be known of a cross-encoder to download, run, check and describe it: data, never code. */
export interface ModelCard {
  /** The `model` of a request, such as `webrerank/tiny-en`. */
  id: string
  /**
   * Which training of the model, where its id stays while its weights change. Told in an answer; a check that another
   * version passed does not count. Default: the model has one version.
   */
  version?: number
  /** One line for a person who chooses a model. */
  description: string
  /**
   * Base URL of the files, absolute or relative to the page; `hub:owner/name` for a repository of the Hugging Face hub;
   * `embedded` for a model that ships inside this package, beside the worker.
   */
  source: 'embedded' | `hub:${string}` | (string & {})
  /**
   * Which state of the source: a branch, a tag or, best, a commit of a hub's repository (default: `main`); for a base
   * URL any word, to be changed with the files. Another revision is downloaded anew.
   */
  revision?: string
  /** SPDX identifier of the weights' licence; `unknown` where it was not read. */
  license: string
  /** BCP 47 tags of the languages that the model was trained for. */
  languages: readonly string[]
  /** The most tokens a pair may have, special tokens counted. */
  window: number
  /** Attention heads of a layer, to estimate the memory of long pairs. Default: 16. */
  heads?: number
  /** A Hugging Face `tokenizer.json`. */
  tokenizer: ModelFile
  /** Members of the model's `tokenizer_config.json` that change how text is split. Default: none. */
  tokenizerConfig?: Readonly<Record<string, unknown>>
  /** Set for a model whose token types say where query and document meet. Default: types as the tokenizer has them. */
  matchTypes?: MatchTypes
  /** Set for a decoder that judges pairs by a word. Default: the model is a cross-encoder, and its tokenizer joins a pair. */
  decoder?: DecoderPrompt
  /** ONNX weights by dtype. */
  weights: Partial<Record<Dtype, WeightsFile>>
  /**
   * The head, for an export of the encoder alone whose first token's state it turns into a logit: a layer without bias
   * and GELU, a normalization, a layer. In safetensors, as Sentence Transformers stores them. Default: the export has it.
   */
  head?: { dense: ModelFile; norm: ModelFile; output: ModelFile }
  /**
   * Dtypes without a file of their own, made of another's once it is downloaded, so that one download serves both
   * devices: `{ fp32: 'q8', fp16: 'q8' }` for a `q8` file as ONNX Runtime's `quantize_dynamic` writes it. Scores are then
   * those of the rounded weights, with activations that are not rounded, or to 16-bit floats. Default: none.
   */
  derivedWeights?: { fp32?: 'q8'; fp16?: 'q8' }
  /**
   * Dtypes to try on each device, best first. Default: `fp16`, then `fp32` on WebGPU (`fp16` only where the adapter
   * has `shader-f16`), and `q8`, then `fp32` on WASM.
   */
  dtypes?: Partial<Record<Device, readonly Dtype[]>>
  /** Pairs with known logits, scored after each load. Default: none, and then nothing but finite scores is checked. */
  reference?: readonly ReferencePair[]
  /** Largest difference from a reference logit. Default: 0.01 for fp32, 0.1 for fp16, 0.3 for q8 and q4. */
  tolerance?: Tolerance
  /**
   * A score between 0 and 1 below which a document is taken not to answer: where even the best document of a request is
   * below it, the answer says `answered: false`. Default: none, and then nothing is said.
   */
  floor?: number
  /** How much a first stage weighs beside this model, where `fuse` blends the two. Default: 0.5 for both kinds. */
  fuseWeight?: FuseWeight
  /**
   * What `fuse` does with text of a language that the vocabulary does not know, which falls into pieces: where more than
   * the share `pieces` of a request's word tokens continues a word, a first stage weighs `fuseWeight` instead. Only for
   * a model with {@link ModelCard.matchTypes}, whose table tells pieces from words. Default: no such difference.
   */
  foreign?: { pieces: number; fuseWeight: FuseWeight }
}
