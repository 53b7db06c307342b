import type { Dtype } from '../../../src/protocol/model-card.js'
import type { EncoderWeights } from '../../onnx/encoder/weights.js'
import type { ActivationBits, Head, KernelModule, Session } from '../types.js'
import { createKernelChoice } from './choose-kernel.js'
import { createForward } from './forward.js'
import { bestModule, createHeap } from './heap.js'

/**
 * Loads a model into the CPU runtime. Its int8 is its own: the file's weights, and activations of 12 bits, or of 7 where
 * relaxed SIMD runs (12 in the places that need them).
 * @param read finds the encoder. What it takes to do so is the time in which kernels are compiled well
 * @param module which kernels. Default: the best that this place has
 * @param head of a model whose graph gives states
 * @throws what `read` throws, and Error where the module does not run here, or where the graph has no head and none is given
 */
export async function createCpuSession(
  read: () => EncoderWeights,
  dtype: Dtype,
  bits: ActivationBits,
  loadModule: (name: KernelModule) => Promise<WebAssembly.Module>,
  module: KernelModule = bestModule(),
  head?: Head,
): Promise<Pick<Session, 'run' | 'lost' | 'kernel'>> {
  const heap = await createHeap(await loadModule(module))
  const choice = dtype === 'q8' && bits === 7 ? createKernelChoice(heap) : undefined
  choice?.warm()
  const encoder = read()
  const givesStates = encoder.kind === 'modernbert' && !encoder.head
  if (givesStates !== !!head)
    throw new Error(
      givesStates ? 'the graph gives states, and there is no head' : 'the graph has a head of its own',
    )
  const int7 = choice?.choose()
  const forward = createForward(heap, encoder, dtype !== 'q8' ? 'float' : int7 ? { int7 } : 'int12')
  const precision = dtype !== 'q8' ? 'float' : int7 ? `int7 (${int7})` : 'int12'
  return {
    kernel: `${precision} of the ${module} module`,
    async run(pairs) {
      return Float32Array.from(pairs, ({ ids, types }) => {
        const logits = forward(ids, types)
        if (head) return head(logits)
        // Of two labels, the second against the first, as their softmax would weigh them.
        return logits.length === 1 ? logits[0]! : logits[1]! - logits[0]!
      })
    },
    async lost() {
      return undefined
    },
  }
}
