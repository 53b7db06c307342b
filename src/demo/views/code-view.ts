import type { RerankResponse } from 'webrerank'
import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import { createTeller } from '../ui/teller.js'
import type { FormInput } from './form-view.js'
import { SNIPPETS, type SnippetName } from './snippets.js'

/** Longer code is shown in part, since laying out megabytes would stop the page; Copy has all of it. */
const SHOWN = 20_000

/** The two folded blocks below the ranking: code that asks the same, and what was answered. */
export function createCodeView(announce: (text: string) => void): {
  show(input: FormInput, response: RerankResponse): void
} {
  const code = createBlock('code-details', announce)
  const json = createBlock('json-details', announce)
  const radios = Array.from(document.querySelectorAll<HTMLInputElement>('input[name=snippet]'))
  let input: FormInput | undefined
  const showCode = () => {
    const name = radios.find(({ checked }) => checked)?.value as SnippetName
    const asked = input
    if (asked) code(() => SNIPPETS[name](asked))
  }
  for (const radio of radios) radio.addEventListener('change', showCode)
  return {
    show(asked, response) {
      input = asked
      showCode()
      json(() => JSON.stringify(response, null, 2))
    },
  }
}

/** A block whose text is made when it is first opened. */
function createBlock(
  id: string,
  announce: (text: string) => void,
): (write: () => string | Promise<string>) => void {
  const details = find(id, HTMLDetailsElement)
  const code = details.querySelector('code')!
  const button = details.querySelector<HTMLButtonElement>('button.copy')!
  const tell = createTeller(button, announce)
  let write: () => string | Promise<string> = () => ''

  const refresh = async () => {
    if (!details.open) return
    const text = await write()
    const left = text.length - SHOWN
    code.textContent = left > 0 ? `${text.slice(0, SHOWN)}\n… ${t.moreCharacters(left)}` : text
  }
  details.addEventListener('toggle', () => void refresh())
  button.addEventListener('click', async () => {
    tell(
      await navigator.clipboard.writeText(await write()).then(
        () => t.copied,
        () => t.copyRefused,
      ),
    )
  })
  return (next) => {
    write = next
    void refresh()
  }
}
