const KEY = 'webrerank.theme'
const root = document.documentElement
let theme
try {
  theme = localStorage.getItem(KEY)
} catch {
  // Storage is off.
}
const setTheme = (to) => {
  if (to === 'light' || to === 'dark') root.dataset.theme = to
  else delete root.dataset.theme
}
setTheme(theme)

const whenRead = (work) =>
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', work) : work()

/** Pictures follow a theme that was chosen, as colours do. */
const setPictures = (to) => {
  const media = { light: 'not all', dark: 'all' }[to] ?? '(prefers-color-scheme: dark)'
  for (const source of /** @type {NodeListOf<HTMLSourceElement>} */ (
    document.querySelectorAll('picture source')
  ))
    source.media = media
}

/** The list of pages is longer than a screen. */
const showCurrentPage = () => {
  const list = document.getElementById('navigation')
  const current = /** @type {HTMLElement | null} */ (list?.querySelector('[aria-current]'))
  if (list && current && current.offsetTop > list.clientHeight - 100)
    list.scrollTop = current.offsetTop - list.clientHeight / 2
}

// Only then it has its height.
addEventListener('load', showCurrentPage)
whenRead(() => {
  setPictures(root.dataset.theme)
  const select = /** @type {HTMLSelectElement} */ (document.getElementById('theme'))
  select.value = root.dataset.theme ?? 'auto'
  select.style.visibility = 'visible'
  select.onchange = () => {
    setTheme(select.value)
    setPictures(select.value)
    try {
      localStorage.setItem(KEY, select.value)
    } catch {
      // The choice lasts as long as the page.
    }
  }
  const contents = /** @type {HTMLDetailsElement | null} */ (document.querySelector('.contents details'))
  if (contents) {
    // Where it is a column of its own; above the page it would push that down.
    const wide = matchMedia('(width > 78rem)')
    const fit = () => {
      contents.open = wide.matches
    }
    wide.addEventListener('change', fit)
    fit()
  }
  for (const pre of document.querySelectorAll('pre')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.onclick = async () => {
      await navigator.clipboard.writeText(pre.textContent.trimEnd())
      button.textContent = 'Copied'
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2000)
    }
    pre.after(button)
  }
})
