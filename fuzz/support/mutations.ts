import fc from 'fast-check'

/** A file with some of its bytes changed, cut out, doubled or set to numbers that lengths are made of. */
export function changedBytes(file: Uint8Array): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const place = fc.oneof(fc.nat({ max: file.length }), fc.nat({ max: Math.min(file.length, 4000) }))
  const change = fc.oneof(
    fc.record({
      at: place,
      kind: fc.constant('set' as const),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      at: place,
      kind: fc.constant('set' as const),
      bytes: fc.constantFrom(
        Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
        Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
        Uint8Array.of(0x80, 0x80, 0x80),
        Uint8Array.of(0),
      ),
    }),
    fc.record({ at: place, kind: fc.constant('cut' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
    fc.record({ at: place, kind: fc.constant('insert' as const), bytes: fc.uint8Array({ maxLength: 40 }) }),
    fc.record({ at: place, kind: fc.constant('end' as const), bytes: fc.constant(new Uint8Array()) }),
  )
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let result = Uint8Array.from(file)
    for (const { at, kind, bytes } of changes) {
      if (kind === 'set')
        result.set(bytes.subarray(0, Math.max(0, result.length - at)), Math.min(at, result.length))
      if (kind === 'cut') result = joined(result.subarray(0, at), result.subarray(at + bytes.length))
      if (kind === 'insert') result = joined(result.subarray(0, at), bytes, result.subarray(at))
      if (kind === 'end') result = result.slice(0, at)
    }
    return result
  })
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e308, '', 'x', [], {}, [null], { type: 'Sequence' }),
  fc.constantFrom<unknown>(
    { type: 'Sequence', normalizers: [null] },
    { Regex: '[' },
    { Regex: 'a*' },
    '[SEP]',
    2 ** 31,
  ),
  fc.jsonValue(),
)

/**
 * The text of a JSON with some of its values replaced, members removed, or characters changed.
 * @param others values to put into it, beside some that fit nowhere
 */
export function changedJson(value: object, others: fc.Arbitrary<unknown> = odd): fc.Arbitrary<string> {
  const paths = pathsOf(value, 4)
  // Of an empty one there is nothing to replace.
  if (paths.length === 0) return odd.map((value) => JSON.stringify(value) ?? 'null')
  const change = fc.record({
    path: fc.constantFrom(...paths),
    value: fc.oneof(
      { weight: 3, arbitrary: odd },
      { weight: 2, arbitrary: others },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
  })
  const replaced = fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map(
      (changes) =>
        JSON.stringify(
          changes.reduce<unknown>((result, { path, value }) => replacedAt(result, path, value), value),
        ) ?? 'null',
    )
  const damaged = fc
    .tuple(fc.nat(), fc.constantFrom('"', '{', '[', ',', '\\', '\u0000', ''))
    .map(([at, text]) => {
      const json = JSON.stringify(value)
      return json.slice(0, at % json.length) + text + json.slice((at % json.length) + 1)
    })
  return fc.oneof(
    { weight: 8, arbitrary: replaced },
    { weight: 1, arbitrary: damaged },
    { weight: 1, arbitrary: odd.map((value) => JSON.stringify(value) ?? 'null') },
  )
}

type Path = (string | number)[]

/** Where a value has members: of long lists and dictionaries the first ones. */
function pathsOf(value: unknown, depth: number, at: Path = []): Path[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return at.length > 0 ? [at] : []
  const members = Object.entries(value).slice(0, 12)
  const below = members.flatMap(([key, member]) => pathsOf(member, depth - 1, [...at, key]))
  return at.length > 0 ? [at, ...below] : below
}

/** A copy of what is on the way there; all else is the same object. Without a value the member is removed. */
function replacedAt(holder: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined || typeof holder !== 'object' || holder === null) return holder
  const copy = (Array.isArray(holder) ? [...holder] : { ...holder }) as Record<string, unknown>
  if (rest.length > 0) copy[key] = replacedAt(copy[key], rest, value)
  else if (value === undefined) delete copy[key]
  else copy[key] = value
  return copy
}
