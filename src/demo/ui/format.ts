const integer = new Intl.NumberFormat('en')

export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

export function number(value: number): string {
  return integer.format(Math.round(value))
}

export function milliseconds(value: number): string {
  if (value < 1) return value === 0 ? '0 ms' : `${Math.max(0.1, value).toFixed(1)} ms`
  return value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`
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
  if (value < 1e6) return `${(value / 1e3).toFixed(0)} kB`
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`
}

/** How many a second; a dash where the time was too short to be measured. */
export function rate(amount: number, duration: number): string {
  return duration > 0 ? number((amount / duration) * 1000) : '–'
}

/** A score between 0 and 1, with more digits where it is small. */
export function score(value: number): string {
  if (value >= 0.001) return value.toFixed(3)
  return value.toExponential(1).replace('e', ' × 10^').replace('^-', '⁻').replace(/\d+$/, superscript)
}

function superscript(digits: string): string {
  return Array.from(digits, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
}
