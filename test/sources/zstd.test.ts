import zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { packerFor } from '../../src/sinks/packer.ts'
import { hasZstd, unzstd } from '../../src/sources/zstd.ts'

const TEXT = Array.from({ length: 20_000 }, (_, i) => `<a>${i ** 3}</a>`).join('')

/** By Node, where it can. */
function zstd(text: string): Buffer {
  const { zstdCompressSync } = zlib as unknown as {
    zstdCompressSync: (text: string, options: object) => Buffer
  }
  const { ZSTD_c_checksumFlag: sum } = zlib.constants as unknown as Record<string, number>
  return zstdCompressSync(text, { params: { [sum as number]: 1 } })
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What was given before the end, and what was wrong there. */
async function expanded(
  bytes: Buffer,
  size = bytes.length,
): Promise<[text: string, fault: string]> {
  const chunks: Buffer[] = []
  let fault = ''
  try {
    for await (const chunk of unzstd(pieces(bytes, size))) chunks.push(Buffer.from(chunk))
  } catch (error) {
    fault = (error as Error).message
  }
  return [Buffer.concat(chunks).toString(), fault]
}

test('Node has both directions of zstd, or none', () => {
  expect(hasZstd).toBe(packerFor('zst') !== undefined)
})

// versions before 22.15 have none: there the program is taken, as decompressed.test.ts holds
if (hasZstd)
  describe('zstd in the versions of Node that have it', () => {
    const whole = zstd(TEXT)
    const SKIPPED = Buffer.from('502a4d1804000000ffffffff', 'hex')

    test.each<[string, Uint8Array[], string, string]>([
      ['nothing', [], TEXT, ''],
      ['another frame', [whole], TEXT + TEXT, ''],
      ['what is to be skipped', [SKIPPED, whole, SKIPPED], TEXT + TEXT, ''],
      ['garbage', [Buffer.from('garbage')], TEXT, 'other bytes follow the end'],
      ['half a frame', [whole.subarray(0, 9)], TEXT, 'ends early'],
      ['less than a frame', [Buffer.of(0)], TEXT, 'ends early'],
    ])('is given whole before %s', async (_, more, text, fault) => {
      for (const size of [1000, 1 << 20]) {
        expect(await expanded(Buffer.concat([whole, ...more]), size)).toEqual([text, fault])
      }
    })

    test('that is cut gives the blocks before the cut', async () => {
      for (let missing = 1; missing < whole.length; missing += 5000) {
        const [text, fault] = await expanded(whole.subarray(0, -missing))
        expect(fault).toBe('ends early')
        expect(TEXT.startsWith(text)).toBe(true)
        if (missing === 1) expect(text).toBe(TEXT)
      }
    })

    test('with a wrong sum is given whole', async () => {
      const bytes = Buffer.from(whole)
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      const [text, fault] = await expanded(bytes)
      expect(text).toBe(TEXT)
      expect(fault).toMatch(/^damaged: .*checksum/)
    })
  })
