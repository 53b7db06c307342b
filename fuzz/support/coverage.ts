import { type Profiler, Session } from 'node:inspector'

/**
 * Block coverage of this process, by V8. Functions that were compiled before are not counted block by block: import this
 * before the code that is looked at runs.
 */
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/** Of each function, by address and place: the characters that have run. */
const ran = new Map<string, Uint8Array>()

/** Whether code of this project, tests aside, has run since the last look that never had before. */
export function reachedNewCode(): boolean {
  let grew = false
  // Calls of this session are answered at once.
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    if (error) throw error
    for (const { url, functions } of answer.result) {
      if (!/\/(src|worker|server|examples)\//.test(url) || url.includes('node_modules')) continue
      for (const { ranges } of functions) if (ranges[0]!.count > 0 && note(url, ranges)) grew = true
    }
  })
  return grew
}

/** @param ranges of one function, outer ones first: where an inner one is left out, it ran as often as the one around it */
function note(url: string, ranges: readonly Profiler.CoverageRange[]): boolean {
  const { startOffset: start, endOffset: end } = ranges[0]!
  const now = new Uint8Array(end - start)
  for (const { startOffset, endOffset, count } of ranges)
    now.fill(count > 0 ? 1 : 0, startOffset - start, endOffset - start)
  const key = `${url} ${start}`
  const before = ran.get(key)
  if (!before) {
    ran.set(key, now)
    return true
  }
  let grew = false
  for (let i = 0; i < now.length; i++) {
    if (now[i]! <= before[i]!) continue
    before[i] = 1
    grew = true
  }
  return grew
}
