// The embedded model in the CPU runtime's modes: what scores a task in Node.
import { readFileSync } from 'node:fs'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { companionFiles } from '../../src/models/files.js'
import { matchEncoder } from '../../worker/onnx/encoder/match-encoder.js'
import { readModel } from '../../worker/onnx/format/model.js'
import { createForward, type Mode } from '../../worker/runtime/cpu/forward.js'
import { createHeap, type KernelModule } from '../../worker/runtime/cpu/heap.js'
import { prepareDocuments } from '../../worker/text/pair-encoder.js'
import { createPairInput } from '../../worker/text/pair-input.js'

const MODES: Record<string, [KernelModule, Mode]> = {
  'engine, fp32': ['relaxed', 'float'],
  'engine, 12 bits': ['plain', 'int12'],
  'engine, 7 bits': ['relaxed', { int7: 'narrow' }],
}
const LENGTH = { maxChunksPerDoc: 1, overlapTokens: 0, truncate: true }

/**
 * Opens the model in every mode.
 * @param folder of the model's files
 * @returns what gives a query's documents a logit each, by mode
 */
export async function openModes(folder: string, modules: Record<KernelModule, BufferSource>) {
  const file = (path: string) => new Uint8Array(readFileSync(`${folder}/${path}`))
  const input = createPairInput(
    tinyEn,
    companionFiles(tinyEn).map(({ path }) => file(path)),
  )
  const encoder = matchEncoder(readModel(file(tinyEn.weights.q8!.path)))
  const forwards = await Promise.all(
    Object.entries(MODES).map(async ([name, [module, mode]]) => {
      const heap = await createHeap(await WebAssembly.compile(modules[module]))
      return [name, createForward(heap, encoder, mode)] as const
    }),
  )
  return async (query: string, documents: string[]): Promise<Record<string, number[]>> => {
    const request = { id: 0, query, documents, length: LENGTH }
    const prepared = await prepareDocuments(input, request, async () => {})
    const pairs = prepared.map((document) => document.pair(0))
    return Object.fromEntries(
      forwards.map(([name, forward]) => [name, pairs.map(({ ids, types }) => forward(ids, types)[0]!)]),
    )
  }
}
