/** A sentence by where it is in its text. */
export interface Span {
  start: number
  end: number
}

/** Sentences of a text that are read of it: past these, marking would cost more than ranking did. */
const MOST = 24

/** Sentences of a text, without the white space around them. A text of one sentence has nothing to be marked. */
export function sentencesOf(text: string, language = 'en'): Span[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  const spans: Span[] = []
  for (const { segment, index } of segmenter.segment(text)) {
    const start = index + segment.length - segment.trimStart().length
    const end = index + segment.trimEnd().length
    if (end > start) spans.push({ start, end })
    if (spans.length === MOST) break
  }
  return spans.length > 1 ? spans : []
}

/**
 * The sentence of each text that fits a query best.
 * @param score scores of all sentences at once, in their order
 */
export async function bestSentences(
  texts: readonly string[],
  score: (sentences: readonly string[]) => Promise<readonly number[]>,
): Promise<(Span | undefined)[]> {
  const spans = texts.map((text) => sentencesOf(text))
  const flat = spans.flatMap((list, index) => list.map(({ start, end }) => texts[index]!.slice(start, end)))
  if (flat.length === 0) return texts.map(() => undefined)
  const scores = await score(flat)
  let at = 0
  return spans.map((list) => {
    const own = scores.slice(at, at + list.length)
    at += list.length
    return list[own.indexOf(Math.max(...own))]
  })
}
