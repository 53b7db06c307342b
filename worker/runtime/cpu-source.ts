import { RerankError } from '../../src/protocol/errors.js'
import { fetchKernels } from './kernels.js'
import type { RuntimeSource } from './source.js'

/** The CPU runtime alone. What it does not know is told to need the entry that has ONNX Runtime. */
export const cpuSource: RuntimeSource = {
  cpu: 'wasm',
  reason: 'webrerank/cpu runs on the CPU alone',
  withoutGpu: 'webrerank/cpu runs on the CPU alone: import webrerank',
  async load() {
    throw new RerankError(
      'unsupported_device',
      'the CPU runtime cannot run this model, and webrerank/cpu has no ONNX Runtime: import webrerank instead',
    )
  },
  loadKernels: fetchKernels,
}
