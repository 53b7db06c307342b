import { defineConfig } from '@playwright/test'
import { patternOf, patternsOf } from './e2e/engines/left-out.mjs'
import { SAMPLE } from './e2e/engines/sample.mjs'
import { findChromium, findHeadlessShell, launchArguments } from './scripts/gate/chromium.mjs'
import { findFirefox } from './scripts/gate/firefox.mjs'
import { FIREFOX_LAUNCH } from './scripts/gate/launch.mjs'

const chromium = findChromium()
const shell = findHeadlessShell() ?? chromium
/** Where no project is named, as in the gate, other engines than Chromium run a sample. */
const sample = !process.argv.some((argument) => argument.startsWith('--project'))

export default defineConfig<{ expected: string[] }>({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/support/build-pages.ts',
  workers: 2,
  timeout: 120_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }], ['./e2e/support/slowest-reporter.ts']],
  use: { browserName: 'chromium', trace: { mode: 'retain-on-failure', screenshots: false, sources: false } },
  projects: [
    {
      // Shaders are compiled on the CPU here, which is nearly all that these tests cost: one at a time, beside the others.
      name: 'webgpu',
      grep: /@webgpu/,
      workers: 1,
      use: {
        // Graphics drivers and ONNX Runtime write to the console what they lose there.
        expected: ['the console says'],
        launchOptions: {
          ...(chromium && { executablePath: chromium }),
          args: launchArguments({ gpu: true }),
        },
      },
    },
    {
      name: 'cpu',
      grepInvert: /@webgpu/,
      use: {
        launchOptions: { ...(shell && { executablePath: shell }), args: launchArguments({ gpu: false }) },
      },
    },
    ...(findFirefox() ? [firefox()] : []),
  ],
})

/** The installed Firefox, by WebDriver BiDi. */
function firefox() {
  const name = 'firefox'
  return {
    name,
    grepInvert: patternsOf('firefox', name),
    ...(sample && { grep: SAMPLE.map((tests) => patternOf(tests, name)) }),
    use: {
      browserName: 'firefox',
      channel: FIREFOX_LAUNCH.channel,
      trace: 'off',
      launchOptions: FIREFOX_LAUNCH,
    },
  } as const
}
