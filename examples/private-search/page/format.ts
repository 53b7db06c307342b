import type { Collection, Passage, Place } from '../shared/protocol.js'

const numbers = new Intl.NumberFormat('en')
const rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })

/** `1 file`, `2,000 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${numbers.format(number)} ${number === 1 ? one : many}`
}

/** `1.2 MB`, in steps of a thousand. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 100 ? rounded.format(value) : numbers.format(Math.round(value))} ${units[unit]}`
}

/** `8 ms`, `1.2 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
}

export function describeCollection({ files, passages, characters }: Collection): string {
  return `${count(files, 'file')}, ${count(passages, 'passage')}, ${count(characters, 'character')} on this device`
}

/** The heading above a passage and its page, rows, lines or path. */
export function describePlace({ heading, place }: Pick<Passage, 'heading' | 'place'>): string {
  return [heading, place && placeName(place)].filter(Boolean).join(' · ')
}

function placeName(place: Place): string {
  if (place.kind === 'page') return `page ${place.number}`
  if (place.kind === 'path') return place.path
  const what = place.kind === 'lines' ? 'line' : 'row'
  return place.first === place.last ? `${what} ${place.first}` : `${what}s ${place.first}–${place.last}`
}
