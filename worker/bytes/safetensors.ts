import { RerankError } from '../../src/protocol/errors.js'

export type Tensors = Map<string, Float32Array>

/** The tensors of a safetensors file: the length of a header in JSON, the header, the numbers. */
export function readSafetensors(file: Uint8Array): Tensors {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  try {
    const start = 8 + Number(view.getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start))) as Record<
      string,
      { dtype: string; data_offsets: [number, number] }
    >
    const { __metadata__: _, ...tensors } = header
    return new Map(
      Object.entries(tensors).map(
        ([
          name,
          {
            dtype,
            data_offsets: [from, to],
          },
        ]) => {
          // A copy, since the numbers may lie where a Float32Array cannot begin.
          return [name, readNumbers(dtype, file.slice(start + from, start + to).buffer)]
        },
      ),
    )
  } catch (cause) {
    throw broken((cause as Error).message)
  }
}

function readNumbers(dtype: string, bytes: ArrayBuffer): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes)
  // The upper half of a float32.
  if (dtype === 'BF16')
    return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (half) => half << 16).buffer)
  throw new Error(`numbers of the type ${dtype} are not known`)
}

export function broken(why: string): RerankError {
  return new RerankError('integrity_failed', `the model's head cannot be read: ${why}`)
}
