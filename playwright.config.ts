import { defineConfig } from '@playwright/test'
import { findChromium, launchArguments } from './scripts/gate/chromium.mjs'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Models and shaders compile on the CPU here: a test that runs alone passes sooner than two that share the cores.
  workers: 1,
  timeout: 120_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath && { executablePath }), args: launchArguments({ gpu: true }) },
  },
})
