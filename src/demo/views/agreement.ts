/** How far two rankings agree: the share of pairs of documents that both put in the same order. */
export function agreement(first: readonly number[], second: readonly number[]): number {
  const place = new Map(second.map((index, position) => [index, position]))
  const common = first.flatMap((index) => place.get(index) ?? [])
  let same = 0
  let all = 0
  for (let i = 0; i < common.length; i++) {
    for (let j = i + 1; j < common.length; j++) {
      all++
      if (common[i]! < common[j]!) same++
    }
  }
  return all === 0 ? 1 : same / all
}
