/** What a terminal would obey rather than show: control characters, and those that turn the direction of what follows. */
const CONTROLS = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A text without what a terminal would obey rather than show. Line breaks stay. */
export function harmless(text: string): string {
  return text.replaceAll(CONTROLS, '\ufffd')
}

/** A harmless text on one line. */
export function printable(text: string): string {
  return harmless(text.replaceAll(/\s+/g, ' ')).trim()
}

/** JSON with its control characters written as numbers. Its own writer leaves some of them, which begin sequences too. */
export function escapeControls(json: string): string {
  return json.replaceAll(
    CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
