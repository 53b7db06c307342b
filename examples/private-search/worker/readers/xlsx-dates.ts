import { elementsOf } from './relations.js'

/** Formats of dates and times that every spreadsheet has, by number. */
const isBuiltIn = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)

const DAY = 86_400_000

/** For each style of cells, whether it shows a date: the cell itself holds a count of days. */
export function dateStyles(styles: string | undefined): boolean[] {
  const custom = new Map<number, boolean>()
  const dates: boolean[] = []
  let inCells = false
  for (const { name, attributes } of elementsOf(styles)) {
    if (name === 'numFmt') custom.set(Number(attributes.numFmtId), isDate(attributes.formatCode ?? ''))
    else if (name === 'cellXfs') inCells = true
    else if (name === 'cellStyles' || name === 'dxfs') inCells = false
    else if (name === 'xf' && inCells) {
      const id = Number(attributes.numFmtId)
      dates.push(custom.get(id) ?? isBuiltIn(id))
    }
  }
  return dates
}

/** Letters of a format stand for parts of a date, but for those in quotes, brackets or after a backslash. */
function isDate(format: string): boolean {
  return /[dmyhs]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, ''))
}

/** `2026-03-14`, `2026-03-14 09:30`, or `09:30`, from a count of days. */
export function showDate(days: number, since1904: boolean): string {
  if (!Number.isFinite(days)) return String(days)
  // Spreadsheets know a 29 February 1900, so days before it count from another one.
  const epoch = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const date = new Date(epoch + Math.round((days * DAY) / 1000) * 1000)
  if (Number.isNaN(date.getTime())) return String(days)
  const [day = '', time = ''] = date.toISOString().split('T')
  const clock = time.slice(0, time.startsWith('00:00:00') ? 0 : time.slice(6, 8) === '00' ? 5 : 8)
  if (days < 1) return clock || '00:00'
  return clock ? `${day} ${clock}` : day
}
