/** A line that is at least so long was ended by an editor, not by the writer. */
const WRAPPED = 50

/** What begins a line of its own: lists, quotes, tables, code. */
const OWN_LINE = /^(\s{2,}|\s*([-*+>|]|\d+[.)])\s|\s*[|>])/

/** Joins the lines of a paragraph that an editor wrapped: a sentence is one line then, and can be marked. */
export function unwrap(paragraph: string): string {
  const [first = '', ...lines] = paragraph.split(/\r?\n/)
  let previous = first
  let joined = first
  for (const line of lines) {
    joined += (previous.length >= WRAPPED && line && !OWN_LINE.test(line) ? ' ' : '\n') + line
    previous = line
  }
  return joined
}
