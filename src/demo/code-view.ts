import type { RerankResponse } from 'webrerank'
import { find } from './elements.js'
import type { FormInput } from './form-view.js'

/** Longer code is shown in part, since laying out megabytes would stop the page; Copy has all of it. */
const SHOWN = 20_000

/** The two folded blocks below the ranking: code that asks the same, and what was answered. */
export function createCodeView(announce: (text: string) => void): {
  show(input: FormInput, response: RerankResponse): void
} {
  const code = createBlock('code-details', announce)
  const json = createBlock('json-details', announce)
  return {
    show(input, response) {
      code(() => codeFor(input))
      json(() => JSON.stringify(response, null, 2))
    },
  }
}

/** A block whose text is made when it is first opened. */
function createBlock(id: string, announce: (text: string) => void): (write: () => string) => void {
  const details = find(id, HTMLDetailsElement)
  const code = details.querySelector('code')!
  const button = details.querySelector('button')!
  let write = () => ''
  let timer: ReturnType<typeof setTimeout> | undefined

  const refresh = () => {
    if (!details.open) return
    const text = write()
    const left = text.length - SHOWN
    code.textContent =
      left > 0 ? `${text.slice(0, SHOWN)}\n… and ${left} characters more: Copy has them.` : text
  }
  details.addEventListener('toggle', refresh)
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(write()).then(
      () => 'Copied',
      () => 'Not allowed',
    )
    button.textContent = done
    announce(done)
    clearTimeout(timer)
    timer = setTimeout(() => {
      button.textContent = 'Copy'
    }, 2000)
  })
  return (next) => {
    write = next
    refresh()
  }
}

/** A module that sends the same request: `rerank` as it is, or one of its own where a device was asked for. */
export function codeFor({ request, device }: FormInput): string {
  const [name, setup] =
    device === 'auto'
      ? ['rerank', '']
      : ['createReranker', `const { fetch: rerank } = createReranker({ device: '${device}' })\n`]
  // JSON has no line breaks inside its strings, so a key at the start of a line is a key.
  const body = JSON.stringify(request, null, 2)
    .replace(/^( *)"(\w+)":/gm, '$1$2:')
    .replaceAll('\n', '\n  ')
  return `import { ${name} } from 'webrerank'

${setup}const response = await rerank('/v1/rerank', {
  method: 'POST',
  body: JSON.stringify(${body}),
})
const { results } = await response.json()
`
}
