/** What the module of engine/ exports. Addresses and strides are in bytes; engine/ says what each does. */
export interface Kernels {
  memory: WebAssembly.Memory
  heapBase(): number
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
  gelu(x: number, count: number): void
  quantize(x: number, q: number, ranges: number, m: number, k: number): void
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
  gemmWords(
    a: number,
    ranges: number,
    b: number,
    columns: number,
    c: number,
    m: number,
    n: number,
    k: number,
  ): void
  attention(
    q: number,
    k: number,
    v: number,
    to: number,
    m: number,
    length: number,
    heads: number,
    width: number,
    scratch: number,
  ): void
  /** In floats. */
  attentionScratch(length: number, width: number): number
}

/** How numbers are multiplied: as floats, or 12-bit rows with 8-bit weights. */
export type Mode = 'float' | 'words'

/** A module and its memory, which is handed out from the bottom up and given back as a whole, with the worker. */
export interface Heap {
  kernels: Kernels
  /** An address of so many bytes, for good. */
  take(bytes: number): number
  write(values: Float32Array | Int16Array | Int8Array): number
  floats(address: number, count: number): Float32Array
  integers(address: number, count: number): Int32Array
}

const PAGE = 65_536
const ALIGN = 64

/** @throws WebAssembly.CompileError where the browser does not know the module's instructions */
export async function createHeap(module: Uint8Array<ArrayBuffer>): Promise<Heap> {
  const { instance } = await WebAssembly.instantiate(module)
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
  return {
    kernels,
    take,
    write(values) {
      const address = take(values.byteLength)
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
      new Uint8Array(memory.buffer, address, values.byteLength).set(bytes)
      return address
    },
    floats: (address, count) => new Float32Array(memory.buffer, address, count),
    integers: (address, count) => new Int32Array(memory.buffer, address, count),
  }
}
