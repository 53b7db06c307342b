/**
 * A text without what a terminal would obey rather than show: control characters, which begin its sequences, and those
 * that turn the direction of what follows. Line breaks stay.
 */
export function harmless(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}

/** A harmless text on one line. */
export function printable(text: string): string {
  return harmless(text.replaceAll(/\s+/g, ' ')).trim()
}
