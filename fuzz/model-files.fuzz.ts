import fc from 'fast-check'
import { test } from 'vitest'
import { modelFiles } from '../fixtures/models/files.mjs'
import type { ModelReference } from '../src/protocol/model-card.js'
import { readSafetensors } from '../worker/bytes/safetensors.js'
import { checkCard } from '../worker/files/check-card.js'
import { matchKnown } from '../worker/onnx/encoder/match-known.js'
import { readModel } from '../worker/onnx/format/model.js'
import { dequantizeModel } from '../worker/onnx/rewrite/dequantize.js'
import { isolateGraph } from '../worker/onnx/rewrite/externalize.js'
import { fuseModel } from '../worker/onnx/rewrite/fuse.js'
import { campaign } from './support/campaign.js'
import { guided } from './support/guided.js'
import { changedBytes, changedJson } from './support/mutations.js'
import { refusesAs, refusesByError } from './support/refusals.js'

/** What a model's files may hold: whatever it is, it is read, or refused with a reason, and never in an endless loop. */

const onnx = modelFiles('tiny-bert').get('onnx/model_quantized.onnx')!
const modern = modelFiles('tiny-modernbert').get('onnx/model.onnx')!

test('ONNX: any change is read, or refused with an error that says why', async () => {
  await guided({
    seeds: [onnx, modern],
    change: changedBytes,
    gate: 50,
    holds(bytes) {
      for (const read of [
        () => isolateGraph({ length: bytes.length, read: (from, to) => bytes.slice(from, to) }),
        () => matchKnown(readModel(bytes)),
        () => dequantizeModel(bytes),
        () => fuseModel(bytes),
      ])
        refusesByError(read)
    },
  })
})

test('safetensors: any change is read, or refused as what it is', async () => {
  const header = new TextEncoder().encode(
    JSON.stringify({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }),
  )
  const file = new Uint8Array(8 + header.length + 8)
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true)
  file.set(header, 8)
  await guided({
    seeds: [file],
    change: (file) => fc.oneof(changedBytes(file), fc.uint8Array({ maxLength: 60 })),
    holds: (bytes) => refusesAs('integrity_failed', () => readSafetensors(bytes)),
  })
})

test('a card: any value is taken, or refused by the name of its member', () => {
  const card = {
    id: 'm',
    source: 'hub:a/b',
    window: 512,
    tokenizer: { path: 'tokenizer.json', bytes: 5, sha256: 'a'.repeat(64) },
    weights: { q8: { path: 'a.onnx', data: [{ path: 'b' }] } },
    reference: [{ query: 'a', document: 'b', logit: { q8: 1 } }],
    tolerance: { q8: 1 },
    head: { dense: { path: 'a' }, norm: { path: 'b' }, output: { path: 'c' } },
    fuseWeight: { given: 1, bm25: 1 },
  }
  fc.assert(
    fc.property(changedJson(card), (json) => {
      refusesAs('invalid_request', () => checkCard(parsed(json) as ModelReference))
    }),
    campaign(),
  )
})

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}
