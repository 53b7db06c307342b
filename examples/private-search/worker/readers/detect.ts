import { analyse } from 'chardet'

/** Bytes that are looked at. */
const SAMPLE = 65_536

/** Confidence of the detector, of 100, below which it says nothing. */
const ENOUGH = 30

/** Names of the detector that a browser's decoders do not know, and sets that hold what a name of theirs leaves out. */
const LABELS: Record<string, string> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-8-I': 'windows-1255',
  'ISO-8859-9': 'windows-1254',
  mac: 'macintosh',
}

/** Sets of more than one byte a character: their bytes follow rules, so that another text hardly ever fits. */
const WIDE = new Set(['Shift_JIS', 'EUC-JP', 'EUC-KR', 'GB18030', 'Big5'])

/** The text in the encoding that its bytes look like, or null. */
export function detect(bytes: Uint8Array, decodeAs: (label: string) => string | null): string | null {
  const western = decodeAs('windows-1252')
  for (const { name, confidence } of analyse(bytes.subarray(0, SAMPLE))) {
    if (confidence < ENOUGH) break
    if (/^(UTF-|ASCII|ISO-2022)/.test(name)) continue
    const label = LABELS[name] ?? name
    // A few bytes among Latin letters say little, and the detector likes rare sets.
    if (!WIDE.has(name) && western !== null && looksWestern(western)) return western
    const text = decodeAs(label)
    if (text !== null && isPlausible(text)) return text
  }
  return western !== null && looksWestern(western) ? western : null
}

/** Characters that stand in no text that a person wrote. */
function isPlausible(text: string): boolean {
  return !/[\x80-\x9f\ue000-\uf8ff]/.test(text)
}

const BEYOND = /[^\0-\x7f]+/g

/** Letters of Western languages, which stand alone or in twos among those of ASCII. */
const WESTERN =
  /^(?:[àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßªº]{1,2}|[ÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŸ]{1,2}|[ -¿–—‘’‚“”„†‡•…‰‹›€™]{1,3})+$/

function looksWestern(text: string): boolean {
  for (const [run] of text.slice(0, SAMPLE).matchAll(BEYOND)) {
    if (run.length > 4 || !WESTERN.test(run)) return false
  }
  return isPlausible(text)
}
