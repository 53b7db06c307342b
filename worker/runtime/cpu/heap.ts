import type { KernelModule } from '../types.js'

/** What the module of kernels/ exports. Addresses and strides are in bytes; kernels/ says what each does. */
export interface Kernels {
  memory: WebAssembly.Memory
  heapBase(): number
  packWeights(
    weights: number,
    scales: number,
    biases: number,
    to: number,
    columns: number,
    block: number,
    k: number,
    n: number,
    steps: 1 | 2 | 4,
    bounded: 0 | 1,
    factor: number,
  ): 0 | 1
  embed(to: number, table: number, scales: number, ids: number, m: number, n: number, add: 0 | 1): void
  addAndNormalize(
    x: number,
    y: number,
    to: number,
    m: number,
    n: number,
    weight: number,
    bias: number,
    epsilon: number,
  ): void
  rotate(x: number, angles: number, m: number, heads: number, width: number): void
  gate(x: number, y: number, count: number): void
  add(x: number, y: number, count: number): void
  gelu(x: number, count: number): void
  geluRoughly(x: number, count: number): void
  quantizeInt12(x: number, q: number, ranges: number, m: number, k: number, qmax: number): void
  gemmFloat(
    a: number,
    aStride: number,
    b: number,
    c: number,
    cStride: number,
    m: number,
    n: number,
    k: number,
    bias: number,
  ): void
  gemmInt12: IntegerGemm
  /** These three are in the relaxed module alone. */
  quantizeInt7?(x: number, q: number, ranges: number, m: number, k: number, together: number): void
  gemmInt7Narrow?: IntegerGemm
  gemmInt7Fused?: IntegerGemm
  attention: Attention
  /** In floats. */
  attentionScratch(length: number, width: number): number
  attentionInt12: Attention
  /** In bytes. */
  attentionInt12Scratch(length: number, width: number): number
}

type IntegerGemm = (
  a: number,
  ranges: number,
  b: number,
  columns: number,
  c: number,
  m: number,
  n: number,
  k: number,
) => void

type Attention = (
  q: number,
  k: number,
  v: number,
  to: number,
  m: number,
  length: number,
  heads: number,
  width: number,
  scratch: number,
  reach: number,
) => void

/** A module and its memory, which is handed out from the bottom up and given back as a whole, with the worker. */
export interface Heap {
  kernels: Kernels
  /** An address of so many bytes, for good. */
  take(bytes: number): number
  /** Gives back what was taken from an address on. */
  release(address: number): void
  write(values: ArrayBufferView): number
  /** Copies numbers to an address that was taken. */
  put(address: number, values: ArrayBufferView): void
  floats(address: number, count: number): Float32Array
  integers(address: number, count: number): Int32Array
}

/** A function of one instruction, `i16x8.relaxed_dot_i8x16_i7x16_s`. */
const RELAXED = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 123, 123, 1, 123, 3, 2, 1, 0],
  ...[10, 11, 1, 9, 0, 32, 0, 32, 1, 253, 146, 2, 11],
]

/** The module for what the browser knows, and nothing else: a timing could choose differently in each worker. */
export function bestModule(): KernelModule {
  return WebAssembly.validate(Uint8Array.from(RELAXED)) ? 'relaxed' : 'plain'
}

const PAGE = 65_536
const ALIGN = 64

export async function createHeap(module: WebAssembly.Module): Promise<Heap> {
  const instance = await WebAssembly.instantiate(module)
  const kernels = instance.exports as unknown as Kernels
  const { memory } = kernels
  let top = kernels.heapBase()
  const take = (bytes: number): number => {
    const address = Math.ceil(top / ALIGN) * ALIGN
    top = address + bytes
    const missing = top - memory.buffer.byteLength
    if (missing > 0) {
      try {
        memory.grow(Math.ceil(missing / PAGE))
      } catch (cause) {
        throw new Error(`out of memory: ${bytes} bytes more were wanted`, { cause })
      }
    }
    return address
  }
  const put = (address: number, { buffer, byteOffset, byteLength }: ArrayBufferView): void =>
    new Uint8Array(memory.buffer, address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength))
  return {
    kernels,
    take,
    put,
    release(address) {
      top = address
    },
    write(values) {
      const address = take(values.byteLength)
      put(address, values)
      return address
    },
    floats: (address, count) => new Float32Array(memory.buffer, address, count),
    integers: (address, count) => new Int32Array(memory.buffer, address, count),
  }
}
