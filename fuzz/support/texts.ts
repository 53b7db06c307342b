import fc from 'fast-check'

/**
 * Texts of any code points, halves of surrogate pairs among them: often ASCII, since that is what parsers look for.
 * fast-check's own unit of all code points takes seconds to build its tables.
 */
const codePoint = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 0x7f }) },
  { weight: 2, arbitrary: fc.nat({ max: 0x7ff }) },
  { weight: 2, arbitrary: fc.nat({ max: 0xffff }) },
  { weight: 1, arbitrary: fc.nat({ max: 0x10ffff }) },
)

export function anyText({ maxLength }: { maxLength?: number } = {}): fc.Arbitrary<string> {
  const points = fc.array(codePoint, maxLength === undefined ? {} : { maxLength })
  return points.map((points) => points.map((point) => String.fromCodePoint(point)).join(''))
}
