import { defineConfig } from 'vitest/config'

// limits of time are for what hangs: a busy machine takes ten times as long
const HANGS = 10 * 60_000 // ms

/** Tests that are run again with a kernel in which every store is checked. */
const CHECKED = [
  'test/kernel/*.test.ts',
  'test/conformance/*.test.ts',
  'test/xml/{kernel-fuzz,kernel-limits}.test.ts',
]

/** Those that take longer. */
const CHECKED_IN_CI = [
  'test/xml/{kernel,fragments}.test.ts',
  'test/record/{law,mapping-law,records}.test.ts',
  'test/plan/{judgement,line-law,on-error-law}.test.ts',
]

export default defineConfig({
  test: {
    testTimeout: HANGS,
    hookTimeout: HANGS,
    reporters: ['default', './test/skipped.ts'],
    projects: [
      { extends: true, test: { name: 'cosax', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'checked kernel',
          include: process.env['CI'] ? [...CHECKED, ...CHECKED_IN_CI] : CHECKED,
          setupFiles: 'test/kernel/use-checked.ts',
        },
      },
    ],
  },
})
