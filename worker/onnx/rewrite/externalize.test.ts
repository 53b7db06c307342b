import { expect, test } from 'vitest'
import { createCard, expectedLogit, pairIds } from '../../../fixtures/models/cards.mjs'
import { modelFiles, WEIGHT_PATHS } from '../../../fixtures/models/files.mjs'
import { createModel } from '../../../fixtures/models/models.mjs'
import { writeOnnxApart } from '../../../fixtures/onnx/graph.mjs'
import { openScorer } from '../../../fixtures/onnx/ort-in-node.js'
import { sourceOf } from '../../bytes/content.js'
import { externalLocations, isolateGraph, WEIGHTS_LOCATION } from './externalize.js'

const NAMES = ['tiny-bert', 'tiny-roberta', 'tiny-xlmr'] as const

test.each(NAMES.flatMap((name) => (['fp32', 'q8'] as const).map((dtype) => [name, dtype] as const)))(
  '%s in %s scores to the bit as the whole file does, and its graph is small',
  async (name, dtype) => {
    const file = modelFiles(name).get(WEIGHT_PATHS[dtype])!
    // As it lies in memory after a download: not at the start of a buffer.
    const shifted = new Uint8Array(file.length + 7).subarray(7)
    shifted.set(file)
    const graph = isolateGraph(sourceOf(shifted))
    expect(graph.length).toBeLessThan(30_000)
    expect([...externalLocations(graph)]).toEqual([WEIGHTS_LOCATION])
    const whole = await openScorer(file)
    const apart = await openScorer(graph, [{ path: WEIGHTS_LOCATION, data: shifted }])
    for (const { query, document } of createCard(name, '').reference!) {
      const pair = pairIds(name, query, document)
      expect(await apart(pair)).toBe(await whole(pair))
    }
  },
)

test('tensors that lie in a file of their own stay there', async () => {
  const { file, data } = writeOnnxApart(createModel('tiny-bert'), 'fp32', 'model.onnx_data')
  expect([...externalLocations(file)]).toEqual(['model.onnx_data'])
  const graph = isolateGraph(sourceOf(file))
  expect(graph).toEqual(file)
  const score = await openScorer(graph, [
    { path: WEIGHTS_LOCATION, data: file },
    { path: 'model.onnx_data', data: data[0]! },
  ])
  const [query, document] = ['what is panda?', 'A bear that eats bamboo.']
  const difference =
    (await score(pairIds('tiny-bert', query, document))) - expectedLogit('tiny-bert', query, document)
  expect(Math.abs(difference)).toBeLessThan(1e-4)
})

test('what is no ONNX file is refused', () => {
  expect(() => isolateGraph(sourceOf(new TextEncoder().encode('<!doctype html>')))).toThrow('malformed')
})
