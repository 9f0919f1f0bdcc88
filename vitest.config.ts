import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// limits of time are for what hangs: a busy machine takes ten times as long
const HANGS = 10 * 60_000 // ms

/** Tests that change what is true of their whole process, or look at it; all others share a few. */
const ALONE = ['test/library.test.ts', 'test/engine/kernel/{defects,shortcuts}.test.ts']

/** Tests that are run again with a kernel in which every store is checked. */
const CHECKED = [
  'test/kernel/*.test.ts',
  'test/conformance/*.test.ts',
  'test/engine/kernel/{fuzz,limits}.test.ts',
]

/** Those that take longer. */
const CHECKED_IN_CI = [
  'test/engine/fragments.test.ts',
  'test/engine/kernel/kernel.test.ts',
  'test/mapping/mapping-law.test.ts',
  'test/reading/records.test.ts',
  'test/record/law.test.ts',
  'test/plan/{judgement,line-law,on-error-law}.test.ts',
]

/** What `npm run test:quick` leaves out: laws with many runs, and what starts many processes or reads much. */
const SLOW = [
  'test/{cases,examples,memory,package,readme}.test.ts',
  'test/hostile/*.test.ts',
  'test/conformance/{canonical,cuts,modes,warm}.test.ts',
  'test/**/*law.test.ts',
  'test/bridges/{bridges,subprocess}.test.ts',
  'test/cli/{commands,completion,follow,guard,main,progress,signals,twins}.test.ts',
  'test/cli/{plan-file,shape}.test.ts',
  'test/cli/complete/complete.test.ts',
  'test/dtd/limits.test.ts',
  'test/formats/{binary,columnar}.test.ts',
  'test/kernel/*.test.ts',
  'test/plan/{edges,prefilter}.test.ts',
  'test/serve/{crowd,page,serve}.test.ts',
  'test/task/echo-bench.test.ts',
  'test/shape/typescript.test.ts',
  'test/sinks/{continuation,full-disk,open,partitions,pipe,stdout,template,unfinished}.test.ts',
  'test/sources/{decompressed,stdin}.test.ts',
  'test/spill/external-sort.test.ts',
  'test/engine/fragments.test.ts',
  'test/engine/kernel/{error-recovery,fuzz,limits,memory,shortcuts,without-fast}.test.ts',
  'test/engine/sax/lenient.test.ts',
]

export default defineConfig(({ mode }) => ({
  test: {
    testTimeout: HANGS,
    hookTimeout: HANGS,
    maxWorkers: availableParallelism(),
    setupFiles: './test/seed.ts',
    reporters: ['default', './test/skipped.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'cosax',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...ALONE, ...(mode === 'quick' ? SLOW : [])],
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, exclude: mode === 'quick' ? SLOW : [] },
      },
      {
        extends: true,
        test: {
          name: 'checked kernel',
          isolate: false,
          include: process.env.CI ? [...CHECKED, ...CHECKED_IN_CI] : CHECKED,
          setupFiles: ['./test/seed.ts', './test/kernel/use-checked.ts'],
          env: { KERNEL: 'checked' },
        },
      },
    ],
  },
}))
