import { escapeControls } from '../text/printable.js'
import type { Entry, Format, Job, Scored } from './types.js'

/** The name of the run, in a TREC run's last column. */
const RUN = 'webrerank'

/**
 * A job's lines of the output.
 * @param results all documents of the job, the best first
 */
export function writeJob(format: Format, job: Job, results: readonly Scored[]): string {
  return format === 'trec' ? writeRun(job, results) : writeJson(job, results)
}

/** A line for each line of the input, in its order. */
function writeJson({ entries }: Job, results: readonly Scored[]): string {
  const scoreOf = new Map(results.map(({ index, score }) => [index, score]))
  return entries
    .map((entry, i) => {
      const answer = entry.single
        ? { score: scoreOf.get(i) }
        : { results: results.map(({ index, score }) => ({ index, relevance_score: score })) }
      const id = entry.id === undefined ? {} : { id: entry.id }
      return `${escapeControls(JSON.stringify({ line: entry.line, ...id, ...answer }))}\n`
    })
    .join('')
}

/** `query Q0 document rank score run`, as trec_eval reads it. */
function writeRun({ entries }: Job, results: readonly Scored[]): string {
  const names = entries.flatMap(({ documentIds }: Entry) => documentIds)
  const { queryId } = entries[0]!
  return results
    .map(({ index, score }, rank) => `${queryId} Q0 ${names[index]} ${rank + 1} ${score} ${RUN}\n`)
    .join('')
}
