/** Characters of a part: as many as fit up to the first; none is longer than the second. */
const WANTED = 800
const LONGEST = 1100

/** Characters in which ends of sentences are looked for at once: a file may be one line of megabytes. */
const STRETCH = 20_000

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** At the ends of sentences; a sentence that is too long at a space, or anywhere if it has none. */
export function* cut(text: string): Generator<string> {
  if (text.length <= LONGEST) {
    yield text
    return
  }
  for (let start = 0; start < text.length; ) {
    const end = text.length - start <= STRETCH ? text.length : start + placeToCut(text.slice(start), STRETCH)
    for (const part of cutStretch(text.slice(start, end))) {
      const trimmed = part.trim()
      if (trimmed) yield trimmed
    }
    start = end
  }
}

function* cutStretch(text: string): Generator<string> {
  let part = ''
  for (const { segment } of sentences.segment(text)) {
    if (part && part.length + segment.length > WANTED) {
      yield part
      part = ''
    }
    part += segment
    while (part.length > LONGEST) {
      const end = placeToCut(part, WANTED)
      yield part.slice(0, end)
      part = part.slice(end)
    }
  }
  yield part
}

function placeToCut(text: string, wanted: number): number {
  const space = text.slice(0, wanted + 1).lastIndexOf(' ')
  if (space > wanted / 2) return space
  // Not between the two halves of a character outside the basic plane.
  const code = text.charCodeAt(wanted - 1)
  return code >= 0xd800 && code <= 0xdbff ? wanted - 1 : wanted
}
