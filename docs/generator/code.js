import hljs from 'highlight.js/lib/common'

/** A fenced block: code, a command for several package managers (```sh npm), or a live example (```txt try). */
export function renderFence(md, { content, info, meta }, index) {
  const [language = '', kind] = info.trim().split(/\s+/)
  if (kind === 'npm') return packageManagers(md, content, index)
  return kind === 'try'
    ? liveExample(md, content, index)
    : codeBlock(md, content, language, { title: meta?.title })
}

/** A paragraph of a file's name alone (`` `src/main.js`: ``) before a code block becomes the block's title. */
export function titleCode(tokens) {
  for (let at = tokens.length - 1; at >= 3; at--) {
    if (tokens[at].type !== 'fence' || tokens[at - 3].type !== 'paragraph_open') continue
    const [, title] = /^`([^`]+)`:$/.exec(tokens[at - 2].content) ?? []
    if (!title) continue
    tokens[at].meta = { title }
    tokens.splice(at - 3, 3)
    at -= 3
  }
}

/**
 * @param {any} md
 * @param {string} content
 * @param {string} language
 * @param {{ title?: string | undefined, attributes?: string }} [options]
 */
function codeBlock(md, content, language, { title, attributes = '' } = {}) {
  const known = hljs.getLanguage(language)
  const code = known ? hljs.highlight(content, { language }).value : md.utils.escapeHtml(content)
  const label = language ? `Code, ${language}` : 'Code'
  // A box that scrolls must be in reach of the keyboard.
  const pre = `<pre tabindex="0" role="group" aria-label="${label}"><code>${code}</code></pre>`
  return title
    ? `<figure class="code"><figcaption>${md.utils.escapeHtml(title)}</figcaption>${pre}</figure>\n`
    : `<div class="code"${attributes}>${pre}</div>\n`
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
    codeBlock(md, commandOf(name, content), 'sh', { attributes: at === 0 ? '' : ' data-pagefind-ignore' }),
  )
  return `<div class="tabs" role="group" aria-label="Package manager">${buttons.join('')}${blocks.join('')}</div>\n`
}

function commandOf(manager, command) {
  if (manager === 'npm') return command
  return command
    .replace(/^npm install(?= \S)/gm, `${manager} add`)
    .replace(/^npm install$/gm, `${manager} install`)
}
