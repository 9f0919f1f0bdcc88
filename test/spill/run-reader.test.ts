import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from '../../src/spill/run-reader.ts'
import { SpillFile } from '../../src/spill/spill-file.ts'

test('lines come back as they were written, whatever the size of the buffer', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'ä', '😀'), maxLength: 40 })
  fc.assert(
    fc.property(fc.array(fc.array(line)), fc.integer({ min: 1, max: 50 }), (runs, bytes) => {
      const file = new SpillFile()
      const written = runs.map((lines) => {
        const start = file.length
        for (const line of lines) file.writeLine(Buffer.from(line))
        return { start, end: file.length }
      })
      file.flush()
      const read = written.map((run) => Array.from(linesOf(file, run, bytes), String))
      file.close()
      expect(read).toEqual(runs)
    }),
    { numRuns: 50 },
  )
})

test('a file that ends early is an error', () => {
  const file = new SpillFile()
  file.writeLine(Buffer.from('text'))
  file.flush()
  expect(() => [...linesOf(file, { start: 0, end: 100 }, 50)]).toThrow('ends early')
  file.close()
})
