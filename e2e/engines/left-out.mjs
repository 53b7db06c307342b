// What an engine is not tested for, each with its reason. The projects of playwright.config.ts leave these tests out by
// this table, and docs/browser-support.md shows it.

/**
 * @typedef {'firefox' | 'webkit'} Engine
 * @typedef {{ engines: Engine[], tests: string, reason: string }} LeftOut
 *   `tests`: a tag (`@webgpu`), a folder (`server/`), a file (`demo/views.spec.ts`), or a file and the title of a test
 *   (`demo/views.spec.ts a title`), below e2e/.
 */

/** @type {Engine[]} */
const BOTH = ['firefox', 'webkit']

const NO_PAGE = 'no page in it: what a browser is has no part in these tests'

/** @type {LeftOut[]} */
export const LEFT_OUT = [
  {
    engines: BOTH,
    tests: '@webgpu',
    reason: 'no adapter without a GPU: neither has one in software, as Chromium has',
  },
  {
    engines: BOTH,
    tests: '@cdp',
    reason:
      'asks Chromium’s own protocol for what no other tells or does: the size of the heap, a quota, an input method, installability, a reload past the service worker',
  },
  {
    engines: BOTH,
    tests: 'examples/private-search.spec.ts sends nothing anywhere',
    reason: 'runs code in the page’s worker, which Playwright cannot by WebDriver BiDi',
  },
  ...[
    'models/download.spec.ts a reload in mid-download',
    'models/download.spec.ts a part that is no part of the file',
    'models/download.spec.ts a cancelled download stops',
    'models/download.spec.ts a browser that keeps nothing',
    'models/stored-files.spec.ts a browser whose writes are',
    'models/stored-files.spec.ts stored weights that were changed',
    'models/stored-files.spec.ts damaged records and cards heal',
  ].map((tests) => ({
    engines: /** @type {Engine[]} */ (['webkit']),
    tests,
    reason:
      'looks into the Origin Private File System, or makes it fail: WebKitGTK opens no file there in a worker, so models are in Cache Storage, whose parts of 8 MB are larger than the tests’ models',
  })),
  {
    engines: ['webkit'],
    tests: 'runtime/faults.spec.ts a worker that throws at its start',
    reason:
      'a module that waits at its top, as this test’s does, and then throws, tells the page nothing: the time limit of the start tells it',
  },
  ...[
    'demo/modes.spec.ts in forced colours',
    'docs/site.spec.ts the list of pages has all',
    'search/element-style.spec.ts in forced colours',
  ].map((tests) => ({
    engines: /** @type {Engine[]} */ (['webkit']),
    tests,
    reason: 'no forced colours: WebKit knows the media feature, and no system sets it',
  })),
  { engines: BOTH, tests: 'server/', reason: NO_PAGE },
  { engines: BOTH, tests: 'edge/', reason: NO_PAGE },
  { engines: BOTH, tests: 'examples/edge-functions.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'package/bench.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'models/verify-command.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/adapters.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/card-examples.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/clients-at-server.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/upstream.spec.ts', reason: NO_PAGE },
  {
    engines: BOTH,
    tests: 'site/budget.spec.ts',
    reason:
      'the bytes are those of Chromium’s run; layout shifts and what holds the paint are told by Chromium alone',
  },
]

/**
 * The pattern of tests, for Playwright's `grep` and `grepInvert`, which see a test as `project file title tags`.
 * @param {string} tests as in {@link LeftOut}, or with the beginning of a title
 * @param {string} project
 */
export function patternOf(tests, project) {
  return tests.startsWith('@')
    ? new RegExp(`${literal(tests)}\\b`)
    : new RegExp(`^${literal(project)} ${literal(tests)}`)
}

/**
 * Patterns of the tests that an engine leaves out.
 * @param {Engine} engine
 * @param {string} project
 */
export function patternsOf(engine, project) {
  return LEFT_OUT.filter(({ engines }) => engines.includes(engine)).map(({ tests }) =>
    patternOf(tests, project),
  )
}

/** @param {string} text */
function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The table in Markdown, as docs/browser-support.md shows it. */
export function leftOutTable() {
  const names = { firefox: 'Firefox', webkit: 'WebKit' }
  const reasons = new Map()
  for (const { engines, tests, reason } of LEFT_OUT) {
    const key = `${engines.map((engine) => names[engine]).join(', ')} | ${reason}`
    reasons.set(key, [...(reasons.get(key) ?? []), `\`${tests}\``])
  }
  const rows = [...reasons].map(([key, tests]) => {
    const [engines, reason] = key.split(' | ')
    return `| ${tests.join(', ')} | ${engines} | ${reason} |`
  })
  return ['| tests | not in | why |', '|---|---|---|', ...rows].join('\n')
}
