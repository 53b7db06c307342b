/** Positions of a request's texts. Equal texts are scored once, and so alike to the last bit. */
export interface TextPositions {
  /** The texts that were not taken, each once. */
  left(): string[]
  /** Where a text stands. It is left no more. */
  take(text: string): readonly number[]
}

export function createTextPositions(documents: readonly string[]): TextPositions {
  const pending = new Map<string, number[]>()
  documents.forEach((text, position) => {
    const positions = pending.get(text)
    if (positions) positions.push(position)
    else pending.set(text, [position])
  })
  return {
    left: () => [...pending.keys()],
    take(text) {
      const positions = pending.get(text)!
      pending.delete(text)
      return positions
    },
  }
}
