import { find } from './elements.js'

const KEY = 'webrerank.theme'
const THEMES: readonly string[] = ['light', 'dark']

/** The list of themes: the device's own, light or dark. The choice is kept in this browser. */
export function startTheme(): void {
  const select = find('theme', HTMLSelectElement)
  const set = (theme: string) => {
    select.value = THEMES.includes(theme) ? theme : 'auto'
    if (select.value === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = select.value
  }
  set(stored())
  select.addEventListener('change', () => {
    set(select.value)
    try {
      if (select.value === 'auto') localStorage.removeItem(KEY)
      else localStorage.setItem(KEY, select.value)
    } catch {
      // Storage is off: the choice lasts as long as the page.
    }
  })
}

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? 'auto'
  } catch {
    return 'auto'
  }
}
