import * as v from 'valibot'
import { RerankError } from '../../src/protocol/errors.js'
import type { ModelReference } from '../../src/protocol/model-card.js'
import { firstIssue } from './read-json.js'

const text = v.pipe(v.string(), v.nonEmpty())
const integer = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least))
const finite = v.pipe(v.number(), v.finite())
const file = {
  path: text,
  bytes: v.optional(integer(1)),
  sha256: v.optional(
    v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')),
  ),
  approximateBytes: v.optional(integer(0)),
}
const File = v.looseObject(file)
const Weights = v.looseObject({ ...file, data: v.optional(v.array(File)) })
const DTYPES = ['fp32', 'fp16', 'q8', 'q4'] as const
const ofDtypes = <T extends v.GenericSchema>(schema: T) =>
  v.strictObject(v.entriesFromList(DTYPES, v.optional(schema)))
const dtypes = v.optional(v.array(v.picklist(DTYPES)))
const FuseWeight = v.looseObject({ given: finite, bm25: finite })

/** What is said of a model: of any member the form alone. */
const Card = v.looseObject({
  id: text,
  source: v.pipe(
    text,
    v.check((source) => source === 'embedded' || URL.canParse(source), 'must be a URL'),
  ),
  revision: v.optional(text),
  version: v.optional(v.number()),
  window: v.optional(integer(1)),
  heads: v.optional(integer(1)),
  tokenizer: v.optional(File),
  tokenizerConfig: v.optional(v.record(v.string(), v.unknown())),
  matchTypes: v.optional(
    v.looseObject({
      table: File,
      related: v.optional(File),
      vectors: v.optional(File),
      k1: finite,
      b: finite,
      averageWords: finite,
      windowWords: integer(1),
      weightCap: finite,
      partialMin: finite,
      relatedMin: v.optional(finite),
    }),
  ),
  decoder: v.optional(
    v.looseObject({
      prefix: v.string(),
      instruction: v.optional(
        v.looseObject({ before: v.string(), after: v.string(), default: v.optional(v.string()) }),
      ),
      query: v.string(),
      document: v.string(),
      suffix: v.string(),
      yes: text,
      no: text,
      apart: v.optional(v.boolean()),
    }),
  ),
  weights: v.optional(ofDtypes(Weights)),
  head: v.optional(v.looseObject({ dense: File, norm: File, output: File })),
  derivedWeights: v.optional(
    v.strictObject({ fp32: v.optional(v.literal('q8')), fp16: v.optional(v.literal('q8')) }),
  ),
  dtypes: v.optional(v.strictObject({ webgpu: dtypes, wasm: dtypes })),
  reference: v.optional(
    v.array(v.looseObject({ query: v.string(), document: v.string(), logit: ofDtypes(finite) })),
  ),
  tolerance: v.optional(ofDtypes(finite)),
  floor: v.optional(finite),
  fuseWeight: v.optional(FuseWeight),
  foreign: v.optional(v.looseObject({ pieces: finite, fuseWeight: FuseWeight })),
})

/** @throws RerankError `invalid_request` that names the member */
export function checkCard(model: ModelReference): void {
  const result = v.safeParse(Card, model)
  if (result.success) return
  throw new RerankError(
    'invalid_request',
    `the description of the model is not valid: ${firstIssue(result.issues)}`,
    {
      param: 'model',
    },
  )
}

export function isValidCard(model: ModelReference): boolean {
  return v.is(Card, model)
}
