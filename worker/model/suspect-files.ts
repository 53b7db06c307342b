import { companionFiles, weightsFiles } from '../../src/models/files.js'
import { isRerankError, type RerankErrorCode } from '../../src/protocol/errors.js'
import type { ModelCard, ModelFile } from '../../src/protocol/model-card.js'
import { type Content, sourceOf } from '../bytes/content.js'
import { removeFaultyFiles, storedPaths } from '../files/model-files.js'
import type { FindShelf } from '../files/shelf.js'
import { isolateGraph } from '../onnx/rewrite/externalize.js'
import type { Choice } from '../runtime/types.js'

/** Failures that a model's files may be the cause of. */
const BY_FILES: ReadonlySet<RerankErrorCode> = new Set([
  'integrity_failed',
  'inference_failed',
  'canary_failed',
])

/** Stored files that a load uses, until it is known that the model works with them. */
export interface SuspectFiles {
  readonly files: readonly ModelFile[]
  /**
   * Removes what is at fault for a failure.
   * @returns whether some of it was there before the load, so that another try has other files
   */
  remove(error: unknown): Promise<boolean>
}

export async function suspectFiles(
  findShelf: FindShelf,
  card: ModelCard,
  choice: Choice,
): Promise<SuspectFiles> {
  const companions = companionFiles(card)
  const files = [...weightsFiles(card, choice.dtype), ...companions]
  const before = await storedPaths(findShelf, card, files)
  const isCompanion = new Set(companions.map(({ path }) => path))
  return {
    files,
    async remove(error) {
      const code = isRerankError(error) ? error.code : 'inference_failed'
      if (!BY_FILES.has(code)) return false
      const removed = await removeFaultyFiles(findShelf, card, files, (path, content) => {
        // A GPU fails for reasons of its own: there a file must be no graph at all.
        if (choice.device === 'wasm') return true
        return isCompanion.has(path) ? code === 'integrity_failed' : !isGraph(path, content)
      })
      return removed.some((path) => before.has(path))
    },
  }
}

function isGraph(path: string, content: Content): boolean {
  if (!path.endsWith('.onnx')) return true
  try {
    isolateGraph(sourceOf(content))
    return true
  } catch {
    return false
  }
}
