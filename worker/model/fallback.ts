import type { Choice } from '../runtime/types.js'

/**
 * The CPU runtime in place of onnxruntime-web, which is then not even fetched. Where the CPU runtime does not know the
 * model, does not run here or fails the check, onnxruntime-web has its turn, and the reason is told. In the place of a
 * native runtime that fails the check the CPU runtime comes next: natively, sums of int8 products saturate on x86
 * processors without VNNI.
 * @param isDecoder whether the model is of a kind that the CPU runtime does not know
 * @param faster chooses one of the CPU runtime and a native one, where both are there. Default: the native one
 */
export async function preferCpuRuntime<T>(
  choice: Choice,
  isDecoder: boolean,
  open: (choice: Choice) => Promise<T>,
  faster?: (ours: T, theirs: T) => Promise<T>,
): Promise<T> {
  const native = choice.build === 'native'
  if (native && !isDecoder && faster) return openFaster(choice, open, faster)
  if (isDecoder || !(native || choice.build === 'wasm')) return open(choice)
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

/** Opens the model in both, and takes the faster one; where one fails the other one. */
async function openFaster<T>(
  choice: Choice,
  open: (choice: Choice) => Promise<T>,
  faster: (ours: T, theirs: T) => Promise<T>,
): Promise<T> {
  const ours = await open({ ...choice, build: 'engine' }).catch((error: Error) => error)
  const theirs = await open(choice).catch((error: Error) => error)
  if (!(ours instanceof Error)) return theirs instanceof Error ? ours : faster(ours, theirs)
  if (theirs instanceof Error) throw theirs
  return theirs
}
