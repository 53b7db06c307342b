import type { RerankProgress } from '../../src/client/types.js'
import { createReranker } from '../api/reranker.js'
import { escapeControls, printable } from '../text/printable.js'
import { type InputDocument, readDocuments } from './input.js'
import { readCascadeOption } from './model.js'
import { readScoring, SCORING } from './scoring.js'
import { readArguments, readNumber, UsageError } from './usage.js'

const USAGE = `Usage: webrerank rank <query> [files…|-]

Ranks documents by a query, best first. Documents are lines of text, a JSON array (.json) or JSONL (.jsonl, .ndjson).
Without files, or with -, they are read from a pipe.

Options:
  --top <n>          print only the best n (default: all)
  --json             print JSON, as POST /v1/rerank answers, with file and line of each document
  --raw              print logits instead of scores between 0 and 1
  --field <name>     field of JSON objects that contains the text (default: text)
  --model <model>    model name, or a .json file that describes a model (default: webrerank/tiny-en)
  --cascade <model>  small model that scores all documents; --model then scores the best of them
  --keep <n>         how many of them (default: 20)
  --runtime <name>   auto, native (onnxruntime-node) or wasm (default: auto)
  --threads <n>      threads that score at the same time (default: as many as cores)
  --quiet            show no progress on stderr

Exit codes: 0 done, 1 failed, 2 wrong usage or input.

Examples:
  webrerank rank "how to undo a commit" notes/*.md --top 5
  git log --format=%s | webrerank rank "fix of the tokenizer"
`

/** @returns the exit code */
export async function runRank(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    top: { type: 'string' },
    json: { type: 'boolean', default: false },
    raw: { type: 'boolean', default: false },
    field: { type: 'string', default: 'text' },
    cascade: { type: 'string' },
    keep: { type: 'string' },
    ...SCORING,
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [query, ...files] = positionals
  if (query === undefined) throw new UsageError(`a query is missing\n\n${USAGE}`)
  const top = readNumber('top', values.top, 1)
  // Before a pipe is read: a wrong option need not wait for it.
  const scoring = await readScoring(values)
  const cascade = await readCascadeOption(values.cascade, values.keep)
  const documents = await readDocuments(files, values.field)
  if (documents.length === 0) throw new UsageError('no documents: name files, or pipe documents in')

  const reranker = createReranker({
    ...scoring,
    cascade,
    maxDocuments: Number.POSITIVE_INFINITY,
  })
  const progress = createProgress(values.quiet)
  try {
    const start = performance.now()
    const texts = documents.map((document) => document.text)
    const request = { query, documents: texts, top_n: top ?? null, raw_scores: values.raw }
    const answer = await reranker.rank(request, { onProgress: progress.show })
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const { device, build } = answer.webrerank
    progress.end(`${documents.length} documents in ${seconds} s with ${answer.model} on ${device} (${build})`)
    const results = answer.results.map((result) => ({ ...result, ...documents[result.index]! }))
    process.stdout.write(
      values.json ? formatJson({ ...answer, results: results.map(withoutText) }) : formatTable(results),
    )
    return 0
  } finally {
    reranker.dispose()
  }
}

type Ranked = InputDocument & { index: number; relevance_score: number }

function withoutText({ text: _, ...rest }: Ranked): Omit<Ranked, 'text'> {
  return rest
}

function formatJson(value: unknown): string {
  return `${escapeControls(JSON.stringify(value, null, 2))}\n`
}

/** Score, place and the head of the text, as wide as the terminal. */
function formatTable(results: readonly Ranked[]): string {
  const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
  const rows = results.map(({ relevance_score, file, line, text }) => ({
    score: relevance_score.toFixed(4),
    place: printable(`${file}:${line}`),
    text: printable(text),
  }))
  const [scoreWidth, placeWidth] = [
    widest(rows.map(({ score }) => score)),
    widest(rows.map(({ place }) => place)),
  ]
  return rows
    .map(({ score, place, text }) => `${score.padStart(scoreWidth)}  ${place.padEnd(placeWidth)}  ${text}`)
    .map((row) => `${row.slice(0, width)}\n`)
    .join('')
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0)
}

/** On a terminal one line that changes, elsewhere only its last form. */
function createProgress(quiet: boolean): { show(progress: RerankProgress): void; end(text: string): void } {
  const { stderr } = process
  const live = stderr.isTTY && !quiet
  return {
    show({ step, loaded, total }) {
      if (live)
        stderr.write(`\r\u001b[K${step}${total > 0 ? ` ${Math.floor((100 * loaded) / total)} %` : ''}`)
    },
    end(text) {
      if (!quiet) stderr.write(`${live ? '\r\u001b[K' : ''}${text}\n`)
    },
  }
}
