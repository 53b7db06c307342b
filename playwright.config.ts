import { defineConfig } from '@playwright/test'
import { patternOf, patternsOf } from './e2e/engines/left-out.mjs'
import { SAMPLES } from './e2e/engines/sample.mjs'
import { findChromium, findHeadlessShell, launchArguments } from './scripts/gate/chromium.mjs'
import { findFirefox } from './scripts/gate/firefox.mjs'
import { FIREFOX_LAUNCH, WEBKIT_LAUNCH } from './scripts/gate/launch.mjs'
import { webkitVersion } from './scripts/gate/webkit.mjs'

const chromium = findChromium()
const shell = findHeadlessShell() ?? chromium
/** Where no project is named, as in the gate, other engines than Chromium run a sample. */
const sample = !process.argv.some((argument) => argument.startsWith('--project'))
/** Runs what an engine is not tested for as well, to see whether its reason still holds. */
const tryLeftOut = Boolean(process.env.TRY_LEFT_OUT)

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
    ...(findFirefox() ? [installed('firefox', FIREFOX_LAUNCH)] : []),
    ...(webkitVersion() ? [installed('webkit', WEBKIT_LAUNCH)] : []),
  ],
})

/** An installed engine, by WebDriver BiDi and a bridge of e2e/engines that Playwright takes for Firefox. */
function installed(name: 'firefox' | 'webkit', launchOptions: { channel: string; executablePath: string }) {
  return {
    name,
    // Their drivers take several times as long as Chromium's, and axe ten times.
    timeout: 300_000,
    expect: { timeout: 20_000 },
    grepInvert: tryLeftOut ? [] : patternsOf(name, name),
    ...(sample && { grep: SAMPLES[name].map((tests) => patternOf(tests, name)) }),
    use: { browserName: 'firefox', channel: launchOptions.channel, trace: 'off', launchOptions },
  } as const
}
