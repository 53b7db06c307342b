/** Marks that are written or not, as the writer likes: soft hyphens, joiners, marks of direction. */
const UNSEEN = /\u034f|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

/** Vowel signs and other marks of Arabic, Hebrew and Syriac, and the stroke that makes an Arabic word longer. */
const SIGNS =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0730-\u074a\u08d3-\u08ff]/g

/** Letters of Arabic that are written in more than one way. */
const LETTERS: Record<string, string> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه', ک: 'ك', ی: 'ي' }
const VARIANTS = /[أإآٱىةکی]/g

/** Whether a text has anything that folding changes; most have not. */
const FOLDED = /[^\0-\u00ac\u00ae-\u024f\u0400-\u04ff]/

/** A text in the form that words are compared in. What a person is shown stays as it is. */
export function fold(text: string): string {
  if (!FOLDED.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(SIGNS, '')
    .replace(VARIANTS, (letter) => LETTERS[letter]!)
}
