import { ar } from './ar.js'
import { de } from './de.js'
import { en } from './en.js'
import { es } from './es.js'
import { fr } from './fr.js'
import { ja } from './ja.js'
import type { Strings } from './strings.js'
import { zh } from './zh.js'

const STRINGS: Record<string, Strings> = { ar, de, en, es, fr, ja, zh }

/** The strings of the first language that there are any of; English else. */
export function stringsFor(languages: readonly (string | undefined)[]): {
  language: string
  strings: Strings
} {
  for (const tag of languages) {
    const language = tag?.toLowerCase().split('-')[0] ?? ''
    const strings = STRINGS[language]
    if (strings) return { language, strings }
  }
  return { language: 'en', strings: STRINGS.en! }
}
