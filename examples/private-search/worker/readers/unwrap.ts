/** A line that is at least so long was ended by an editor, not by the writer. */
const WRAPPED = 50

/** Of scripts that take twice the room and have no spaces. */
const WRAPPED_WIDE = 25

/** What begins a line of its own: lists, quotes, tables, code. */
const OWN_LINE = /^(\s{2,}|\s*([-*+>|]|\d+[.)])\s|\s*[|>])/

/** Scripts whose words are not spaced: a line that ends between two of these characters ends within a word or a sentence. */
const UNSPACED_END = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}、。，！？：；「」『』（）]$/u
const UNSPACED_START = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}、。，！？：；「」『』（）]/u

/** Joins the lines of a paragraph that an editor wrapped: a sentence is one line then, and can be marked. */
export function unwrap(paragraph: string): string {
  const [first = '', ...lines] = paragraph.split(/\r?\n/)
  let previous = first
  let joined = first
  for (const line of lines) {
    joined += between(previous, line) + line
    previous = line
  }
  return joined
}

function between(previous: string, line: string): string {
  const unspaced = meetUnspaced(previous, line)
  const wrapped = previous.length >= (unspaced ? WRAPPED_WIDE : WRAPPED) && line && !OWN_LINE.test(line)
  if (!wrapped) return '\n'
  return unspaced ? '' : ' '
}

/** Whether a line break stands within text that has no spaces. */
export function meetUnspaced(before: string, after: string): boolean {
  return UNSPACED_END.test(before.slice(-2)) && UNSPACED_START.test(after)
}

/** White space as HTML shows it: one space, and none where a line was broken in text that has no spaces. */
export function collapse(text: string): string {
  if (!/[\t\r\n\f]| {2}/.test(text)) return text
  return text.replace(/[ \t\r\n\f]+/g, (space, at: number) => {
    const broken = /[\r\n]/.test(space)
    const after = at + space.length
    return broken && meetUnspaced(text.slice(Math.max(0, at - 2), at), text.slice(after, after + 2))
      ? ''
      : ' '
  })
}
