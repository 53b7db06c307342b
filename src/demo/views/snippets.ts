import { toFragment } from '../input/share.js'
import { t } from '../strings/index.js'
import type { FormInput } from './form-view.js'

export type SnippetName = 'module' | 'fetch' | 'curl' | 'python' | 'json' | 'embed'

/** Where `npx webrerank serve` answers. */
const SERVER = 'http://127.0.0.1:8787/v1/rerank'

/** What a snippet is made of. */
type Snippet = Pick<FormInput, 'request' | 'choice' | 'asked'>

/** The exact request of the page, for whoever wants to send it from elsewhere. */
export const SNIPPETS: Record<SnippetName, (input: Snippet) => string | Promise<string>> = {
  module: inModule,
  fetch: ({ request }) => `const response = await fetch('${SERVER}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(${literal(request, '  ')}),
})
const { results } = await response.json()
`,
  // A quoted word keeps the shell from reading anything in the text, and a line of JSON is never that word alone.
  curl: ({ request }) => `curl ${SERVER} -H 'Content-Type: application/json' -d @- <<'JSON'
${JSON.stringify(request, null, 2)}
JSON
`,
  python: ({ request }) => `import requests

response = requests.post('${SERVER}', json=${python(request, '')})
results = response.json()['results']
`,
  json: ({ request }) => `${JSON.stringify(request, null, 2)}\n`,
  // This page without what is around it, with the same question.
  embed: async ({ asked, request }) => {
    const { origin, pathname } = location
    const fragment = await toFragment(asked)
    if (!fragment) return `${t.tooMuchForLink}\n`
    const address = `${origin}${pathname}?embed${fragment}`
    const title = request.query.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    return `<iframe src="${address}" title="${title}" width="100%" height="560" loading="lazy"></iframe>\n`
  },
}

/** A module that sends the same request: `rerank` as it is, or one of its own where something was chosen. */
function inModule({ request, choice }: Snippet): string {
  const options = [
    ...(choice.host || choice.device !== 'auto' ? [`model: ${quote(choice.model)}`] : []),
    ...(choice.device === 'auto' ? [] : [`device: '${choice.device}'`]),
    ...(choice.host ? [`host: ${quote(choice.host)}`] : []),
  ]
  const [name, setup] =
    options.length === 0
      ? ['rerank', '']
      : ['createReranker', `const { fetch: rerank } = createReranker({ ${options.join(', ')} })\n`]
  return `import { ${name} } from 'webrerank'

${setup}const response = await rerank('/v1/rerank', {
  method: 'POST',
  body: JSON.stringify(${literal(request, '  ')}),
})
const { results } = await response.json()
`
}

/** JSON as JavaScript is usually written. It has no line breaks inside its strings, so a key at a line's start is a key. */
function literal(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2)
    .replace(/^( *)"(\w+)":/gm, '$1$2:')
    .replaceAll('\n', `\n${indent}`)
}

/** A JSON string is a Python string; the three words that differ are no part of one. */
function python(value: unknown, indent: string): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}    `
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => python(item, inner))]
    : ['{', '}', Object.entries(value).map(([key, item]) => `${quote(key)}: ${python(item, inner)}`)]
  if (items.length === 0) return open + close
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`
}

function quote(text: string): string {
  return JSON.stringify(text)
}
