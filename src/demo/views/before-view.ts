import { type ParsedDocuments, textOf } from '../input/documents.js'
import { create, find } from '../ui/elements.js'
import { number } from '../ui/format.js'

/** Rows shown: enough to see what the order is like, and a long list stays quick to type into. */
const ROWS = 8

/** Characters of a row: more than its two lines hold. */
const LONG = 200

/** What the right side shows before there is a ranking: the documents in the order in which they came. */
export function createBeforeView(): { show(parsed: ParsedDocuments, sample: boolean): void } {
  const text = find('before-text', HTMLElement)
  const list = find('before-list', HTMLOListElement)
  const rest = find('before-rest', HTMLElement)
  return {
    show(parsed, sample) {
      const documents = parsed.ok ? parsed.documents : []
      text.textContent = sample
        ? 'By a plain keyword count, which common words mislead.'
        : documents.length > 0
          ? 'Your documents as they came. Press Rerank.'
          : 'Nothing to rank yet: enter documents, or try a sample.'
      list.replaceChildren(
        ...documents.slice(0, ROWS).map((document, index) => {
          const paragraph = create('p', 'text', textOf(document).slice(0, LONG))
          paragraph.dir = 'auto'
          return create('li', '', [create('span', 'rank', number(index + 1)), paragraph])
        }),
      )
      rest.hidden = documents.length <= ROWS
      rest.textContent = `and ${number(documents.length - ROWS)} more`
    },
  }
}
