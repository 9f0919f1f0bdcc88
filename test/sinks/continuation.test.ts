import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Compression } from '../../src/formats/formats.ts'
import { continuationOf } from '../../src/sinks/continuation.ts'
import { pack } from '../../src/sinks/pack.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'a')
})

afterEach(() => rmSync(directory, { recursive: true }))

function look(bytes: string | Buffer, compression?: Compression) {
  writeFileSync(path, bytes)
  return continuationOf(path, 'name', compression)
}

const packed = (text: string, compression: Compression) => pack('', compression, Buffer.from(text))

test.each([
  ['a\nb\n', true, false],
  ['a\nb', false, false],
  ['a\n"b', false, true],
  ['a\n"b"', false, false],
  [`${'"'.repeat(3 * 1024 * 1024)}b`, false, false],
])('a text is looked at: %.10j', (text, endsLine, isInQuotes) => {
  expect(look(text)).toEqual({ head: text.slice(0, 64 * 1024), endsLine, isInQuotes })
})

test('of nothing there is nothing to see', () => {
  expect(look('')).toBeUndefined()
  expect(look('', 'gz')).toBeUndefined()
})

describe.each(['gz', 'zst'] as const)('what is compressed: %s', (compression) => {
  test.each([
    ['one member', ['a\nb\n'], true],
    ['several', ['a\n', 'b\n'], true],
    ['an empty one at last', ['a\n', 'b', ''], false],
    ['nothing at all', [''], true],
    ['a piece of a line', ['a\n', 'b'], false],
    ['one that is long', [randomBytes(4 * 1024 * 1024).toString('hex')], false],
  ])('is looked at: %s', (_, members, endsLine) => {
    const found = look(Buffer.concat(members.map((text) => packed(text, compression))), compression)
    expect(found?.endsLine).toBe(endsLine)
    expect(members.join('').startsWith(found?.head.slice(0, 100) ?? '?')).toBe(true)
  })

  test.each([
    ['its last byte', (whole: Buffer) => whole.subarray(0, -1)],
    ['half of it', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    [
      'all but a member and a byte',
      (whole: Buffer) => Buffer.concat([whole, whole.subarray(0, 1)]),
    ],
    [
      'all but a member and the beginning of one',
      (whole: Buffer) => Buffer.concat([whole, whole.subarray(0, 14)]),
    ],
    [
      'what a bit in it was',
      (whole: Buffer) =>
        whole.map((byte, at) => (at === whole.length - 6 ? byte ^ 1 : byte)) as Buffer,
    ],
  ])('is refused without %s', (_, cut) => {
    const whole = packed('some text that is long enough\n', compression)
    expect(() => look(cut(whole), compression)).toThrow('is cut off or damaged')
  })

  test('is refused where the name says otherwise', () => {
    expect(() => look(packed('a', compression))).toThrow(
      `is compressed: expected --format NAME.${compression}`,
    )
    expect(() => look('a\n', compression)).toThrow('is no file of')
    const other = compression === 'gz' ? 'zst' : 'gz'
    expect(() => look(packed('a', other), compression)).toThrow('is no file of')
  })
})

test('the header of a first member is found, whatever follows', () => {
  const members = ['a,b\n1,2\n', 'x'.repeat(100_000), '3,4\n'].map((text) => gzipSync(text))
  expect(look(Buffer.concat(members), 'gz')?.head.slice(0, 8)).toBe('a,b\n1,2\n')
})
