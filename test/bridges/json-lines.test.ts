import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonLines } from '../../src/bridges/json-lines.ts'
import { StageError } from '../../src/core/errors.ts'

const LONGEST = 1_000_000

function written(pieces: Iterable<Uint8Array>, longest: number = LONGEST): unknown[] {
  const lines = new JsonLines('it', longest)
  const values: unknown[] = []
  for (const piece of pieces) values.push(...lines.write(piece))
  values.push(...lines.end())
  return values
}

function batched(...batches: Buffer[]): unknown[] {
  const lines = new JsonLines('it', LONGEST)
  return batches.flatMap((batch) => [...lines.batch(batch)].flat())
}

const VALUES = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 20 })

function textOf(values: unknown[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

test('values are read as they were written, wherever the bytes are cut', () => {
  const law = fc.property(
    VALUES,
    fc.infiniteStream(fc.integer({ min: 1, max: 20 })),
    (values, sizes) => {
      const bytes = textOf(values)
      const pieces: Buffer[] = []
      for (let at = 0; at < bytes.length; at += pieces.at(-1)?.length ?? 1) {
        pieces.push(bytes.subarray(at, at + (sizes.next().value as number)))
      }
      const expected = JSON.parse(JSON.stringify(values))
      expect(written(pieces)).toEqual(expected)
      expect(written([bytes.subarray(0, -1)])).toEqual(expected)
    },
  )
  fc.assert(law)
})

describe('a batch', () => {
  test('gives the values of its lines', () => {
    fc.assert(
      fc.property(VALUES, VALUES, (some, others) => {
        const expected = JSON.parse(JSON.stringify([...some, ...others]))
        expect(batched(textOf(some), textOf(others))).toEqual(expected)
        expect(batched(textOf([...some, ...others]).subarray(0, -1))).toEqual(expected)
      }),
    )
  })

  test.each([10, 1000, 47_000, 48_000, 50_000, 200_000])(
    'of long lines as well: %d bytes',
    (length) => {
      const values = Array.from({ length: 12 }, (_, n) => `${n}${'ü'.repeat(length / 2)}`)
      expect(batched(textOf(values))).toEqual(values)
      expect(batched(textOf(['', ...values, '']))).toEqual(['', ...values, ''])
    },
  )

  test('of many arrays counts its lines', () => {
    const good = Array.from({ length: 30_000 }, (_, n) => n)
    const bad = Buffer.concat([textOf(good), Buffer.from('nonsense\n'), textOf(good)])
    const fact = 'line 60001 of what it sends: expected JSON on one line, found "nonsense"'
    expect(() => batched(textOf(good), bad)).toThrow(new StageError(`it: ${fact}`))
  })

  test.each(['1\n2,3x\n4\n', '1\n"a\n2\n', 'x\n', '1\n2\n]\n', '1\n\u0001\n'])(
    '%j is an error',
    (text) => {
      expect(() => batched(Buffer.from(text))).toThrow(StageError)
    },
  )

  test('that is not UTF-8 is an error', () => {
    expect(() => batched(Buffer.from('1\n"\xff"\n', 'latin1'))).toThrow(/expected UTF-8$/)
  })
})

test('a line that does not end is refused when it is too long, not when memory is full', () => {
  const fact = 'line 2 of what it sends is longer than 100 bytes: raise --max-record'
  const endless = (function* () {
    yield Buffer.from('1\n')
    while (true) yield Buffer.alloc(30, 'x')
  })()
  expect(() => written(endless, 100)).toThrow(new StageError(`it: ${fact}`))
})

test('what is quoted is short, and shows what cannot be seen', () => {
  expect(() => written([Buffer.from(`\u001b[31m${'x'.repeat(1000)}\n`)])).toThrow(
    `found "\\u001b[31m${'x'.repeat(55)}…"`,
  )
})
