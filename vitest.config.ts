import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Examples import the package by name. Their unit tests need no build.
    alias: [
      {
        find: /^webrerank\/search$/,
        replacement: fileURLToPath(new URL('src/search/index.ts', import.meta.url)),
      },
    ],
  },
  test: {
    include: ['{src,worker,fixtures,server,scripts,examples}/**/*.test.ts'],
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    testTimeout: 60_000,
  },
})
