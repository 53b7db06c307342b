import type { Block } from '../chunks.js'
import { createFacts, type Facts } from './facts.js'
import { scanMarkup } from './markup.js'
import { collapse } from './unwrap.js'

/** Names of a path that are shown: of the outermost elements, and of the innermost. */
const SHOWN = 8

/** Elements of which the names are remembered; those within are read, under the name of the last. */
const DEEPEST = 10_000

/** Texts and attributes, each with the name of its element and the path to it. Elements within a text are part of it. */
export function* readXml(source: string, facts: Facts = createFacts()): Generator<Block> {
  const document = createDocument(facts)
  for (const _ of scanMarkup(source, document, true)) {
    yield* document.take()
    yield { text: '' }
  }
  document.flush()
  yield* document.take()
}

function createDocument(facts: Facts) {
  const names: string[] = []
  /** Elements below the deepest that is remembered, and those within a text. */
  let beyond = 0
  let inText = 0
  let text = ''
  let blocks: Block[] = []

  const put = (label: string, value: string) => {
    const clean = collapse(value).trim()
    if (clean) {
      blocks.push({
        text: `${label}: ${clean}`,
        place: { kind: 'path', path: pathOf(names) },
        also: above(names),
      })
    }
    return clean
  }
  const flush = () => {
    const name = names.at(-1) ?? ''
    const clean = text.trim() ? put(name, text) : ''
    if (/(^|:)title$/.test(name)) facts.title ||= clean
    text = ''
  }

  return {
    flush,
    take() {
      const taken = blocks
      blocks = []
      return taken
    },
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (text.trim() || inText > 0) {
        inText++
        text += Object.values(attributes)
          .filter(Boolean)
          .map((value) => ` ${value} `)
          .join('')
        return
      }
      text = ''
      if (names.length < DEEPEST) names.push(name)
      else beyond++
      for (const [attribute, value] of Object.entries(attributes)) {
        if (!attribute.startsWith('xmlns')) put(`${name} ${attribute}`, value)
      }
    },
    text(part: string) {
      text += part
    },
    close() {
      if (inText > 0) {
        inText--
        return
      }
      flush()
      if (beyond > 0) beyond--
      else names.pop()
    },
  }
}

function pathOf(names: readonly string[]): string {
  const long = names.length > 2 * SHOWN
  return (long ? [...names.slice(0, SHOWN), '…', ...names.slice(-SHOWN)] : names).join('/')
}

/** Names that are not shown before the text, for the search. */
function above(names: readonly string[]): string {
  return names.slice(-SHOWN, -1).join(' ')
}
