/** English words that hold a question together and say nothing of what is asked. */
const FUNCTION_WORDS = new Set(
  `a about am an and any are as at be been but by can could did do does for from get had has have he her his how i if
  in into is it its may me might must my no not of on or our shall she should so some than that the their them then
  there these they this to us was we were what when where which who whom whose why will with would you your`.split(
    /\s+/,
  ),
)

/**
 * The words that tell what is asked, or all where there are no others: they alone are looked for, and shown. In a small
 * collection the other words are rare too, and would count for much; in a large one it takes long to count where they are.
 */
export function tellingWords(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => !FUNCTION_WORDS.has(word))
  return telling.length > 0 ? telling : words
}
