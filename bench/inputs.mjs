// Seeded inputs: English-like text whose words are as common and as rare as a language's, and whose lengths are spread as
// those of real passages, a few of them far longer.
import { readFileSync } from 'node:fs'
import { normals, uniforms } from '../fixtures/data/random.mjs'

const COMMON =
  `the of and to in a is that for it as was with be by on not he his but at are this have from or had an they
  which one you were all her she there would their we him been has when who will no more if out so up said what its about
  than into them can only other time new some could these two may first then do any like my now over such our man me even
  most made after also did many off before must well back through years much where your way down should because long each
  just state those people too mr how little good world make very year still see own work men day get here old life both
  between being under three never know same last another while us might great house water glass sand oven heat furnace
  melts window bottle colour clear liquid cool blow sheet surface history science energy system method result language
  music river mountain engine paper price market doctor school teacher winter summer village capital library question`
    .split(/\s+/)
    .filter(Boolean)

const TOKENIZER = new URL('../public/models/webrerank-tiny-en/tokenizer.json', import.meta.url)
/** Most common first: a vocabulary has its words in that order. */
const WORDS = [
  ...new Set([
    ...COMMON,
    ...Object.keys(JSON.parse(readFileSync(TOKENIZER, 'utf8')).model.vocab).filter((word) =>
      /^[a-z]{4,}$/.test(word),
    ),
  ]),
]
/** Of the words that are not common, so many are in no vocabulary: two words in one. */
const COMPOUNDS = 0.3

export const QUERY = 'how is glass made from sand in an oven'

const BLOCK = 100
const PARTS = 10

/**
 * Texts of 15 to 380 words, the same ones for the same count. Each hundred has the same lengths, and each ten has one from
 * each tenth of them: 1,000 documents are ten times the work of 100 and nothing else.
 * @param {number} count
 * @returns {string[]}
 */
export function documents(count) {
  const uniform = uniforms(11)
  const lengths = wordCounts(uniform)
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: lengths[i % BLOCK] }, () => word(uniform)).join(' '),
  )
}

/** Zipf's law: the second word comes half as often as the first, the third a third as often. */
function word(uniform) {
  const rank = () => Math.floor(WORDS.length ** uniform()) - 1
  const first = rank()
  return first >= COMMON.length && uniform() < COMPOUNDS ? WORDS[first] + WORDS[rank()] : WORDS[first]
}

function wordCounts(uniform) {
  const normal = normals(12)
  const sorted = Array.from({ length: BLOCK }, () =>
    Math.round(Math.min(380, Math.max(15, Math.exp(4.4 + 0.7 * normal())))),
  ).sort((a, b) => a - b)
  const each = BLOCK / PARTS
  return Array.from({ length: each }, (_, part) =>
    shuffle(
      Array.from({ length: PARTS }, (_, i) => sorted[i * each + ((part * 7 + i * 3) % each)]),
      uniform,
    ),
  ).flat()
}

function shuffle(values, uniform) {
  for (let i = values.length - 1; i > 0; i--) {
    const other = Math.floor(uniform() * (i + 1))
    ;[values[i], values[other]] = [values[other], values[i]]
  }
  return values
}
