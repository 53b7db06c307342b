import type { Device, Dtype } from '../../src/protocol/model-card.js'
import type { RuntimeBuild } from '../../src/protocol/worker-api.js'
import type { Content } from '../bytes/content.js'
import type { Pair } from '../text/types.js'

/** The modules of kernels/: of the instructions of every browser, and of relaxed SIMD too. */
export type KernelModule = 'plain' | 'relaxed'

/** Modules by name, for another worker: compiled code can be shared. */
export type KernelModules = Partial<Record<KernelModule, WebAssembly.Module>>

/** Where to run, and why. */
export interface Choice {
  device: Device
  dtype: Dtype
  build: RuntimeBuild
  /** For a person: one clause, no full stop. */
  reason: string
}

/** Turns an encoder's state of the first token into a logit. */
export type Head = (state: ArrayLike<number>) => number

/** The words of a decoder's verdict, as tokens. */
export interface Verdict {
  yes: number
  no: number
}

/** What is opened in the place of a model's file. */
export interface Rewritten {
  weights: Content
  /** A graph whose large tensors lie in the weights; absent, it is the weights' own. */
  graph?: Uint8Array<ArrayBuffer> | undefined
}

/** A loaded model: the seam behind which a runtime lives. One call of `run` at a time. */
export interface Session {
  /** One logit a pair. */
  run(pairs: readonly Pair[]): Promise<Float32Array>
  /** Why the GPU went away, where it did. Asked after a failed run. */
  lost(): Promise<string | undefined>
  /** Gives back what the runtime holds outside of the garbage collector's sight. Nothing is run after it. */
  release?(): Promise<void>
  /** The most tokens that a pair may have: as many as the model takes, or fewer where memory allows fewer. */
  readonly maxLength: number
  /** Which kernels of the CPU runtime it has, for a log. */
  readonly kernel?: string
}

/** A file that holds tensors of a graph, by the name that the graph has for it. */
export interface ExternalFile {
  path: string
  data: Content
}

/** How a runtime that wants pairs of one length gets them. */
export interface Padding {
  /** The token that fills a row up. */
  id: number
  /** Lengths are rounded up to a multiple of this. */
  multiple: number
}

export interface SessionOptions {
  padding: Padding
  /** What the longest pair depends on. */
  size: {
    /** Tokens of a pair that the model takes. */
    maxLength: number
    heads?: number | undefined
    /** Bytes of weights, as they were read. */
    weights: number
  }
  /** Applied to what an encoder gives. */
  head?: Head | undefined
  /** Set for a decoder: what is read of its logits. */
  verdict?: Verdict | undefined
  beside?: ExternalFile[]
  /** Of the CPU runtime. Default: 12. */
  activationBits?: ActivationBits
  /** In the place of the graph in the weights, in which its large tensors still lie. Of onnxruntime-web. */
  graph?: Rewritten['graph'] | undefined
}

/**
 * Bits of the integers that a layer's activations become where weights are int8. Twelve cost next to nothing in exactness; what
 * seven cost depends on a model's weights, and they are twice as fast.
 */
export type ActivationBits = 7 | 12
