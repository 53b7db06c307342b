import { expect, test, vi } from 'vitest'
import type { Unvectored } from '../shared/protocol.js'
import { createVectorMaker } from './vectors.js'

const parts: Unvectored[] = [
  { fileId: 1, first: 0, texts: ['a', 'b'] },
  { fileId: 1, first: 2, texts: ['c'] },
]

function createFakes(size = 2) {
  const left = [...parts]
  const kept: [Unvectored, number][] = []
  const library = {
    unvectored: vi.fn(async () => left[0]),
    keepVectors: vi.fn(async (part: Unvectored, data: Int8Array) => {
      left.shift()
      kept.push([part, data.length])
    }),
  }
  const reranker = {
    load: vi.fn(async () => ({ modelVersion: 3 }) as never),
    vectors: vi.fn(async (texts: readonly string[]) => ({ size, data: new Int8Array(texts.length * size) })),
  }
  return { library, reranker, kept, maker: createVectorMaker(library, reranker) }
}

test('all that have none get theirs, of the model that there is', async () => {
  const { library, kept, maker } = createFakes()
  maker.start()
  await vi.waitFor(() => expect(library.unvectored).toHaveBeenCalledTimes(3))
  expect(kept).toEqual([
    [parts[0], 4],
    [parts[1], 2],
  ])
  expect(library.unvectored).toHaveBeenCalledWith({ version: 3 })
})

test('a model without word vectors makes none', async () => {
  const { library, reranker, maker } = createFakes(0)
  maker.start()
  await vi.waitFor(() => expect(reranker.vectors).toHaveBeenCalledTimes(1))
  await Promise.resolve()
  expect(library.keepVectors).not.toHaveBeenCalled()
})

test('files that are being read go first', async () => {
  const { library, reranker, maker } = createFakes()
  maker.start()
  maker.stop()
  await vi.waitFor(() => expect(reranker.load).toHaveBeenCalled())
  await Promise.resolve()
  expect(library.unvectored).not.toHaveBeenCalled()
})

test('what fails is tried again with the next files', async () => {
  const { kept, reranker, maker } = createFakes()
  reranker.load.mockRejectedValueOnce(new Error('no model'))
  maker.start()
  await vi.waitFor(() => expect(reranker.load).toHaveBeenCalledTimes(1))
  maker.start()
  await vi.waitFor(() => expect(kept).toHaveLength(2))
})
