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
  let skipped = 0
  const leaveOut = (bad: BadLine) => {
    skipped++
    report(bad)
  }
  let job: Job | undefined
  for await (const line of lines) {
    const entry = line.number > after ? readOr(line, trec, leaveOut) : undefined
    if (!entry) continue
    if (job && joins(job, entry, trec)) {
      add(job, entry, trec, leaveOut)
      Object.assign(job, { lastLine: entry.line, skipped })
      continue
    }
    if (job) yield job
    job = { query: entry.query, entries: [entry], lastLine: entry.line, skipped }
  }
  if (job) yield job
}

/** Whether a line goes with the ones before it. */
function joins(job: Job, entry: Entry, trec: boolean): boolean {
  return belongs(job, entry, trec) && (trec || job.entries.length < MOST_PAIRS)
}

/** Of a TREC run, one too many is left out: it would be a ranking of its own. */
function add({ entries }: Job, entry: Entry, trec: boolean, report: (bad: BadLine) => void): void {
  if (!trec || entries.length < MOST_IN_RANKING) entries.push(entry)
  else
    report({
      number: entry.line,
      problem: `query ${entry.queryId} has more than ${MOST_IN_RANKING} documents`,
    })
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
