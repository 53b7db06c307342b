import { relative } from 'node:path'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const SHOWN = 20

/** Prints the tests that took the most time, once all have run. */
export default class SlowestReporter implements Reporter {
  readonly #tests: { seconds: number; name: string }[] = []

  onTestEnd(test: TestCase, { duration }: TestResult): void {
    // The path begins with an empty root, the project and the file.
    const [, project, , ...titles] = test.titlePath()
    const { file, line } = test.location
    const name = `[${project}] ${relative('', file)}:${line} ${titles.join(' › ')}`
    this.#tests.push({ seconds: duration / 1000, name })
  }

  onEnd(): void {
    if (this.#tests.length === 0) return
    const slowest = this.#tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, SHOWN)
    console.log(`\nThe ${slowest.length} slowest tests, in seconds`)
    for (const { seconds, name } of slowest) console.log(`${seconds.toFixed(1).padStart(7)}  ${name}`)
  }

  printsToStdio(): boolean {
    return false
  }
}
