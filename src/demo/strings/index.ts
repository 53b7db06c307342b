import { find } from '../ui/elements.js'
import { setLocale } from '../ui/locale.js'
import { en } from './en.js'
import type { Strings } from './strings.js'

const KEY = 'webrerank.language'

/** The page's languages by their tags; English is in the page itself. */
export const LANGUAGES: Record<string, () => Promise<Strings>> = {
  en: async () => en,
  de: () => import('./de.js').then(({ de }) => de),
  fr: () => import('./fr.js').then(({ fr }) => fr),
  es: () => import('./es.js').then(({ es }) => es),
  ja: () => import('./ja.js').then(({ ja }) => ja),
  zh: () => import('./zh.js').then(({ zh }) => zh),
}

/** What the page says, in its language. */
export let t: Strings = en

/** Puts the page into the reader's language: the chosen one, else the first of the browser's that there is. */
export async function startStrings(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang')
  const language = pickLanguage([asked ?? '', stored(), ...navigator.languages])
  const select = find('language', HTMLSelectElement)
  select.value = language
  select.addEventListener('change', () => change(select.value))
  // Where a language does not load, English is better than no page.
  const strings = await LANGUAGES[language]!().catch(() => undefined)
  if (!strings || language === 'en') return
  t = strings
  setLocale(language)
  document.documentElement.lang = language
  write(strings.page)
}

/** The first language that there are strings of; English else. */
export function pickLanguage(tags: readonly string[]): string {
  for (const tag of tags) {
    const language = tag.toLowerCase().split('-')[0]!
    if (Object.hasOwn(LANGUAGES, language)) return language
  }
  return 'en'
}

/** Everything is written anew in another language by a new start. */
function change(language: string): void {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Storage is off: the address says it.
  }
  const address = new URL(location.href)
  address.searchParams.set('lang', language)
  location.assign(address)
}

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

/** Texts, names and placeholders of index.html. */
function write(page: Readonly<Record<string, string>>): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-t]'))
    element.textContent = page[element.dataset.t!] ?? element.textContent
  for (const element of document.querySelectorAll<HTMLElement>('[data-t-label]'))
    element.ariaLabel = page[element.dataset.tLabel!] ?? element.ariaLabel
  for (const element of document.querySelectorAll<HTMLInputElement>('[data-t-placeholder]'))
    element.placeholder = page[element.dataset.tPlaceholder!] ?? element.placeholder
}
