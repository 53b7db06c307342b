// What the gate runs in other engines than Chromium, below e2e/: files, and files with the beginning of a title. It is what an
// engine can do otherwise. `npm run e2e -- --project=firefox` (or webkit) runs all.

/** Two to three minutes. */
const FIREFOX = [
  'api/answers.spec.ts',
  'demo/input.spec.ts documents as CSV, as files, and dropped',
  'demo/offline.spec.ts works offline from the first visit on',
  'examples/private-search.spec.ts finds a passage of each type of file',
  'integrations/service-worker.spec.ts plain fetch is answered on the device',
  'models/download.spec.ts a reload in mid-download goes on where it was',
  'models/download.spec.ts two tabs download a file once',
  'runtime/faults.spec.ts a worker ended from outside is noticed at once',
  'runtime/tiny-en.spec.ts',
  'runtime/worker-address.spec.ts a policy that refuses the worker is told',
  'runtime/worker-pool.spec.ts an abort ends the work of all',
  'runtime/worker-pool.spec.ts one worker and several give the same bits',
  'search/element-basics.spec.ts two lines on a bare page',
  'search/element-interaction.spec.ts',
  'site/privacy.spec.ts a strict content security policy is enough',
]

/** About a minute. */
const WEBKIT = [
  'integrations/service-worker.spec.ts plain fetch is answered on the device',
  'runtime/tiny-en.spec.ts',
  'runtime/worker-address.spec.ts a policy that refuses the worker is told',
  'search/element-basics.spec.ts two lines on a bare page',
  'site/privacy.spec.ts a strict content security policy is enough',
]

/** @type {Record<import('./left-out.mjs').Engine, string[]>} */
export const SAMPLES = { firefox: FIREFOX, webkit: WEBKIT }
