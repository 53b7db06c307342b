import * as v from 'valibot'
import { CARD_PATH, isCard, readStoredCard } from '../../src/models/storage/card.js'
import { RerankError } from '../../src/protocol/errors.js'
import type {
  Dtype,
  ModelCard,
  ModelFile,
  ModelReference,
  WeightsFile,
} from '../../src/protocol/model-card.js'
import type { DownloadSettings } from '../../src/protocol/worker-api.js'
import { checkCard, isValidCard } from './check-card.js'
import { createFinder, type Finder } from './find-file.js'
import { readSnapshot } from './hub.js'
import { hostOf, hubRepository, mayDownload, notAllowed, patienceOf, resolveFile } from './locate.js'
import { obtainFile } from './obtain.js'
import { MOST_JSON_BYTES, members, readJson } from './read-json.js'
import { type FindShelf, keepText } from './shelf.js'

/** Names that exports have, those of transformers.js first; then those of sentence-transformers. */
const WEIGHTS: Partial<Record<Dtype, readonly string[]>> = {
  fp16: ['onnx/model_fp16.onnx'],
  q8: [
    'onnx/model_quantized.onnx',
    'onnx/model_int8.onnx',
    'onnx/model_uint8.onnx',
    'onnx/model_quint8_avx2.onnx',
  ],
  fp32: ['onnx/model.onnx', 'model.onnx'],
}

/** Models whose table of positions begins after the padding's. */
const OFFSET_POSITIONS = /^(xlm-)?roberta|^camembert|^mpnet/

/**
 * Bytes of a file of weights, at most, that are looked for beside a graph: WASM addresses 4 GB, and needs room for more
 * than weights.
 */
const LARGEST_FILE = 2.5e9
/** Files beside a graph that are looked for, at most: some servers have a file of any name. */
const MOST_PARTS = 100

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** What we read of config.json. */
const Config = members({
  architectures: v.nullish(v.array(v.string())),
  model_type: v.nullish(v.string()),
  id2label: v.nullish(v.record(v.string(), v.unknown())),
  max_position_embeddings: v.nullish(count),
  num_attention_heads: v.nullish(count),
  type_vocab_size: v.nullish(count),
  pad_token_id: v.nullish(count),
})
const TokenizerConfig = members({
  tokenizer_class: v.nullish(v.string()),
  model_max_length: v.nullish(v.number()),
})
type Config = v.InferOutput<typeof Config>

/**
 * Reads from a model's own files what its card does not say: which weights there are, the window, the tokenizer's
 * settings. What was read once is stored, so that the next visit needs no network for it; unless something in it may
 * have been a server's bad moment.
 * @throws RerankError `invalid_request` for a card that is none and for a model that is no cross-encoder,
 * `download_not_allowed` and those of a download
 */
export async function completeCard(
  findShelf: FindShelf,
  model: ModelReference,
  settings: DownloadSettings,
): Promise<ModelCard> {
  checkCard(model)
  const defaults = { description: model.id, license: 'unknown', languages: [], ...model }
  if (isCard(defaults)) return defaults
  const shelf = await findShelf(model)
  const stored = shelf && (await readStoredCard(model, [shelf.store]))
  if (stored && isValidCard(stored)) return stored
  const bare: ModelCard = { ...defaults, window: 0, tokenizer: { path: 'tokenizer.json' }, weights: {} }
  if (!mayDownload(bare, settings, [])) throw notAllowed(bare, [bare.tokenizer], hostOf(settings))

  const patience = patienceOf(settings)
  const repository = hubRepository(bare, hostOf(settings))
  const snapshot = repository && (await readSnapshot(repository, patience))
  const locate = (path: string) => resolveFile(bare, { path }, hostOf(settings), snapshot)
  const read = async <T extends v.GenericSchema>(path: string, schema: T) => {
    const file = { ...locate(path), mostBytes: MOST_JSON_BYTES }
    const watch = { onLength() {}, onNotStored() {} }
    return readJson(await obtainFile(file, undefined, patience, watch), schema, file)
  }
  const finder = createFinder((path) => locate(path).url, snapshot)
  const [config, tokenizerConfig, weights] = await Promise.all([
    read('config.json', Config),
    read('tokenizer_config.json', TokenizerConfig),
    discoverWeights(finder),
  ])
  if (Object.keys(weights).length === 0) finder.requireAnswers()
  refuseOthers(model, config, weights)
  const card: ModelCard = {
    ...bare,
    window: windowOf(config, tokenizerConfig),
    ...(config.num_attention_heads && { heads: config.num_attention_heads }),
    tokenizerConfig,
    weights,
    ...model,
  }
  // Every tokenizer's settings have one of these: others are an answer that somebody gave in their place.
  const hasSettings = tokenizerConfig.tokenizer_class != null || tokenizerConfig.model_max_length != null
  if (shelf && hasSettings && finder.isSure()) await keepText(shelf, CARD_PATH, JSON.stringify(card))
  return card
}

async function discoverWeights({ isThere, bytesOf }: Finder): Promise<Partial<Record<Dtype, WeightsFile>>> {
  const describe = (path: string): ModelFile => {
    const bytes = bytesOf(path)
    return { path, ...(bytes && { approximateBytes: bytes }) }
  }
  const found = Object.entries(WEIGHTS).map(async ([dtype, paths]) => {
    const there = await Promise.all(paths.map(isThere))
    const path = paths.find((_, i) => there[i])
    if (!path) return []
    const data: ModelFile[] = []
    for (let next = `${path}_data`; data.length < MOST_PARTS && (await isThere(next)); ) {
      data.push(describe(next))
      next = `${path}_data_${data.length}`
    }
    // Left out, and not an error: another dtype may fit.
    if (data.some(({ approximateBytes = 0 }) => approximateBytes > LARGEST_FILE)) return []
    return [[dtype, { ...describe(path), ...(data.length > 0 && { data }) }]]
  })
  return Object.fromEntries((await Promise.all(found)).flat())
}

/** Token types that an encoder may have for its tokenizer's: two are used, and some have room for more. */
const USUAL_TYPES = 16

/** @throws RerankError `invalid_request` for a model whose scores would not be what it was trained for */
export function refuseOthers(
  { id, matchTypes, decoder }: Pick<ModelReference, 'id' | 'matchTypes' | 'decoder'>,
  config: Config,
  weights: ModelCard['weights'],
): void {
  const refuse = (why: string) => {
    throw new RerankError('invalid_request', `${id} cannot run here: ${why}`, {
      param: 'model',
    })
  }
  const architectures = config.architectures ?? []
  const has = (kind: string) => architectures.some((name) => name.endsWith(kind))
  if (has('ForCausalLM') && !decoder)
    refuse('it is a decoder, which needs decoder in its description: how it is asked')
  if (!has(decoder ? 'ForCausalLM' : 'ForSequenceClassification')) {
    const kind = decoder ? 'causal language model' : 'sequence classifier'
    refuse(`its architecture must be a ${kind}, not ${architectures.join(', ') || 'unknown'}`)
  }
  const labels = Object.keys(config.id2label ?? { 0: '' }).length
  if (labels > 2) refuse(`it has ${labels} labels; a reranker has one or two`)
  if (Object.keys(weights).length === 0) refuse('it has no ONNX weights small enough for a page')
  // Without what they tell, such a model would score as if no word of a document met the query.
  if ((config.type_vocab_size ?? 0) > USUAL_TYPES && !matchTypes)
    refuse(`it has ${config.type_vocab_size} token types, which need matchTypes in its description`)
}

/** The least of what the tokenizer and the table of positions allow. */
export function windowOf(config: Config, tokenizerConfig: v.InferOutput<typeof TokenizerConfig>): number {
  const { max_position_embeddings: positions, model_type, pad_token_id } = config
  const limits = [tokenizerConfig.model_max_length]
  if (positions) {
    const isOffset = OFFSET_POSITIONS.test(model_type ?? '')
    limits.push(isOffset ? positions - (pad_token_id ?? 1) - 1 : positions)
  }
  // A tokenizer without a limit says 10^30.
  const least = limits.reduce<number>(
    (least, limit) => (limit && limit >= 1 ? Math.min(least, Math.floor(limit)) : least),
    LARGEST_WINDOW,
  )
  return least < LARGEST_WINDOW ? least : 512
}

/** No model has a larger one. */
const LARGEST_WINDOW = 1e6
