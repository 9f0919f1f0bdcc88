import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Encoding } from '../../src/engine/encoding.ts'
import { encodingNamed } from '../../src/engine/encodings.ts'

function named(name: string): Encoding {
  const encoding = encodingNamed(name)
  if (!encoding) throw new Error(`no encoding ${name}`)
  return encoding
}

const SAMPLES: [name: string, bytes: number[], text: string][] = [
  ['windows-1252', [0x35, 0x20, 0x80, 0x93, 0xe9], '5 €“é'],
  ['windows-1251', [0xcf, 0xf0, 0xe8], 'При'],
  ['ISO-8859-15', [0xa4], '€'],
  ['KOI8-R', [0xf0, 0xd2], 'Пр'],
  ['Shift_JIS', [0x93, 0x8c, 0x5c, 0x83, 0x5c, 0xb1], '東\\ソｱ'],
  ['EUC-JP', [0xc5, 0xec, 0x8e, 0xb1, 0x8f, 0xb0, 0xa1], '東ｱ丂'],
  ['EUC-KR', [0xc7, 0xd1], '한'],
  ['Big5', [0xa4, 0xa4, 0x41], '中A'],
  ['GBK', [0xd6, 0xd0, 0x41], '中A'],
  ['GB18030', [0xd6, 0xd0, 0x95, 0x32, 0x82, 0x36, 0x81, 0x30, 0x81, 0x30, 0x41], '中𠀀\x80A'],
]

describe.each(SAMPLES)('%s', (name, bytes, text) => {
  const encoding = named(name)
  const sample = Buffer.from(bytes)

  test('is read', () => {
    expect(encoding.malformed(sample)).toBe(-1)
    expect(encoding.decode(sample)).toBe(text)
    expect(encoding.bytesIn(text)).toBe(sample.length)
  })

  test('is cut between characters only', () => {
    for (let end = 0; end <= sample.length; end++) {
      const whole = encoding.whole(sample.subarray(0, end))
      const joined =
        encoding.decode(sample.subarray(0, whole)) + encoding.decode(sample.subarray(whole))
      expect(joined, `cut at ${end}`).toBe(text)
      expect(end - whole).toBeLessThan(4)
    }
  })

  test('counts the bytes of whatever it reads', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (random) => {
        // characters with two codes are counted as if they had the other one
        const second = name.startsWith('GB') ? 0x80 : name === 'EUC-JP' ? 0x8f : -1
        const all = Buffer.from(random.filter((byte) => byte !== second))
        const wrong = encoding.malformed(all)
        const right = wrong < 0 ? all : all.subarray(0, wrong)
        expect(encoding.malformed(right)).toBe(-1)
        expect(encoding.bytesIn(encoding.decode(right))).toBe(right.length)
      }),
      { numRuns: 500, examples: [[Uint8Array.of(0xa2, 0xe3, 0)]] },
    )
  })
})

test.each([
  ['Shift_JIS', [0x41, 0x81, 0x20, 0x41], 1],
  ['GB18030', [0x41, 0xd6, 0xd0, 0xff], 3],
  ['windows-1252', [0x41, 0x81], 1],
  ['ISO-8859-6', [0x41, 0xa1], 1],
  ['EUC-JP', [0xc5, 0xec, 0xc5], 2],
])('%s with bytes that mean nothing is wrong at the first of them', (name, bytes, at) => {
  expect(named(name).malformed(Buffer.from(bytes))).toBe(at)
})

test.each(['ebcdic', 'iso-2022-jp', 'utf-32', '', 'replacement'])('%j is not read', (name) => {
  expect(encodingNamed(name)).toBeUndefined()
})
