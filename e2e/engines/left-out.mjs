// What an engine is not tested for, each with its reason. The projects of playwright.config.ts leave these tests out by
// this table, and docs/browser-support.md shows it.

/**
 * @typedef {'firefox' | 'webkit'} Engine
 * @typedef {{ engines: Engine[], tests: string, except?: string[], reason: string }} LeftOut
 *   `tests`: a tag (`@webgpu`), a folder (`server/`), a file (`demo/views.spec.ts`), or a file and the title of a test
 *   (`demo/views.spec.ts a title`), below e2e/. `except`: tests of them that are not left out.
 */

/** @type {Engine[]} */
const BOTH = ['firefox', 'webkit']

const NO_PAGE = 'these tests open no page: the browser makes no difference'

/** @type {LeftOut[]} */
export const LEFT_OUT = [
  {
    engines: BOTH,
    tests: '@webgpu',
    reason: 'needs a GPU: only Chromium has an adapter in software',
  },
  {
    engines: BOTH,
    tests: '@cdp',
    reason:
      'needs Chromium’s own protocol: heap size, quota, input methods, installability, a reload that bypasses the service worker',
  },
  {
    engines: BOTH,
    tests: 'examples/private-search.spec.ts sends nothing anywhere',
    reason: 'runs code in the page’s worker, which Playwright cannot do over WebDriver BiDi',
  },
  ...[
    'examples/private-search.spec.ts keeps all over a reload',
    'examples/private-search.spec.ts can be stopped while it reads',
    'examples/private-search.spec.ts hands over to another tab',
  ].map((tests) => ({
    engines: /** @type {Engine[]} */ (['webkit']),
    tests,
    reason:
      'WebKitGTK opens no file of the Origin Private File System in a worker, so private search keeps files as long as its tab is open, and this test needs them longer or in a second tab',
  })),
  {
    engines: ['webkit'],
    tests: 'examples/private-search-files.spec.ts reads a folder again',
    reason: 'the page gets no handle of a dropped folder there, by which to read it again',
  },
  {
    engines: ['webkit'],
    tests: 'examples/private-search-access.spec.ts all is done by keyboard alone',
    reason: 'files in memory are read before the test reaches the button that stops reading',
  },
  {
    engines: ['webkit'],
    tests: 'examples/private-search-access.spec.ts is accessible in each state',
    reason: 'the last file that the test drops is not seen, after the viewer was open; not looked into yet',
  },
  ...[
    'models/download.spec.ts a reload in mid-download',
    'models/download.spec.ts a part that is no part of the file',
    'models/download.spec.ts a cancelled download stops',
    'models/download.spec.ts a browser whose disk is full',
    'models/stored-files.spec.ts a browser whose writes are',
  ].map((tests) => ({
    engines: /** @type {Engine[]} */ (['webkit']),
    tests,
    reason:
      'reads the Origin Private File System, or makes it fail: WebKitGTK opens no file there in a worker, so models go to Cache Storage, in parts of 8 MB, which are larger than the tests’ models',
  })),
  {
    engines: ['webkit'],
    tests: 'models/stored-files.spec.ts stored weights that were changed',
    reason:
      'Cache Storage tells no time of a change, by which one that leaves the size as it was is found out',
  },
  {
    engines: ['webkit'],
    tests: 'runtime/faults.spec.ts a worker that throws at its start',
    reason:
      'WebKit reports no error for a module that throws after a top-level await, as this test’s does; the start timeout reports it',
  },
  ...[
    'demo/modes.spec.ts in forced colours',
    'docs/site.spec.ts the list of pages has all',
    'search/element-style.spec.ts in forced colours',
  ].map((tests) => ({
    engines: /** @type {Engine[]} */ (['webkit']),
    tests,
    reason: 'no system sets forced colours for WebKit: the page’s own colours stay',
  })),
  {
    engines: BOTH,
    tests: 'server/',
    except: [
      'server/access.spec.ts guarantee 28: a page',
      'server/http.spec.ts answers what the page answers',
    ],
    reason: NO_PAGE,
  },
  {
    engines: ['webkit'],
    tests: 'docs/site.spec.ts each page, in one visit',
    reason:
      'axe takes many seconds a page in WebKit: all of them had not been seen after a quarter of an hour',
  },
  { engines: BOTH, tests: 'edge/', reason: NO_PAGE },
  { engines: BOTH, tests: 'examples/edge-functions.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'package/bench.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'models/verify-command.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/adapters.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/card-examples.spec.ts', reason: NO_PAGE },
  { engines: BOTH, tests: 'api/clients-at-server.spec.ts', reason: NO_PAGE },
  {
    engines: BOTH,
    tests: 'api/upstream.spec.ts',
    except: ['api/upstream.spec.ts in a page'],
    reason: NO_PAGE,
  },
  {
    engines: BOTH,
    tests: 'site/budget.spec.ts',
    reason:
      'the limits are for Chromium, the only engine that reports layout shifts; Firefox counts the page’s icon as an image',
  },
]

/**
 * What is left out within tests.
 * @type {{ engines: Engine[], part: string, reason: string }[]}
 */
const PARTS = [
  {
    engines: ['firefox'],
    part: 'what axe finds, in all tests',
    reason:
      'axe ends the process of the page with signal 11, in Firefox 153 and in most visits of the demo; without it the same tests pass',
  },
  {
    engines: ['webkit'],
    part: 'the speed of the connection in `demo/models.spec.ts`',
    reason: 'WebKit tells workers no sizes of what they fetch, so the demo shows no time for a download',
  },
]

/**
 * The pattern of tests, for Playwright's `grep` and `grepInvert`, which see a test as `project file title tags`.
 * @param {string} tests as in {@link LeftOut}, or with the beginning of a title
 * @param {string} project
 * @param {string[]} [except]
 */
export function patternOf(tests, project, except = []) {
  if (tests.startsWith('@')) return new RegExp(`${literal(tests)}\\b`)
  const others = except.map((each) => `(?!${literal(each)})`).join('')
  return new RegExp(`^${literal(project)} ${others}${literal(tests)}`)
}

/**
 * Patterns of the tests that an engine leaves out.
 * @param {Engine} engine
 * @param {string} project
 */
export function patternsOf(engine, project) {
  return LEFT_OUT.filter(({ engines }) => engines.includes(engine)).map(({ tests, except }) =>
    patternOf(tests, project, except),
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
  for (const { engines, tests, except, reason } of LEFT_OUT) {
    const others = except ? ` but ${except.map((each) => `\`${each}\``).join(' and ')}` : ''
    const key = `${engines.map((engine) => names[engine]).join(', ')} | ${reason}`
    reasons.set(key, [...(reasons.get(key) ?? []), `\`${tests}\`${others}`])
  }
  for (const { engines, part, reason } of PARTS)
    reasons.set(`${engines.map((engine) => names[engine]).join(', ')} | ${reason}`, [part])
  const rows = [...reasons].map(([key, tests]) => {
    const [engines, reason] = key.split(' | ')
    return `| ${tests.join(', ')} | ${engines} | ${reason} |`
  })
  return ['| tests | not in | why |', '|---|---|---|', ...rows].join('\n')
}
