/** Says on a button what became of it, for a while. */
export function createTeller(
  button: HTMLButtonElement,
  announce: (text: string) => void,
): (text: string) => void {
  const name = button.textContent
  let timer: ReturnType<typeof setTimeout> | undefined
  return (text) => {
    // As wide as it was, or its neighbours would move, and a row of them wrap, twice.
    button.style.minWidth = `${button.getBoundingClientRect().width}px`
    button.textContent = text
    announce(text)
    clearTimeout(timer)
    timer = setTimeout(() => {
      button.textContent = name
      button.style.minWidth = ''
    }, 2000)
  }
}
