import { ar } from './ar.js'
import { de } from './de.js'
import { en } from './en.js'
import { es } from './es.js'
import { fr } from './fr.js'
import { ja } from './ja.js'
import type { Strings } from './strings.js'
import { zh } from './zh.js'

const STRINGS: Record<string, Strings> = { ar, de, en, es, fr, ja, zh }

/** @param language of `languageOf` */
export function stringsFor(language: string): Strings {
  return STRINGS[language] ?? STRINGS.en!
}
