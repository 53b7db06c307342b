import { createReadStream, existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { createReranker } from '../api/reranker.js'
import { readJobs } from '../batch/jobs.js'
import { readLines } from '../batch/lines.js'
import { createProgressFile, fingerprint, type Progress, type ProgressFile } from '../batch/progress-file.js'
import { runBatch } from '../batch/run.js'
import type { BadLine } from '../batch/types.js'
import { harmless } from '../text/printable.js'
import { createBatchDisplay } from './batch-display.js'
import { readScoring, SCORING } from './scoring.js'
import { readArguments, readChoice, UsageError } from './usage.js'

const USAGE = `Usage: webrerank batch <input.jsonl> -o <output>

Scores a file of any length with constant memory. Each line of the input is a JSON object, one of
  { "query": "…", "document": "…" }             a pair
  { "query": "…", "documents": ["…", "…"] }     a query with several documents
and an optional "id", which is copied to the output. Lines that cannot be used are reported and skipped.
To resume a stopped run, start it again with the same arguments.

Options:
  -o, --output <file>  file for the answers, in the order of the input
  --format <name>      jsonl: { line, id, score } or { line, id, results }; trec: a run for trec_eval, with query_id,
                       document_id and document_ids of the lines; consecutive pairs of a query are one ranking
                       (default: jsonl)
  --raw                write logits instead of scores between 0 and 1
  --overwrite          replace an existing output
  --model <model>      model name, or a .json file that describes a model (default: webrerank/tiny-en)
  --runtime <name>     auto, native (onnxruntime-node) or wasm (default: auto)
  --threads <n>        threads that score at the same time (default: as many as cores)
  --quiet              show no progress on stderr

Exit codes: 0 done, 1 failed, 2 wrong usage or input, 130 stopped by Ctrl-C.
`

/** Requests under way for each thread: the next ones are at hand when one is done. */
const PER_THREAD = 16

/** @returns the exit code */
export async function runBatchCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    output: { type: 'string', short: 'o' },
    format: { type: 'string', default: 'jsonl' },
    raw: { type: 'boolean', default: false },
    overwrite: { type: 'boolean', default: false },
    ...SCORING,
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [input, ...more] = positionals
  if (input === undefined || more.length > 0) throw new UsageError(`name one input file\n\n${USAGE}`)
  if (!statSync(input, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`not a file: ${input}`)
  const { output } = values
  if (!output) throw new UsageError('--output is missing')
  const format = readChoice('format', values.format, ['jsonl', 'trec'])
  const { model, runtime, threads = availableParallelism() } = await readScoring(values)

  const mark = await fingerprint(input, { format, raw: values.raw, model })
  const file = createProgressFile(`${output}.progress`, mark)
  const progress = await findStart(file, output, values.overwrite)
  const reranker = createReranker({
    model,
    runtime,
    threads,
    // In a long file few documents come again soon.
    cache: false,
    maxDocuments: Number.POSITIVE_INFINITY,
    maxQueue: Number.POSITIVE_INFINITY,
  })
  const stop = onInterrupt()
  const { size } = statSync(input)
  const bytes = createReadStream(input, { highWaterMark: 2 ** 18 })
  const display = createBatchDisplay(values.quiet, progress, () => bytes.bytesRead / Math.max(1, size))
  let skipped = progress.skipped
  const report = ({ number, problem }: BadLine) => {
    skipped++
    display.say(`${harmless(`${input}:${number}`)}: skipped: ${harmless(problem)}`)
  }
  const handle = await open(output, progress.bytes > 0 ? 'r+' : 'w')
  try {
    await handle.truncate(progress.bytes)
    await reranker.load()
    await runBatch({
      reranker,
      jobs: readJobs(readLines(bytes), format, progress.line, report),
      format,
      raw: values.raw,
      output: handle,
      progress,
      concurrency: threads * PER_THREAD,
      note: file.write,
      report,
      stopped: stop.asked,
    })
  } finally {
    display.end()
    await handle.close()
    bytes.destroy()
    reranker.dispose()
    stop.end()
  }
  const counts = (lines: number) => `${progress.scored} documents scored, ${lines} lines skipped`
  if (stop.asked()) {
    display.say(`stopped after line ${progress.line}: ${counts(progress.skipped)}; start again to go on`)
    return 130
  }
  await file.remove()
  display.say(`done: ${counts(skipped)}`)
  return 0
}

/** Where to begin: at the start, or where an earlier run with the same arguments was stopped. */
async function findStart(file: ProgressFile, output: string, overwrite: boolean): Promise<Progress> {
  if (overwrite) await file.remove()
  const progress = readProgress(file)
  if (progress) return progress
  if (!overwrite && existsSync(output))
    throw new UsageError(`${output} exists: name another output, or use --overwrite`)
  const start = { line: 0, bytes: 0, scored: 0, skipped: 0 }
  await file.write(start)
  return start
}

function readProgress(file: ProgressFile): Progress | undefined {
  try {
    return file.read()
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The first Ctrl-C ends the run in order, the second one at once: the notes on the disk are enough to go on. */
function onInterrupt(): { asked: () => boolean; end: () => void } {
  let asked = false
  const listener = () => {
    if (asked) process.exit(130)
    asked = true
  }
  process.on('SIGINT', listener)
  return { asked: () => asked, end: () => process.off('SIGINT', listener) }
}
