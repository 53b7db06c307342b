import { expect, test } from 'vitest'
import { qwen3Small } from '../../src/models/catalogue/decoders.js'
import { tinyEn } from '../../src/models/catalogue/tiny-en.js'
import { refuseOthers, windowOf } from './complete-card.js'

test.each([
  ['BERT', { model_type: 'bert', max_position_embeddings: 512, pad_token_id: 0 }, 512, 512],
  [
    'RoBERTa, whose first two positions are not used',
    { model_type: 'roberta', max_position_embeddings: 514 },
    512,
    512,
  ],
  ['v2-m3', { model_type: 'xlm-roberta', max_position_embeddings: 8194, pad_token_id: 1 }, 8192, 8192],
  ['a tokenizer without a limit', { model_type: 'bert', max_position_embeddings: 512 }, 1e30, 512],
  ['a tokenizer that says less', { model_type: 'modernbert', max_position_embeddings: 8192 }, 1024, 1024],
  ['no limit at all', {}, 1e30, 512],
  ['a limit of less than one token, which is none', { max_position_embeddings: 512 }, 5e-117, 512],
])('the window of %s', (_, config, model_max_length, expected) => {
  expect(windowOf(config, { model_max_length })).toBe(expected)
})

test('a decoder is refused where its card does not say how it is asked, and taken where it does', () => {
  const config = { architectures: ['Qwen3ForCausalLM'] }
  const weights = { q8: { path: 'onnx/model_quantized.onnx' } }
  expect(() => refuseOthers({ id: 'mine' }, config, weights)).toThrow('needs decoder in its description')
  const asked = { id: 'mine', decoder: qwen3Small.decoder! }
  expect(refuseOthers(asked, config, weights)).toBeUndefined()
  expect(() => refuseOthers(asked, { architectures: ['BertModel'] }, weights)).toThrow(
    'causal language model',
  )
})

test('a model of many token types is refused where its card does not say what they mean', () => {
  const config = { architectures: ['BertForSequenceClassification'], type_vocab_size: 225 }
  const weights = { q8: { path: 'onnx/model_quantized.onnx' } }
  expect(() => refuseOthers({ id: 'mine' }, config, weights)).toThrow('225 token types')
  expect(refuseOthers({ id: 'mine' }, { ...config, type_vocab_size: 2 }, weights)).toBeUndefined()
  const { matchTypes } = tinyEn
  expect(refuseOthers({ id: 'mine', ...(matchTypes && { matchTypes }) }, config, weights)).toBeUndefined()
})
