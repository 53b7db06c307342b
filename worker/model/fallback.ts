import type { Choice } from '../runtime/types.js'

/**
 * The CPU runtime in place of onnxruntime-web, which is then not even fetched. Where the CPU runtime does not know the
 * model, does not run here or fails the check, onnxruntime-web has its turn, and the reason is told. In the place of a
 * native runtime that fails the check the CPU runtime comes next: natively, sums of int8 products saturate on x86
 * processors without VNNI.
 */
export async function preferCpuRuntime<T>(
  choice: Choice,
  head: unknown,
  open: (choice: Choice) => Promise<T>,
): Promise<T> {
  const native = choice.build === 'native'
  if (head || !(native || choice.build === 'wasm')) return open(choice)
  try {
    return await open(native ? choice : { ...choice, build: 'engine' })
  } catch (error) {
    const next = native ? 'our own engine' : 'onnxruntime-web'
    const reason = `${choice.reason}; in ${next}, since: ${(error as Error).message}`
    if (!native) return open({ ...choice, reason })
    return open({ ...choice, build: 'engine', reason }).catch(() => {
      throw error
    })
  }
}
