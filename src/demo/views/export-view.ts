import Papa from 'papaparse'
import type { RerankResponse } from 'webrerank'
import type { Asked } from '../input/history.js'
import { LONG_LINK, toFragment } from '../input/share.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { createTeller } from '../ui/teller.js'

/** Copies and downloads of the results, and the link that asks the same. */
export function createExportView(announce: (text: string) => void): {
  show(asked: Asked, response: RerankResponse): void
} {
  let shown: { asked: Asked; response: RerankResponse } | undefined
  const button = (
    id: string,
    work: (shown: { asked: Asked; response: RerankResponse }) => Promise<string>,
  ) => {
    const element = find(id, HTMLButtonElement)
    const tell = createTeller(element, announce)
    element.addEventListener('click', async () => shown && tell(await work(shown)))
  }
  button('copy-results', ({ response }) => copy(toCsv(response, '\t')))
  button('save-json', async ({ response }) =>
    save('ranking.json', 'application/json', JSON.stringify(response, null, 2)),
  )
  // The mark at its beginning is how spreadsheets know UTF-8.
  button('save-csv', async ({ response }) => save('ranking.csv', 'text/csv', `\uFEFF${toCsv(response, ',')}`))
  button('share', async ({ asked }) => {
    const fragment = await toFragment(asked)
    if (!fragment) return t.tooMuchForLink
    history.replaceState(null, '', fragment)
    const done = await copy(location.href)
    if (done !== t.copied) return t.inAddressBar
    return fragment.length > LONG_LINK ? t.copiedLong : t.copied
  })
  return {
    show(asked, response) {
      shown = { asked, response }
    },
  }
}

/**
 * What a spreadsheet takes for a formula where a cell begins: at the beginning of a text; and in it where a reader that
 * heeds no quotes, or another separator, would begin a line or a cell.
 */
const FORMULA = /(^|[\r\n\v\f\u0085\u2028\u2029\t;])(?=[=+\-@＝＋－＠])/g

/**
 * The ranking as a table. What a spreadsheet would run as a formula has an apostrophe before it, which makes it text.
 * Papa's own `escapeFormulae` looks at texts of one line alone.
 */
export function toCsv({ results }: Pick<RerankResponse, 'results'>, delimiter: ',' | '\t'): string {
  return Papa.unparse(
    {
      fields: ['rank', 'was', 'relevance_score', 'text'],
      data: results.map(({ index, relevance_score, document }, position) => [
        position + 1,
        index + 1,
        relevance_score,
        (document?.text ?? '').replace(FORMULA, "$1'"),
      ]),
    },
    { delimiter },
  )
}

function copy(text: string): Promise<string> {
  return navigator.clipboard.writeText(text).then(
    () => t.copied,
    () => t.copyRefused,
  )
}

function save(name: string, type: string, text: string): string {
  const link = create('a', '')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  return t.saved
}
