import type { Block } from '../chunks.js'
import { createFacts, type Facts } from './facts.js'
import { scanMarkup } from './markup.js'
import { collapse } from './unwrap.js'

/** Elements whose text a browser does not show. */
const HIDDEN = ['script', 'style', 'template', 'noscript', 'iframe', 'object']
const INLINE = new Set(
  'a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark q rp rt ruby s samp small span strike strong sub svg sup td text th time tspan tt u var wbr'.split(
    ' ',
  ),
)

/** The text that a browser would show, by headings. Nothing of the page is run or loaded. */
export function* readHtml(source: string, facts: Facts = createFacts(), under = ''): Generator<Block> {
  const page = createPage(source, facts, under)
  for (const _ of scanMarkup(source, page, false)) {
    yield* page.take()
    yield { text: '' }
  }
  page.flush()
  yield* page.take()
}

function createPage(source: string, facts: Facts, under: string) {
  const headings = createHeadings(under)
  const hides = createHiding(source)
  let blocks: Block[] = []
  let inTitle = false
  let preformatted = 0
  let level = 0
  let text = ''

  const flush = () => {
    const clean = preformatted ? text : collapse(text)
    if (clean.trim()) blocks.push({ text: clean, heading: headings.path() })
    text = ''
  }

  const endTitle = () => {
    if (inTitle) facts.title = collapse(facts.title).trim()
    inTitle = false
  }
  const endHeading = () => {
    headings.enter(level, collapse(text).trim())
    text = ''
    level = 0
  }

  return {
    flush,
    take() {
      const taken = blocks
      blocks = []
      return taken
    },
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'title' && !facts.title) inTitle = true
      if (hides.open(name)) return
      text += standsFor(name, attributes, preformatted > 0)
      if (!INLINE.has(name)) flush()
      if (name === 'pre') preformatted++
      level = levelOf(name) || level
    },
    text(part: string) {
      if (inTitle) facts.title += part
      else if (!hides.now()) text += part
    },
    close(name: string) {
      if (name === 'title') endTitle()
      if (hides.close(name)) return
      if (level && name === `h${level}`) endHeading()
      else if (name === 'td' || name === 'th') text += ' '
      else if (!INLINE.has(name)) flush()
      if (name === 'pre') preformatted = Math.max(0, preformatted - 1)
    },
  }
}

/** The text of an element that has none within. */
function standsFor(name: string, { alt }: Readonly<Record<string, string>>, preformatted: boolean): string {
  if (name === 'br') return preformatted ? '\n' : ' '
  return name === 'img' && alt ? ` ${alt} ` : ''
}

/** 2 of `h2`; 0 of what is no heading. */
function levelOf(name: string): number {
  return /^h[1-6]$/.test(name) ? Number(name[1]) : 0
}

/** The headings above the text that is read: `Kettle › Warranty`. */
export function createHeadings(under = '') {
  const titles: string[] = []
  return {
    enter(level: number, title: string) {
      titles.length = level
      titles[level - 1] = title
    },
    path: () => [under, ...titles].filter(Boolean).join(' › '),
  }
}

/** Whether what is read is hidden. An element that is never closed hides nothing: the rest of the page would be lost. */
function createHiding(source: string) {
  const closes = new Map<string, number>()
  const lower = source.toLowerCase()
  for (const name of HIDDEN) closes.set(name, count(lower, `</${name}`))
  let by = ''
  let depth = 0
  return {
    now: () => depth > 0,
    open(name: string) {
      if (depth > 0) {
        if (name === by) depth++
      } else if ((closes.get(name) ?? 0) > 0) {
        by = name
        depth = 1
      }
      return depth > 0
    },
    /** @returns whether what was closed, or what holds it, is hidden */
    close(name: string) {
      if (closes.has(name)) closes.set(name, closes.get(name)! - 1)
      if (depth === 0) return false
      // The last that can end it does, though some inside were not closed.
      if (name === by) depth = closes.get(name)! > 0 ? depth - 1 : 0
      return true
    },
  }
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++
  return found
}
