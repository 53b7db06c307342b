import type { Filter, KeptFile } from '../shared/protocol.js'
import { create, find } from './elements.js'
import { count } from './format.js'

/** Folders that are offered at most. */
const FOLDERS = 500

/** Two lists: the type and the folder to search in. They are shown where there is something to choose. */
export function createFilterView(onChange: (filter: Filter) => void) {
  const row = find('filters', HTMLFieldSetElement)
  const type = find('filter-type', HTMLSelectElement)
  const folder = find('filter-folder', HTMLSelectElement)
  const current = (): Filter => ({ type: type.value, folder: folder.value })
  let last = ''
  const tell = () => {
    const now = JSON.stringify(current())
    if (now === last) return
    last = now
    onChange(current())
  }
  type.addEventListener('change', tell)
  folder.addEventListener('change', tell)

  return {
    current,
    /** What there is to choose has changed. */
    update(files: readonly KeptFile[]) {
      const types = fill(type, 'All types', counts(files.map((file) => file.type)))
      const places = fill(folder, 'All folders', counts(files.flatMap(({ path }) => foldersOf(path))))
      type.parentElement!.hidden = types < 2
      folder.parentElement!.hidden = places < 2
      row.hidden = types < 2 && places < 2
      // What is hidden must not filter.
      if (types < 2) type.value = ''
      if (places < 2) folder.value = ''
      tell()
    },
  }
}

/** `a` and `a/b` of `a/b/c.txt`. */
export function foldersOf(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, i) => names.slice(0, i + 1).join('/'))
}

function counts(values: readonly string[]): [string, number][] {
  const found = new Map<string, number>()
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1)
  return [...found].sort(([a], [b]) => a.localeCompare(b)).slice(0, FOLDERS)
}

/** @returns how many there are to choose from */
function fill(list: HTMLSelectElement, all: string, values: readonly [string, number][]): number {
  const before = list.value
  const options = values.map(([value, number]) => {
    const option = create('option', '', `${value} (${count(number, 'file')})`)
    option.value = value
    return option
  })
  const first = create('option', '', all)
  first.value = ''
  list.replaceChildren(first, ...options)
  list.value = values.some(([value]) => value === before) ? before : ''
  return values.length
}
