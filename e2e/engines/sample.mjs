// What the gate runs in other engines than Chromium, below e2e/: files, and files with the beginning of a title. It is what an
// engine can do otherwise. `npm run e2e -- --project=firefox` (or webkit) runs all.

/** About a minute, with one worker. */
const FIREFOX = [
  'demo/input.spec.ts documents as CSV, as files, and dropped',
  'demo/offline.spec.ts works offline from the first visit on',
  'examples/private-search.spec.ts finds a passage of each type of file',
  'integrations/service-worker.spec.ts plain fetch is answered on the device',
  'models/download.spec.ts a reload in mid-download goes on where it was',
  'models/download.spec.ts two tabs download a file once',
  'runtime/faults.spec.ts a worker ended from outside is noticed at once',
  'runtime/lifecycle.spec.ts a page that is left and come back to',
  'runtime/tiny-en.spec.ts the embedded model scores as training says',
  'runtime/worker-address.spec.ts a policy that refuses the worker is told',
  'runtime/worker-pool.spec.ts an abort ends the work of all',
  'search/element-interaction.spec.ts by the keyboard alone, to the page',
  'search/element-lifecycle.spec.ts Chinese, Japanese and Thai are found',
  'site/privacy.spec.ts a strict content security policy is enough',
]

/** As long. */
const WEBKIT = [
  'examples/private-search.spec.ts names each file that cannot be read',
  'integrations/service-worker.spec.ts plain fetch is answered on the device',
  'models/download.spec.ts in Cache Storage a download goes on',
  'runtime/faults.spec.ts a worker ended from outside is noticed at once',
  'runtime/lifecycle.spec.ts a page that is left and come back to',
  'runtime/tiny-en.spec.ts the embedded model scores as training says',
  'runtime/worker-address.spec.ts a policy that refuses the worker is told',
  'search/element-interaction.spec.ts by the keyboard alone, to the page',
  'site/keyboard.spec.ts consent by keyboard alone',
  'site/privacy.spec.ts a strict content security policy is enough',
]

/** @type {Record<import('./left-out.mjs').Engine, string[]>} */
export const SAMPLES = { firefox: FIREFOX, webkit: WEBKIT }
