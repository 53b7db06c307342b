import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

/** The server's threads end in the midst of requests: the one that helps, then the one that has the requests. */

for (const [way, what] of [
  ['exit', 'end themselves'],
  ['error', 'fail with an error that nobody catches'],
  ['memory', 'run out of memory'],
] as const)
  test(`threads that ${what} lose no request`, async () => {
    const script = 'e2e/server/dying-threads.mjs'
    const { stdout } = await promisify(execFile)(process.execPath, [script, way])
    expect(JSON.parse(stdout)).toEqual({ threads: 2, ended: 2, lost: [], other: 0 })
  })
