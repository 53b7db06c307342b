import { startHub } from '../../fixtures/hub/hub-server.mjs'
import { largeFiles, SHAPES } from '../../fixtures/models/large.mjs'
import type { EngineInfo, ModelCard } from '../../src/index.js'
import { expect, test } from '../support/site.js'

/** A model of 118 MB with a vocabulary of 250,002 entries, the shape of a multilingual MiniLM. */

test('is held in memory once, and the page goes on while it loads', async ({ site }) => {
  const files = largeFiles(SHAPES['mMiniLMv2-L12-H384'])
  const bytes = files.get('onnx/model_quantized.onnx')!.length
  const tokenizer = files.get('tokenizer.json')!.length
  expect(bytes).toBeGreaterThan(110e6)
  expect(tokenizer).toBeGreaterThan(10e6)
  const hub = await startHub({ 'large/model': files })
  const load = (build: string) =>
    site.page.evaluate(
      async ([host, build]) => {
        const { countTurns, createReranker } = (await import(
          '/site.js' as string
        )) as typeof import('../pages/site.js')
        const reranker = createReranker({
          model: { id: `large/${build}`, source: 'hub:large/model' } as ModelCard,
          device: 'wasm',
          host,
          worker: () => new Worker('/measured-worker.js', { type: 'module' }),
        })
        let info: EngineInfo | undefined
        const turns = await countTurns(async () => {
          info = await reranker.load()
        })
        const answer = await reranker.rank({
          query: 'panda',
          documents: ['bamboo', 'a river'],
          raw_scores: true,
        })
        const channel = new BroadcastChannel('memory')
        const told = new Promise<{ wasm: number[]; buffers: number[] }>((resolve) => {
          channel.onmessage = ({ data }) => resolve(data)
        })
        channel.postMessage('tell')
        const memory = await told
        reranker.dispose()
        const fetched = performance.getEntriesByType('resource').map(({ name }) => name)
        return { info: info!, answer, memory, turns, fetched }
      },
      [hub.origin, build] as const,
    )
  /** Whether a file was asked for while another was on its way. */
  const asks = (file: string, other: string) =>
    hub.requests.some((request) => request.file === file && request.beside.includes(other))
  const logits: number[][] = []
  for (const build of ['engine', 'wasm']) {
    if (build === 'wasm') site.intercept = ({ url }) => (url?.startsWith('/dist/engine/') ? 404 : undefined)
    hub.requests.length = 0
    const { info, answer, memory, turns, fetched } = await load(build)
    expect(info.build).toBe(build)
    // The file goes to the disk and is read from there part by part: none but the runtime holds it, and that once.
    expect(memory.buffers.filter((size) => size >= bytes)).toEqual([])
    if (build === 'engine') expect(memory.buffers).toEqual([])
    const wasm = memory.wasm.reduce((sum, size) => sum + size, 0)
    expect(wasm).toBeGreaterThan(0.9 * bytes)
    expect(wasm).toBeLessThan(1.6 * bytes)
    // The page goes on, and has nothing to build a tokenizer or a session of.
    expect(turns).toBeGreaterThan(20)
    expect(fetched.length).toBeGreaterThan(1)
    expect(fetched.filter((name) => !name.endsWith('.js'))).toEqual([])
    // The tokenizer comes beside the weights, and not after them.
    const asked = hub.requests.flatMap(({ file }) => file ?? [])
    expect(asked.toSorted()).toEqual(
      ['config.json', 'onnx/model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json'].toSorted(),
    )
    const apart = [
      asks('tokenizer.json', 'onnx/model_quantized.onnx'),
      asks('onnx/model_quantized.onnx', 'tokenizer.json'),
    ]
    expect(apart).toContain(true)
    logits.push(answer.results.toSorted((a, b) => a.index - b.index).map((result) => result.relevance_score))
  }
  // Two runtimes round activations in different ways, and random weights make much of that.
  for (const [i, logit] of logits[0]!.entries()) expect(Math.abs(logit - logits[1]![i]!)).toBeLessThan(0.3)
  await hub.close()
})
