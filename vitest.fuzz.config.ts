import { defineConfig } from 'vitest/config'

/** Property-based campaigns: few runs in the gate, many by `npm run fuzz`. */
export default defineConfig({
  test: {
    include: ['fuzz/**/*.fuzz.ts'],
    testTimeout: 6 * 3_600_000,
  },
})
