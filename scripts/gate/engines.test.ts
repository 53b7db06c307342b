import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { LEFT_OUT, leftOutTable, patternsOf } from '../../e2e/engines/left-out.mjs'
import { SAMPLES } from '../../e2e/engines/sample.mjs'

const E2E = 'e2e'
const specs = readdirSync(E2E, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.spec.ts'),
)
const read = (file: string) => readFileSync(path.join(E2E, file), 'utf8')

it.each(LEFT_OUT)('$tests is there to be left out', ({ tests, reason }) => {
  expect(reason).not.toBe('')
  const [file = '', ...title] = tests.split(' ')
  if (file.startsWith('@')) expect(specs.some((spec) => read(spec).includes(file))).toBe(true)
  else if (file.endsWith('/')) expect(statSync(path.join(E2E, file)).isDirectory()).toBe(true)
  else expect(read(file)).toContain(title.join(' '))
})

it('what asks for Chromium’s protocol says so', () => {
  for (const spec of specs)
    if (read(spec).includes('newCDPSession')) expect(read(spec), spec).toContain('@cdp')
})

it('a pattern takes the tests that it names and no others', () => {
  const leftOut = (test: string) => patternsOf('firefox', 'firefox').some((pattern) => pattern.test(test))
  expect(leftOut('firefox server/http.spec.ts answers')).toBe(true)
  expect(leftOut('firefox server/http.spec.ts answers what the page answers')).toBe(false)
  expect(leftOut('firefox runtime/devices.spec.ts a GPU @webgpu')).toBe(true)
  expect(leftOut('firefox runtime/devices.spec.ts the server answers')).toBe(false)
})

it('the documentation and the contributors’ guide show what there is', () => {
  expect(readFileSync('docs/browser-support.md', 'utf8')).toContain(leftOutTable())
  const guide = readFileSync('CONTRIBUTING.md', 'utf8')
  for (const tests of Object.values(SAMPLES).flat()) {
    const [file = '', ...title] = tests.split(' ')
    expect(read(file)).toContain(title.join(' '))
    expect(guide).toContain(`\`${file}\``)
  }
})
