/** The shape of two tensors' elementwise result, or undefined where they do not fit. */
export function broadcast(one: readonly number[], other: readonly number[]): number[] | undefined {
  const [long, short] = one.length < other.length ? [other, one] : [one, other]
  const wide = [...long]
  for (let i = 1; i <= short.length; i++) {
    const [a, b] = [long.at(-i)!, short.at(-i)!]
    if (a !== b && a !== 1 && b !== 1) return undefined
    if (a === 1) wide[wide.length - i] = b
  }
  return wide
}

/** For each number of a broadcast tensor, which of the narrow one's it is. */
export function broadcastIndex(narrow: readonly number[], wide: readonly number[]): Int32Array {
  const strides = stridesOf(narrow)
  const ahead = wide.length - narrow.length
  return spread(wide.map((side, i) => steps(side, (narrow[i - ahead] ?? 1) === 1 ? 0 : strides[i - ahead]!)))
}

/** Places along an axis, of which negative ones count from its end; undefined where one is past it. */
export function within(places: ArrayLike<number>, side: number): Int32Array | undefined {
  const found = Int32Array.from(places, (place) => (place < 0 ? place + side : place))
  return found.every((place) => place >= 0 && place < side) ? found : undefined
}

export function product(numbers: readonly number[]): number {
  return numbers.reduce((product, number) => product * number, 1)
}

export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, i) => product(shape.slice(i + 1)))
}

/** Multiples of a stride from 0 on. */
export function steps(length: number, stride: number): Int32Array {
  const multiples = new Int32Array(length)
  for (let i = 1; i < length; i++) multiples[i] = i * stride
  return multiples
}

/** All sums of one offset of each axis, in row-major order. */
export function spread(offsets: readonly ArrayLike<number>[]): Int32Array {
  let sums = new Int32Array(1)
  for (const axis of offsets) {
    const next = new Int32Array(sums.length * axis.length)
    let at = 0
    for (const sum of sums) for (let k = 0; k < axis.length; k++) next[at++] = sum + axis[k]!
    sums = next
  }
  return sums
}
