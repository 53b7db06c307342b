/**
 * A parsed body on its way from one thread to another: what a message holds is taken over at once, and thirty megabytes of it
 * hold up a thread for a tenth of a second. So long texts are sent by themselves, in pieces.
 */

/** A text of so many characters is sent by itself. */
const LONG_TEXT = 1024

/** Characters of one message. */
const MESSAGE = 512 * 1024

/** A value whose long texts are empty, and where they are: the keys that lead to each. */
export interface Frame {
  value: unknown
  places: readonly Place[]
}

type Place = readonly (string | number)[]

/** A part of a text: the number of its place, and what comes next of it. */
export type Piece = readonly [place: number, text: string]

type Holder = Record<string | number, unknown>

/** Takes the long texts out of a value, which is changed. A text alone is no holder, and stays. */
export function takeLongTexts(value: unknown): { frame: Frame; texts: string[] } {
  const places: Place[] = []
  const texts: string[] = []
  /** As deep as a body may be nested, which is bounded. */
  const take = (holder: Holder, path: Place) => {
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      const member = holder[key]
      if (typeof member === 'object' && member !== null) take(member as Holder, [...path, key])
      if (typeof member !== 'string' || member.length <= LONG_TEXT) continue
      places.push([...path, key])
      texts.push(member)
      holder[key] = ''
    }
  }
  if (typeof value === 'object' && value !== null) take(value as Holder, [])
  return { frame: { value, places }, texts }
}

/** The texts in messages of about the same length. */
export function* piecesOf(texts: readonly string[]): Generator<Piece[]> {
  let message: Piece[] = []
  let room = MESSAGE
  for (const [place, text] of texts.entries())
    for (let start = 0; start < text.length; ) {
      const piece = text.slice(start, start + room)
      message.push([place, piece])
      start += piece.length
      room -= piece.length
      if (room > 0) continue
      yield message
      message = []
      room = MESSAGE
    }
  if (message.length > 0) yield message
}

/** Puts the texts of a frame back, piece by piece. */
export function createAssembly({ value, places }: Frame) {
  const holders = places.map((place) =>
    place.slice(0, -1).reduce((holder, key) => holder[key] as Holder, value as Holder),
  )
  return {
    value,
    add(pieces: readonly Piece[]): void {
      for (const [place, text] of pieces) {
        const key = places[place]!.at(-1)!
        holders[place]![key] = `${holders[place]![key]}${text}`
      }
    },
  }
}
