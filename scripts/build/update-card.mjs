// Writes what the card of the embedded model must know of its files: sizes, hashes, settings, reference scores.
// To be run whenever training has put new files under public/models.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const MODEL = path.join(root, 'public/models/webrerank-tiny-en')
const card = path.join(root, 'src/models/catalogue/tiny-en.json')

/** Later versions have a table of related words, then word vectors. */
const RELATED = 'related.bin'
const VECTORS = 'vectors.bin'

/** @param {string} model the folder of its files */
export async function describeFiles(model = MODEL) {
  /** @param {string} name */
  const describeFile = async (name) => {
    const bytes = await readFile(path.join(model, name))
    return { path: name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const config = JSON.parse(await readFile(path.join(model, 'config.json'), 'utf8')).webrerank
  const reference = JSON.parse(await readFile(path.join(model, 'reference.json'), 'utf8'))
  const { match, version } = config
  return {
    ...(version !== undefined && { version }),
    window: config.max_length,
    tokenizer: await describeFile('tokenizer.json'),
    matchTypes: {
      table: await describeFile(match.file),
      k1: match.k1,
      b: match.b,
      averageWords: match.average_words,
      windowWords: match.window_words,
      weightCap: match.weight_cap,
      partialMin: match.partial_min,
      ...(existsSync(path.join(model, RELATED)) && {
        related: await describeFile(RELATED),
        relatedMin: match.related_min,
      }),
      ...(existsSync(path.join(model, VECTORS)) && { vectors: await describeFile(VECTORS) }),
    },
    weights: { q8: await describeFile('onnx/model_quantized.onnx') },
    reference: reference.pairs.map(({ query, document, fp32, int8 }) => ({
      query,
      document,
      logit: { fp32, fp16: fp32, q8: int8 },
    })),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(card, `${JSON.stringify(await describeFiles(), null, 2)}\n`)
}
