import { existsSync } from 'node:fs'
import path from 'node:path'
import { slug as slugify } from 'github-slugger'
import anchor from 'markdown-it-anchor'
import { renderFence, titleCode } from './code.js'
import { setUpImages } from './images.js'

/** Sets a markdown-it up for these pages: anchors, code and cells with classes (a policy may forbid inline styles), tables that scroll. */
export function setUpMarkdown(md) {
  md.use(anchor, {
    slugify,
    tabIndex: false,
    permalink: anchor.permalink.linkInsideHeader({
      symbol: '', // by the style sheet, so that no text of the page has it
      placement: 'after',
      class: 'anchor',
      ariaHidden: false,
      renderAttrs: () => ({ 'aria-label': 'Link to this section', 'data-pagefind-ignore': '' }),
    }),
  })
  md.renderer.rules.fence = (tokens, index) => renderFence(md, tokens[index], index)
  setUpImages(md)
  md.renderer.rules.table_open = () =>
    '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n'
  md.renderer.rules.table_close = () => '</table></div>\n'
  md.renderer.rules.th_close = md.renderer.rules.td_close = closeCell
  md.core.ruler.push('site', (state) => {
    // A heading cell without words heads nothing.
    state.tokens.forEach((token, at) => {
      if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token)
      if (token.type === 'th_open' && state.tokens[at + 1].content === '')
        token.tag = state.tokens[at + 2].tag = 'td'
      if (token.type === 'heading_open' && token.tag > 'h3') {
        endHeading(state.tokens[at + 1], state.Token)
        if (GENERIC.test(state.tokens[at + 1].content)) dropAnchor(token, state.tokens[at + 1])
      }
    })
    for (const { children } of state.tokens) if (children) rewriteLinks(children, state.env)
    titleCode(state.tokens)
    makeCards(state.tokens)
  })
}

/** A list after `<!-- cards -->` is shown as boxes: an item's bold link, then what it leads to. */
function makeCards(tokens) {
  for (const [at, token] of tokens.entries()) {
    if (token.type !== 'html_block' || token.content.trim() !== '<!-- cards -->') continue
    if (tokens[at + 1]?.type !== 'bullet_list_open') throw new Error('no list follows <!-- cards -->')
    tokens[at + 1].attrSet('class', 'cards')
    // The pages that it leads to answer in its place.
    tokens[at + 1].attrSet('data-pagefind-ignore', '')
    token.content = ''
  }
}

/** Headings of the API reference that every entry has: nobody links to one. */
const GENERIC =
  /^(Parameters|Returns|Throws|Properties|Extends|Extended by|Overrides|Constructors?|Methods|Example|Inherited from|Implements)$/

function dropAnchor(heading, { children }) {
  heading.attrs = heading.attrs.filter(([name]) => name !== 'id')
  const anchor = children.findIndex((token) => token.attrGet('class') === 'anchor')
  if (anchor >= 0) children.splice(anchor)
}

/** A heading that is no section of its own in the search index gets an end there, as {@link closeCell} has. */
function endHeading({ children }, Token) {
  const anchor = children.findIndex((token) => token.attrGet('class') === 'anchor')
  const last = children.findLastIndex((token, at) => at < anchor && token.content.trim() !== '')
  if (last < 0 || /[.!?:]$/.test(children[last].content)) return
  const end = Object.assign(new Token('html_inline', '', 0), { content: '<span hidden>.</span>' })
  children.splice(last + 1, 0, end)
}

/**
 * A cell, with an end that only the search index reads: without one, the cells of a row run together in a result's
 * excerpt, and a row has no end. It is attached to the last word, so that the index counts words as they are.
 */
function closeCell(tokens, index) {
  const { content } = tokens[index - 1]
  const end = tokens[index + 1].type === 'tr_close' ? '.' : ';'
  const hasEnd = content === '' || /[.!?:;,]$/.test(content)
  return `${hasEnd ? '' : `<span hidden>${end}</span>`}</${tokens[index].tag}>\n`
}

/** A column that is aligned: by a class, since the policy forbids inline styles. */
function alignByClass(cell) {
  const [, side] = /^text-align:(\w+)$/.exec(cell.attrGet('style') ?? '') ?? []
  if (side) cell.attrs = [['class', `align-${side}`]]
}

/** The page, as a Markdown file below docs/, that shows a file; undefined where none does. */
function pageOf(target) {
  if (target === '../CHANGELOG.md') return 'changelog.md'
  if (!target.endsWith('.md') || target.startsWith('..')) return undefined
  return target.startsWith('api/') || existsSync(path.join('docs', target)) ? target : undefined
}

/**
 * Links between pages get the site's ending. One to a file of the repository that is no page loses its link: the site
 * is to stand alone.
 */
function rewriteLinks(tokens, { page }) {
  const folder = path.dirname(page.inputPath)
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i].type !== 'link_open') continue
    const href = tokens[i].attrGet('href')
    if (/^(https?:|#|mailto:)/.test(href)) continue
    const [file, hash] = decodeURI(href).split('#')
    const target = path.relative('docs', path.join(folder, file))
    const page = pageOf(target)
    if (page !== undefined) {
      const address = path.relative(folder, path.join('docs', page))
      tokens[i].attrSet('href', `${address.slice(0, -3)}.html${hash ? `#${hash}` : ''}`)
      continue
    }
    const close = tokens.findIndex((token, at) => at > i && token.type === 'link_close')
    Object.assign(tokens[i], { tag: 'span', attrs: [['class', 'file']] })
    tokens[close].tag = 'span'
  }
}
