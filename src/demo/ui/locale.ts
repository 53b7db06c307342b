/** BCP 47 tag of the page's language: what numbers and dates are formatted for. */
export let locale = 'en'

export function setLocale(tag: string): void {
  locale = tag
}
