import { Parser } from 'htmlparser2'
import type { Block } from '../chunks.js'

const HIDDEN = new Set(['script', 'style', 'template', 'noscript', 'svg', 'math', 'head', 'iframe', 'object'])
const INLINE = new Set(
  'a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark q rp rt ruby s samp small span strike strong sub sup td th time tt u var wbr'.split(
    ' ',
  ),
)

/** The text that a browser would show, by headings. Nothing of the page is run or loaded. */
export function readHtml(source: string): Block[] {
  const blocks: Block[] = []
  const headings: string[] = []
  let hidden = 0
  let preformatted = 0
  let level = 0
  let text = ''
  const flush = () => {
    const clean = preformatted ? text : text.replace(/[ \t\r\n\f]+/g, ' ')
    if (clean.trim()) blocks.push({ text: clean, heading: headings.filter(Boolean).join(' › ') })
    text = ''
  }
  const parser = new Parser({
    onopentag(name) {
      if (HIDDEN.has(name)) hidden++
      if (hidden) return
      if (name === 'br') text += preformatted ? '\n' : ' '
      else if (!INLINE.has(name)) flush()
      if (name === 'pre') preformatted++
      if (/^h[1-6]$/.test(name)) level = Number(name[1])
    },
    ontext(part) {
      if (!hidden) text += part
    },
    onclosetag(name) {
      if (HIDDEN.has(name)) hidden = Math.max(0, hidden - 1)
      else if (hidden) return
      else if (level && name === `h${level}`) {
        headings.length = level
        headings[level - 1] = text.replace(/\s+/g, ' ').trim()
        text = ''
        level = 0
      } else if (name === 'td' || name === 'th') text += ' '
      else if (name === 'pre') {
        flush()
        preformatted = Math.max(0, preformatted - 1)
      } else if (!INLINE.has(name)) flush()
    },
  })
  parser.write(source)
  parser.end()
  flush()
  return blocks
}
