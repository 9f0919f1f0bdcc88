import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { gunzipped } from '../../src/sources/gzip.ts'

const TEXT = `<r>${Array.from({ length: 40 }, (_, i) => `<a id="${i}">${i ** 5}</a>`).join('')}</r>`
const WHOLE = gzipSync(TEXT)

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
    for await (const chunk of gunzipped(pieces(bytes, size))) chunks.push(Buffer.from(chunk))
  } catch (error) {
    fault = (error as Error).message
  }
  return [Buffer.concat(chunks).toString('latin1'), fault]
}

const followedBy = (...more: Uint8Array[]) => Buffer.concat([WHOLE, ...more])

describe.each([1, 5, 4096])('gzip in pieces of %i', (size) => {
  test.each<[string, Buffer, string, string]>([
    ['nothing', followedBy(), TEXT, ''],
    ['zeros, as of a tape', followedBy(Buffer.alloc(1000)), TEXT, ''],
    ['another member', followedBy(WHOLE), TEXT + TEXT, ''],
    ['zeros and another member', followedBy(Buffer.alloc(9), WHOLE), TEXT + TEXT, ''],
    ['garbage', followedBy(Buffer.from('garbage')), TEXT, 'other bytes follow the end'],
    ['zeros and garbage', followedBy(Buffer.of(0, 0, 7)), TEXT, 'other bytes follow the end'],
    ['half a header', followedBy(WHOLE.subarray(0, 5)), TEXT, 'ends early'],
    [
      'a header of another method',
      followedBy(Buffer.of(31, 139, 9, 0, 0, 0, 0, 0, 0, 0)),
      TEXT,
      'header is damaged',
    ],
  ])('is given whole before %s', async (_, bytes, text, fault) => {
    expect(await expanded(bytes, size)).toEqual([text, fault])
  })

  test('may have a name, a comment, extra fields and a sum in its header', async () => {
    const header = Buffer.from(
      '1f8b081e00000000000302004142' /* extra: AB */ + '6e00' + '6300' + 'ffff',
      'hex',
    )
    expect(await expanded(Buffer.concat([header, WHOLE.subarray(10)]), size)).toEqual([TEXT, ''])
  })
})

test('every cut gives what stands before it, and says that it is one', async () => {
  const [half] = await expanded(WHOLE.subarray(0, WHOLE.length / 2))
  expect(half.length).toBeGreaterThan(100)
  for (let end = 10; end < WHOLE.length; end++) {
    const [text, fault] = await expanded(WHOLE.subarray(0, end))
    expect(fault).toBe('ends early')
    expect(TEXT.startsWith(text)).toBe(true)
  }
})

test('a wrong sum or length costs nothing', async () => {
  for (let at = 1; at <= 8; at++) {
    const bytes = Buffer.from(WHOLE)
    bytes[bytes.length - at] = (bytes.at(-at) ?? 0) ^ 4
    expect(await expanded(bytes)).toEqual([TEXT, `${at > 4 ? 'check sum' : 'length'} is wrong`])
  }
})

test('a damaged byte costs nothing that comes of the bytes before the fault', async () => {
  let damaged = 0
  for (let at = 10; at < WHOLE.length; at += 3) {
    const bytes = Buffer.from(WHOLE)
    bytes[at] = (bytes[at] ?? 0) ^ 0x91
    const found = await expanded(bytes)
    expect(found).toEqual(await expanded(bytes, 1)) // to which nothing is lost that is expanded
    if (found[1].startsWith('damaged: ')) damaged++
    else expect(found[1]).toMatch(/ is wrong$|^ends early$|^other bytes/)
  }
  expect(damaged).toBeGreaterThan(5)
})
