/** What the box says before it is used. */
export interface Labels {
  label: string
  placeholder: string
  clear: string
  close: string
}

const LABELS: Record<string, Labels> = {
  en: { label: 'Search', placeholder: 'Search this site', clear: 'Clear', close: 'Close' },
  de: { label: 'Suche', placeholder: 'Diese Website durchsuchen', clear: 'Leeren', close: 'Schließen' },
  es: { label: 'Buscar', placeholder: 'Buscar en este sitio', clear: 'Borrar', close: 'Cerrar' },
  fr: { label: 'Recherche', placeholder: 'Rechercher sur ce site', clear: 'Effacer', close: 'Fermer' },
  zh: { label: '搜索', placeholder: '搜索本站', clear: '清除', close: '关闭' },
  ja: { label: '検索', placeholder: 'このサイトを検索', clear: '消去', close: '閉じる' },
  ar: { label: 'بحث', placeholder: 'ابحث في هذا الموقع', clear: 'مسح', close: 'إغلاق' },
}

/** The language of the first tag that there are words of; English else. */
export function languageOf(tags: readonly (string | undefined)[]): string {
  const languages = tags.map((tag) => tag?.toLowerCase().split('-')[0] ?? '')
  return languages.find((language) => Object.hasOwn(LABELS, language)) ?? 'en'
}

/** @param language of {@link languageOf} */
export function labelsFor(language: string): Labels {
  return LABELS[language]!
}
