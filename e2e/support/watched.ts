import { type BrowserContext, test as base, expect, type TestInfo } from '@playwright/test'
import { completeMedia } from './media.js'

export { expect }

/** What the pages of a test are watched for. */
export interface Watch {
  /** Errors on the console, uncaught errors and rejections (of workers too), and requests that leave this machine. */
  readonly problems: string[]
  /** Watches all pages of a context, and those that it opens later. */
  add(context: BrowserContext): void
}

interface WatchOptions {
  watch: Watch
  /** Parts of the problems that the tests of a file or project are there to cause. */
  expected: string[]
}

/**
 * Details of a test that is there to cause problems, each named by a part of its text: `test('…', expects('…'), …)`.
 */
export function expects(...parts: string[]) {
  return { annotation: parts.map((description) => ({ type: 'expects', description })) }
}

/**
 * The base of all tests. In every page that a test opens no error reaches the console, nothing is thrown or rejected
 * unhandled, and no server is asked but those that the test started, unless the test says that it expects so.
 */
export const test = base.extend<WatchOptions>({
  expected: [[], { option: true }],
  watch: async ({ expected }, use, info) => {
    const watch = createWatch()
    await use(watch)
    expectNoProblems(watch, expected, info)
  },
  context: async ({ context, watch }, use) => {
    watch.add(context)
    completeMedia(context)
    await use(context)
  },
})

/** A page's server is of this machine, and so is every other one of a test. */
const HERE = /^(localhost|127\.0\.0\.1|\[::1\])$/

/**
 * What Firefox says of a file that it does not load, as though a script had thrown it. Chromium has a note on a failed
 * resource for it or nothing, and asks for no icon.
 */
const NOTE_OF_FIREFOX = new RegExp(
  [
    '^Loading (Worker|module) from “.*” was blocked because of a disallowed MIME type',
    '^Security Error: Content at .* may not load data from ',
    '^Content-Security-Policy: .*/favicon\\.ico',
  ].join('|'),
)

export function createWatch(): Watch {
  const problems: string[] = []
  return {
    problems,
    add(context) {
      context.on('console', (message) => {
        // That a file is missing is the browser's own note, and what a server answers is what many tests are about.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          problems.push(`the console says: ${message.text()} ${message.location().url}`)
      })
      context.on('weberror', (error) => {
        const text = String(error.error())
        if (!NOTE_OF_FIREFOX.test(text)) problems.push(`not caught: ${text}`)
      })
      context.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url())
        if (/^(https?|wss?):$/.test(protocol) && !HERE.test(hostname))
          problems.push(`a request to ${request.url()}`)
      })
    },
  }
}

/** No problem but those that the test names; what was seen is forgotten, so that the next test starts anew. */
export function expectNoProblems(watch: Watch, expected: readonly string[], info: TestInfo): void {
  const parts = info.annotations.flatMap(({ type, description }) =>
    type === 'expects' && description ? [description] : [],
  )
  const known = [...expected, ...parts]
  const problems = watch.problems.splice(0)
  expect(
    problems.filter((problem) => !known.some((part) => problem.includes(part))),
    'problems in a page that the test does not expect',
  ).toEqual([])
}
