import { companionFiles } from '../../src/models/files.js'
import type { ModelCard, ModelFile } from '../../src/protocol/model-card.js'
import type { DownloadSettings } from '../../src/protocol/worker-api.js'
import { bytesOfContent, type Content, sizeOf } from '../bytes/content.js'
import { openModelFiles } from '../files/model-files.js'
import type { DownloadProgress } from '../files/progress.js'
import type { FindShelf } from '../files/shelf.js'
import { createHead } from '../runtime/head.js'
import type { Choice, ExternalFile, Head } from '../runtime/types.js'
import { createPairInput, type PairInput } from '../text/pair-input.js'
import { findWeights } from './weights.js'

/** A model's files: small ones read, large ones ready to be read. */
export interface LoadedFiles {
  /** The weights, once: after that nothing here holds on to them. */
  takeWeights(): Content
  /** Files beside the weights' own that hold their tensors, as the graph names them. */
  takeBeside(): ExternalFile[]
  input: PairInput
  /** What turns an encoder's states into logits, where the weights do not. */
  head: Head | undefined
  /** What the two above were made of. */
  companions: readonly Uint8Array[]
  bytes: number
  notStored: string | undefined
}

/**
 * Reads what a model needs on a device. The tokenizer takes its time to build, and does so while the weights are on
 * their way.
 * @throws RerankError `download_not_allowed`, `download_failed`, `integrity_failed`, `out_of_memory`
 */
export async function loadFiles(
  findShelf: FindShelf,
  card: ModelCard,
  choice: Choice,
  settings: DownloadSettings,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedFiles> {
  const source = findWeights(card, choice.dtype)!
  const data = source.file.data ?? []
  const others = companionFiles(card)
  let bytes = 0
  const files = await openModelFiles(findShelf, card, [source.file, ...data, ...others], settings, onProgress)
  const open = async (file: ModelFile) => {
    const content = await files.open(file)
    bytes += sizeOf(content)
    return content
  }
  const read = async (file: ModelFile) => bytesOfContent(await open(file))
  const [content, beside, { input, head, companions }] = await Promise.all([
    open(source.file).then((content) => (source.convert ? convert(source.convert, content) : content)),
    // A graph names them as they are called in its own folder.
    Promise.all(data.map(async (file) => ({ path: file.path.replace(/^.*\//, ''), data: await open(file) }))),
    Promise.all(others.map(read)).then((companions) => ({
      companions,
      ...readCompanions(card, companions),
    })),
  ])
  let weights: Content | undefined = content
  return {
    takeWeights() {
      const taken = weights!
      weights = undefined
      return taken
    },
    takeBeside: () => beside.splice(0),
    input,
    head,
    companions,
    bytes,
    notStored: files.notStored(),
  }
}

async function convert(
  into: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>,
  content: Content,
): Promise<Uint8Array<ArrayBuffer>> {
  return into(await bytesOfContent(content))
}

/** @param companions contents of the card's `companionFiles` */
export function readCompanions(
  card: ModelCard,
  companions: readonly Uint8Array[],
): { input: PairInput; head: Head | undefined } {
  return {
    input: createPairInput(card, companions),
    head: card.head && createHead(companions.slice(-3)),
  }
}
