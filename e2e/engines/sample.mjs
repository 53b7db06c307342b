/**
 * What the gate runs in other engines than Chromium, below e2e/: files, and files with the beginning of a title. It is what an
 * engine can do otherwise, in two to three minutes. `npm run e2e -- --project=firefox` runs all.
 */
export const SAMPLE = [
  'api/answers.spec.ts',
  'integrations/service-worker.spec.ts',
  'models/download.spec.ts a reload in mid-download goes on where it was',
  'models/download.spec.ts two tabs download a file once',
  'models/stored-files.spec.ts',
]
