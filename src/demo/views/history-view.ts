import { type Asked, clearHistory, readHistory } from '../input/history.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { locale } from '../ui/locale.js'

/** Earlier runs, each a button that puts it back into the form. */
export function createHistoryView(on: { restore(asked: Asked): void; announce(text: string): void }): {
  refresh(): void
} {
  const panel = find('history', HTMLDetailsElement)
  const list = find('history-list', HTMLUListElement)
  const empty = find('history-empty', HTMLElement)
  const clear = find('history-clear', HTMLButtonElement)
  const refresh = () => {
    const entries = readHistory()
    const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
    empty.hidden = entries.length > 0
    list.hidden = clear.hidden = entries.length === 0
    list.replaceChildren(
      ...entries.map((entry) => {
        const query = create('span', 'history-query', entry.query)
        query.dir = 'auto'
        const best = create('span', 'hint', `${when.format(entry.at)} · ${entry.model} · ${entry.best}`)
        best.dir = 'auto'
        const button = create('button', 'history-entry', [query, best])
        button.type = 'button'
        button.addEventListener('click', () => on.restore(entry))
        return create('li', '', [button])
      }),
    )
  }
  clear.addEventListener('click', () => {
    clearHistory()
    refresh()
    panel.querySelector('summary')?.focus()
    on.announce(t.historyCleared)
  })
  panel.addEventListener('toggle', () => panel.open && refresh())
  return { refresh: () => panel.open && refresh() }
}
