import { locale } from './locale.js'

export function number(value: number): string {
  return Math.round(value).toLocaleString(locale)
}

/** With a fixed number of decimals, in the page's language. */
export function decimal(value: number, digits: number): string {
  return value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function milliseconds(value: number): string {
  if (value < 1) return value === 0 ? '0 ms' : `${decimal(Math.max(0.1, value), 1)} ms`
  return value < 1000 ? `${number(value)} ms` : `${decimal(value / 1000, value < 10_000 ? 2 : 1)} s`
}

/** A time to wait, in the coarse words that an estimate deserves. */
export function duration(value: number): string {
  const seconds = Math.max(1, Math.round(value / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** In units of a thousand, as file sizes on disks and networks are told. */
export function bytes(value: number): string {
  if (value < 1e6) return `${number(value / 1e3)} kB`
  return value < 1e9 ? `${decimal(value / 1e6, value < 1e8 ? 1 : 0)} MB` : `${decimal(value / 1e9, 2)} GB`
}

/** How many a second; a dash where the time was too short to be measured. */
export function rate(amount: number, duration: number): string {
  return duration > 0 ? number((amount / duration) * 1000) : '–'
}

/** A score between 0 and 1. Logits tell those apart that are too small for its digits. */
export function score(value: number): string {
  return value < 0.001 ? `<${decimal(0.001, 3)}` : decimal(value, 3)
}
