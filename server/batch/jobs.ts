import { LineError, readEntry } from './entry.js'
import type { BadLine, Entry, Format, Job, Line } from './types.js'

/** Pairs of one query in a row that are one request. */
const MOST_PAIRS = 64

/** Of a TREC run a query's documents are ranked together, so they are in memory together. */
const MOST_IN_RANKING = 100_000

/**
 * Puts lines together to requests: consecutive pairs of one query are one.
 * @param after the line up to which all is done
 * @param report is told of each line that is left out
 */
export async function* readJobs(
  lines: AsyncIterable<Line | BadLine>,
  format: Format,
  after: number,
  report: (bad: BadLine) => void,
): AsyncGenerator<Job> {
  const trec = format === 'trec'
  let job: Job | undefined
  for await (const line of lines) {
    const entry = line.number > after ? readOr(line, trec, report) : undefined
    if (!entry || (job && joins(job, entry, trec, report))) continue
    if (job) yield job
    job = { query: entry.query, entries: [entry], lastLine: entry.line }
  }
  if (job) yield job
}

/** Whether a line goes with the ones before it. Of a TREC run one too many goes with them as well, and is left out. */
function joins(job: Job, entry: Entry, trec: boolean, report: (bad: BadLine) => void): boolean {
  if (!belongs(job, entry, trec)) return false
  if (job.entries.length < (trec ? MOST_IN_RANKING : MOST_PAIRS)) {
    job.entries.push(entry)
    job.lastLine = entry.line
    return true
  }
  if (!trec) return false
  report({ number: entry.line, problem: `query ${entry.queryId} has more than ${MOST_IN_RANKING} documents` })
  return true
}

function readOr(line: Line | BadLine, trec: boolean, report: (bad: BadLine) => void): Entry | undefined {
  if ('problem' in line) {
    report(line)
    return undefined
  }
  try {
    return readEntry(line, trec)
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    report({ number: line.number, problem: error.message })
    return undefined
  }
}

function belongs({ query, entries }: Job, entry: Entry, trec: boolean): boolean {
  const [first] = entries
  return first!.single && entry.single && query === entry.query && (!trec || first!.queryId === entry.queryId)
}
