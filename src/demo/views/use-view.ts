import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import { createTeller } from '../ui/teller.js'

/** The ways to use the package, each with a button that copies its code. */
export function createUseView(announce: (text: string) => void): void {
  for (const button of find('use', HTMLElement).querySelectorAll<HTMLButtonElement>('button.copy')) {
    const code = button.parentElement!.querySelector('code')!.textContent
    const tell = createTeller(button, announce)
    button.addEventListener('click', async () => {
      tell(
        await navigator.clipboard.writeText(code).then(
          () => t.copied,
          () => t.copyRefused,
        ),
      )
    })
  }
}
