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
import { bytesOfContent } from '../bytes/content.js'
import { readSnapshot, type Snapshot } from './hub.js'
import { hostOf, hubRepository, mayDownload, notAllowed, patienceOf, resolveFile } from './locate.js'
import { obtainFile } from './obtain.js'
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

/** What we read of config.json. */
interface Config {
  architectures?: string[]
  model_type?: string
  id2label?: Record<string, string>
  max_position_embeddings?: number
  num_attention_heads?: number
  type_vocab_size?: number
  pad_token_id?: number
}

/**
 * Reads from a model's own files what its card does not say: which weights there are, the window, the tokenizer's
 * settings. What was read once is stored, so that the next visit needs no network for it.
 * @throws RerankError `invalid_request` for a model that is no cross-encoder, `download_not_allowed` and those of a
 * download
 */
export async function completeCard(
  findShelf: FindShelf,
  model: ModelReference,
  settings: DownloadSettings,
): Promise<ModelCard> {
  const defaults = { description: model.id, license: 'unknown', languages: [], ...model }
  if (isCard(defaults)) return defaults
  const shelf = await findShelf(model)
  const stored = shelf && (await readStoredCard(model, [shelf.store]))
  if (stored) return stored
  const bare: ModelCard = { ...defaults, window: 0, tokenizer: { path: 'tokenizer.json' }, weights: {} }
  if (!mayDownload(bare, settings)) throw notAllowed(bare, [bare.tokenizer], hostOf(settings))

  const repository = hubRepository(bare, hostOf(settings))
  const snapshot = repository && (await readSnapshot(repository, patienceOf(settings)))
  const readJson = async <T>(path: string): Promise<T> => {
    const file = resolveFile(bare, { path }, hostOf(settings), snapshot)
    const watch = { onLength() {}, onNotStored() {} }
    const bytes = await bytesOfContent(await obtainFile(file, undefined, patienceOf(settings), watch))
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as T
    } catch (cause) {
      throw new RerankError('integrity_failed', `${path} is no JSON`, { cause, details: { url: file.url } })
    }
  }
  const [config, tokenizerConfig, weights] = await Promise.all([
    readJson<Config>('config.json'),
    readJson<Record<string, unknown>>('tokenizer_config.json'),
    discoverWeights(bare, settings, snapshot),
  ])
  refuseOthers(model, config, weights)
  const card: ModelCard = {
    ...bare,
    window: windowOf(config, tokenizerConfig),
    ...(config.num_attention_heads && { heads: config.num_attention_heads }),
    tokenizerConfig,
    weights,
    ...model,
  }
  if (shelf) await keepText(shelf, CARD_PATH, JSON.stringify(card))
  return card
}

async function discoverWeights(
  card: ModelCard,
  settings: DownloadSettings,
  snapshot: Snapshot | undefined,
): Promise<Partial<Record<Dtype, WeightsFile>>> {
  const isIn = (path: string) => isThere(card, path, settings, snapshot)
  const describe = (path: string): ModelFile => {
    const bytes = snapshot?.files.get(path)?.bytes
    return { path, ...(bytes && { approximateBytes: bytes }) }
  }
  const found = Object.entries(WEIGHTS).map(async ([dtype, paths]) => {
    const there = await Promise.all(paths.map(isIn))
    const path = paths.find((_, i) => there[i])
    if (!path) return []
    const data: ModelFile[] = []
    for (let next = `${path}_data`; await isIn(next); next = `${path}_data_${data.length}`)
      data.push(describe(next))
    // Left out, and not an error: another dtype may fit.
    if (data.some(({ approximateBytes = 0 }) => approximateBytes > LARGEST_FILE)) return []
    return [[dtype, { ...describe(path), ...(data.length > 0 && { data }) }]]
  })
  return Object.fromEntries((await Promise.all(found)).flat())
}

async function isThere(
  card: ModelCard,
  path: string,
  settings: DownloadSettings,
  snapshot: Snapshot | undefined,
): Promise<boolean> {
  if (snapshot) return snapshot.files.has(path)
  const { url } = resolveFile(card, { path }, hostOf(settings), undefined)
  const response = await fetch(url, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined)
  // Many sites answer a page for whatever they do not have.
  return Boolean(response?.ok && !response.headers.get('content-type')?.startsWith('text/html'))
}

/** Token types that an encoder may have for its tokenizer's: two are used, and some have room for more. */
const USUAL_TYPES = 16

/** @throws RerankError `invalid_request` for a model whose scores would not be what it was trained for */
export function refuseOthers(
  { id, matchTypes }: Pick<ModelReference, 'id' | 'matchTypes'>,
  config: Config,
  weights: ModelCard['weights'],
): void {
  const refuse = (why: string) => {
    throw new RerankError('invalid_request', `${id} is no cross-encoder that can run here: ${why}`, {
      param: 'model',
    })
  }
  const architectures = config.architectures ?? []
  if (!architectures.some((name) => name.endsWith('ForSequenceClassification')))
    refuse(`its architecture is ${architectures.join(', ') || 'not told'}`)
  const labels = Object.keys(config.id2label ?? { 0: '' }).length
  if (labels > 2) refuse(`it has ${labels} labels`)
  if (Object.keys(weights).length === 0) refuse('it has no ONNX weights that fit a page')
  // Without what they tell, such a model would score as if no word of a document met the query.
  if ((config.type_vocab_size ?? 0) > USUAL_TYPES && !matchTypes)
    refuse(`it has ${config.type_vocab_size} token types, and its card no matchTypes that say what they mean`)
}

/** The least of what the tokenizer and the table of positions allow. */
export function windowOf(config: Config, tokenizerConfig: Record<string, unknown>): number {
  const { max_position_embeddings: positions, model_type = '', pad_token_id = 1 } = config
  const limits = [tokenizerConfig.model_max_length as number | undefined]
  if (positions) limits.push(OFFSET_POSITIONS.test(model_type) ? positions - pad_token_id - 1 : positions)
  // A tokenizer without a limit says 10^30.
  const real = limits.filter((limit) => typeof limit === 'number' && limit > 0 && limit < 1e6) as number[]
  return Math.min(...(real.length > 0 ? real : [512]))
}
