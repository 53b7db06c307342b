// Hand-written lists: a question, the same as keywords, passages that answer it and passages that only look like it.
import { bm25, overlap } from './baselines.mjs'

/**
 * @typedef {{ q: string, k: string, pos: string[], neg: string[] }} List
 * @typedef {(query: string, documents: string[]) => number[] | Promise<number[]>} Scorer gives each document a score
 * @typedef {{ questions: number, keywords: number }} Shares
 * @typedef {{ file: string, lists: number, chance: number, first: Record<string, Shares>,
 *   off_topic_below_02: number, answers_above_05: number }} ListsReport
 */

/** Passages of other lists that each list is ranked together with. */
const OTHERS = 8

/**
 * Reads lists, one JSON object a line: `q`, `k`, `pos` (one at least) and `neg`.
 * @param {string} name of the file, for errors
 * @param {string} text
 * @returns {List[]}
 * @throws {Error} naming the file, the line and the field
 */
export function readLists(name, text) {
  const lists = text
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [readList(`${name}:${i + 1}`, line)]))
  if (lists.length < 2)
    throw new Error(`${name}: ${lists.length} lists, and passages of others need two at least`)
  return lists
}

/**
 * @param {string} place
 * @param {string} line
 * @returns {List}
 */
function readList(place, line) {
  let row
  try {
    row = JSON.parse(line)
  } catch (error) {
    throw new Error(`${place}: no JSON: ${/** @type {Error} */ (error).message}`)
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new Error(`${place}: no object`)
  for (const field of ['q', 'k'])
    if (!isText(row[field])) throw new Error(`${place}: ${field} must be a text`)
  for (const field of ['pos', 'neg'])
    if (!Array.isArray(row[field]) || !row[field].every(isText))
      throw new Error(`${place}: ${field} must be an array of texts`)
  if (row.pos.length === 0) throw new Error(`${place}: pos must have a text`)
  return row
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string' && value.trim() !== ''
}

/**
 * The passages that list `i` ranks: the right one first, then those that only look like it, then eight of other lists.
 * These are a fixed choice, the same as training/rank_lists.py makes, so that figures compare.
 * @param {readonly List[]} lists
 * @param {number} i
 */
export function candidatesOf(lists, i) {
  /** @param {List} list */
  const own = ({ pos, neg }) => [/** @type {string} */ (pos[0]), ...neg]
  const passages = own(lists[i])
  for (let j = 0; j < OTHERS; j++) {
    const other = own(lists[(i + 1 + ((37 * j + 11 * i) % (lists.length - 1))) % lists.length])
    passages.push(other[(i + j) % other.length])
  }
  return passages
}

/**
 * 1 where the first score is the highest, a share where it is one of several.
 * @param {readonly number[]} scores
 */
export function firstShare(scores) {
  const best = Math.max(...scores)
  return scores[0] === best ? 1 / scores.filter((score) => score === best).length : 0
}

/**
 * @param {string} file
 * @param {readonly List[]} lists
 * @param {number} limit lists that are asked; passages are of all
 * @param {Record<string, Scorer>} scorers by name; `model` answers logits
 * @param {(done: number, of: number) => void} onProgress
 * @returns {Promise<ListsReport>}
 */
export async function rankLists(file, lists, limit, scorers, onProgress) {
  const asked = lists.slice(0, limit)
  const ways = { ...scorers, bm25, 'least overlap': leastOverlap }
  const first = Object.fromEntries(Object.keys(ways).map((way) => [way, { questions: 0, keywords: 0 }]))
  const sums = { chance: 0, off: 0, answers: 0 }
  for (const [i, list] of asked.entries()) {
    const passages = candidatesOf(lists, i)
    sums.chance += 1 / passages.length
    for (const [way, score] of Object.entries(ways)) {
      const scores = await score(list.q, passages)
      first[way].questions += firstShare(scores)
      first[way].keywords += firstShare(await score(list.k, passages))
      if (way !== 'model') continue
      sums.off += scores.slice(-OTHERS).filter((logit) => sigmoid(logit) < 0.2).length / OTHERS
      sums.answers += Number(sigmoid(scores[0]) > 0.5)
    }
    onProgress(i + 1, asked.length)
  }
  const mean = (/** @type {number} */ sum) => Number((sum / asked.length).toFixed(4))
  for (const shares of Object.values(first)) {
    shares.questions = mean(shares.questions)
    shares.keywords = mean(shares.keywords)
  }
  return {
    file,
    lists: asked.length,
    chance: mean(sums.chance),
    first,
    off_topic_below_02: mean(sums.off),
    answers_above_05: mean(sums.answers),
  }
}

/**
 * Decoys share words with the query, right answers often few: alone, a list would be easy to cheat in this way.
 * @param {string} query
 * @param {string[]} documents
 */
function leastOverlap(query, documents) {
  return overlap(query, documents).map((count) => -count)
}

/** @param {number} logit */
function sigmoid(logit) {
  return 1 / (1 + Math.exp(-logit))
}

/**
 * @param {{ model: string, device: string, files: readonly ListsReport[] }} result
 */
export function listsTable({ model, device, files }) {
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`
  const row = (/** @type {string} */ name, /** @type {number[]} */ ...shares) =>
    name.padEnd(16) + shares.map((share) => percent(share).padStart(12)).join('')
  return files
    .map(({ file, lists, chance, first, off_topic_below_02, answers_above_05 }) =>
      [
        `${file}: ${lists} lists, ${model} on ${device}; the right passage is first`,
        `${''.padEnd(16)}${'questions'.padStart(12)}${'keywords'.padStart(12)}`,
        ...Object.entries(first).map(([way, { questions, keywords }]) => row(way, questions, keywords)),
        row('chance', chance, chance),
        `off-topic passages below .2: ${percent(off_topic_below_02)}; answers above .5: ${percent(answers_above_05)}`,
      ].join('\n'),
    )
    .join('\n\n')
}
