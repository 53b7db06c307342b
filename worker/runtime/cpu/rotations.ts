import type { ModernLayerWeights } from '../../onnx/encoder/weights.js'
import type { Heap } from './heap.js'
import type { Buffers, Steps } from './steps.js'

/** By what places turn queries and keys: layers of the same rates have their cosines and sines in common. */
export interface Rotations {
  /** {@link Steps.reserve}, and the cosines and sines of as many places. */
  reserve(length: number): Buffers
  /** The address of a layer's rows: the cosines of a place's angles, and their sines. */
  of(layer: number): number
}

export function createRotations(
  heap: Heap,
  steps: Pick<Steps, 'reserve' | 'width'>,
  layers: readonly Pick<ModernLayerWeights, 'rates'>[],
): Rotations {
  const tables = new Map<string, { rates: readonly number[]; address: number }>()
  const byLayer = layers.map(({ rates }) => {
    const key = rates.join()
    const table = tables.get(key) ?? { rates, address: 0 }
    tables.set(key, table)
    return table
  })
  let room = 0
  return {
    reserve(length) {
      const at = steps.reserve(length)
      if (length <= room) return at
      // Lies behind the buffers, which have just been laid anew.
      room = at.room
      for (const table of tables.values()) table.address = heap.write(anglesOf(table.rates, room))
      return at
    },
    of: (layer) => byLayer[layer]!.address,
  }
}

function anglesOf(rates: readonly number[], places: number): Float32Array {
  const half = rates.length
  const rows = new Float32Array(places * half * 2)
  for (let place = 0; place < places; place++)
    for (const [i, rate] of rates.entries()) {
      rows[place * 2 * half + i] = Math.cos(place * rate)
      rows[(place * 2 + 1) * half + i] = Math.sin(place * rate)
    }
  return rows
}
