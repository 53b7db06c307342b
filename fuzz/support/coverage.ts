import { type Profiler, Session } from 'node:inspector'

/**
 * Block coverage of this process, by V8. Functions that were compiled before are not counted block by block: import this
 * before the code that is looked at runs.
 */
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/** Code that is looked at: this project's, tests aside, and the library that reads foreign tokenizers. */
const LOOKED_AT = /^(?!.*node_modules).*\/(src|worker|server|examples)\/|\/@huggingface\/tokenizers\//

/** Of each function, by address and place: the characters that have run. */
const ran = new Map<string, Uint8Array>()

/** Whether code has run since the last look that had not when {@link noteReached} was last called. */
export function reachedNewCode(): boolean {
  return look(isNew)
}

/** The same; and what has run is new no more. */
export function noteReached(): boolean {
  return look(note)
}

type Ranges = readonly Profiler.CoverageRange[]

function look(each: (key: string, ranges: Ranges) => boolean): boolean {
  let found = false
  // Calls of this session are answered at once.
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    if (error) throw error
    for (const { url, functions } of answer.result) {
      if (!LOOKED_AT.test(url)) continue
      for (const { ranges } of functions)
        if (ranges[0]!.count > 0 && each(`${url} ${ranges[0]!.startOffset}`, ranges)) found = true
    }
  })
  return found
}

function isNew(key: string, ranges: Ranges): boolean {
  const before = ran.get(key)
  return !before || charactersOf(ranges).some((now, i) => now > before[i]!)
}

function note(key: string, ranges: Ranges): boolean {
  if (!isNew(key, ranges)) return false
  const before = ran.get(key)
  ran.set(
    key,
    charactersOf(ranges).map((now, i) => now | (before?.[i] ?? 0)),
  )
  return true
}

/** @param ranges of one function, outer ones first: where an inner one is left out, it ran as often as the one around it */
function charactersOf(ranges: Ranges): Uint8Array {
  const { startOffset: start, endOffset: end } = ranges[0]!
  const ran = new Uint8Array(end - start)
  for (const { startOffset, endOffset, count } of ranges)
    ran.fill(count > 0 ? 1 : 0, startOffset - start, endOffset - start)
  return ran
}
