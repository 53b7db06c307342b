import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,worker,fixtures,server,scripts,examples}/**/*.test.ts'],
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    testTimeout: 60_000,
  },
})
