import { defineConfig } from 'vitest/config'

// limits of time are for what hangs: a busy machine takes ten times as long
const HANGS = 10 * 60_000 // ms

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: HANGS,
    hookTimeout: HANGS,
    reporters: ['default', './test/skipped.ts'],
  },
})
