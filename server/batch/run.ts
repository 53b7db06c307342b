import type { FileHandle } from 'node:fs/promises'
import type { Reranker } from '../../src/client/types.js'
import { isRerankError } from '../../src/protocol/errors.js'
import type { Progress } from './progress-file.js'
import type { BadLine, Format, Job, Scored } from './types.js'
import { writeJob } from './write.js'

/** Characters of documents that are under way at most, beside one request. */
const MOST_CHARACTERS = 4 * 2 ** 20

/** Milliseconds between two notes of how far the run came. */
const NOTE_EVERY = 1000

export interface BatchOptions {
  reranker: Reranker
  jobs: AsyncIterable<Job>
  format: Format
  raw: boolean
  /** Where answers go, and how far it came. */
  output: FileHandle
  progress: Progress
  /** Requests under way at most. */
  concurrency: number
  /** Called now and then, after the output is on the disk. */
  note: (progress: Progress) => Promise<void>
  report: (bad: BadLine) => void
  /** Whether to take no more lines. */
  stopped: () => boolean
}

interface Under {
  job: Job
  characters: number
  results: Promise<Scored[] | Error>
}

/**
 * Scores all jobs, several at a time, and writes their answers in order. `progress` says what is written. What is wrong with
 * a line is reported; a model that breaks ends the run, which may then be started again.
 * @throws RerankError of a model that scores no more
 */
export async function runBatch(options: BatchOptions): Promise<void> {
  const { jobs, progress, concurrency, report, stopped } = options
  const under: Under[] = []
  let characters = 0
  const before = progress.skipped
  let failed = 0
  let noted = performance.now()
  const note = async () => {
    await options.output.sync()
    await options.note(progress)
    noted = performance.now()
  }
  const writeFirst = async () => {
    const { job, results, characters: its } = under.shift()!
    characters -= its
    const outcome = await results
    if (outcome instanceof Error) {
      if (!isFaultOfLine(outcome)) {
        await note()
        throw outcome
      }
      failed += job.entries.length
      for (const { line } of job.entries) report({ number: line, problem: outcome.message })
    } else {
      const bytes = Buffer.from(writeJob(options.format, job, outcome))
      await options.output.write(bytes, 0, bytes.length, progress.bytes)
      progress.bytes += bytes.length
      progress.scored += outcome.length
    }
    progress.line = job.lastLine
    // Not those that were read ahead: a run that goes on reads them again.
    progress.skipped = before + job.skipped + failed
    if (performance.now() - noted >= NOTE_EVERY) await note()
  }
  for await (const job of jobs) {
    if (stopped()) break
    const documents = job.entries.flatMap((entry) => entry.documents)
    const its = documents.reduce((sum, { length }) => sum + length, 0)
    while (under.length >= concurrency || (under.length > 0 && characters + its > MOST_CHARACTERS))
      await writeFirst()
    characters += its
    under.push({ job, characters: its, results: score(options, job.query, documents) })
  }
  while (under.length > 0) await writeFirst()
  await note()
}

/** Whether other lines may well be scored. */
function isFaultOfLine(error: Error): boolean {
  return isRerankError(error) && [400, 413].includes(error.status)
}

/** Scores of a job, or why there are none. What may pass is tried once more. */
async function score(
  { reranker, raw }: BatchOptions,
  query: string,
  documents: string[],
): Promise<Scored[] | Error> {
  const request = { query, documents, raw_scores: raw, return_documents: false }
  const attempt = () => reranker.rank(request)
  try {
    const { results } = await attempt().catch((error) => {
      if (isRerankError(error) && error.retryable) return attempt()
      throw error
    })
    return results.map(({ index, relevance_score }) => ({ index, score: relevance_score }))
  } catch (error) {
    return error as Error
  }
}
