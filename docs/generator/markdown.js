import { existsSync } from 'node:fs'
import path from 'node:path'
import { slug as slugify } from 'github-slugger'
import hljs from 'highlight.js/lib/common'
import anchor from 'markdown-it-anchor'
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
  md.renderer.rules.fence = (tokens, index) => {
    const { content, info } = tokens[index]
    const [language = '', kind] = info.trim().split(/\s+/)
    if (kind === 'npm') return packageManagers(md, content, index)
    return kind === 'try' ? liveExample(md, content, index) : codeBlock(md, content, language)
  }
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
  })
}

function codeBlock(md, content, language, attributes = '') {
  const known = hljs.getLanguage(language)
  const code = known ? hljs.highlight(content, { language }).value : md.utils.escapeHtml(content)
  const label = language ? `Code, ${language}` : 'Code'
  // A box that scrolls must be in reach of the keyboard.
  return `<div class="code"${attributes}><pre tabindex="0" role="group" aria-label="${label}"><code>${code}</code></pre></div>\n`
}

/**
 * A ranking that a reader can change and run (docs/theme/try.js): a question, then a document a line. Without scripts it
 * is read as it stands.
 */
function liveExample(md, content, index) {
  const [query, ...documents] = content.trim().split('\n')
  const text = md.utils.escapeHtml(documents.join('\n'))
  return `<form class="try" data-pagefind-ignore>
<label for="try-query-${index}">Question</label>
<input id="try-query-${index}" name="query" value="${md.utils.escapeHtml(query)}" maxlength="500" required autocomplete="off">
<label for="try-documents-${index}">Documents, one a line</label>
<textarea id="try-documents-${index}" name="documents" rows="${documents.length}" maxlength="20000" required>${text}</textarea>
<p><button hidden>Rank</button> <span role="status"></span></p>
<ol></ol>
</form>\n`
}

/** A command of npm, and the same of other package managers: radio buttons and a style sheet, which need no script. */
function packageManagers(md, content, index) {
  const managers = ['npm', 'pnpm', 'yarn', 'bun']
  const buttons = managers.map((name, at) => {
    const id = `${name}-${index}`
    return `<input type="radio" name="manager-${index}" id="${id}"${at === 0 ? ' checked' : ''}><label for="${id}">${name}</label>`
  })
  const blocks = managers.map((name, at) =>
    // The search index needs the command once.
    codeBlock(md, commandOf(name, content), 'sh', at === 0 ? '' : ' data-pagefind-ignore'),
  )
  return `<div class="tabs" role="group" aria-label="Package manager">${buttons.join('')}${blocks.join('')}</div>\n`
}

function commandOf(manager, command) {
  if (manager === 'npm') return command
  return command
    .replace(/^npm install(?= \S)/gm, `${manager} add`)
    .replace(/^npm install$/gm, `${manager} install`)
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
