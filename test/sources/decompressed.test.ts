import { execFileSync, spawnSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { Decompressed } from '../../src/sources/decompressed.ts'
import type { Reading, Source } from '../../src/sources/source.ts'
import { reading } from './reading.ts'

const TEXT = Buffer.from(
  `<list>${Array.from({ length: 40_000 }, (_, i) => `<n>${i} é</n>\n`).join('')}</list>`,
)

const TOOLS = ['bzip2', 'xz', 'zstd', 'lz4']

const ALL: [name: string, compress: (bytes: Buffer) => Buffer, isMissing: boolean][] = [
  ['gzip', (bytes) => gzipSync(bytes), false],
  ...TOOLS.map((tool): (typeof ALL)[number] => [
    tool,
    (bytes) => execFileSync(tool, ['-c'], { input: bytes, maxBuffer: 1 << 26 }),
    process.env.CI === undefined && spawnSync(tool, ['--version']).error !== undefined,
  ]),
]

/** A source of these bytes, in pieces of a size. */
function sourceOf(bytes: Buffer, size = 1 << 16): Source {
  return {
    name: 'in',
    async read({ write, gate, signal }: Reading) {
      for (let at = 0; at < bytes.length; at += size) {
        if (signal.aborted) return false
        await gate.whenOpen()
        const piece = Buffer.from(bytes.subarray(at, at + size))
        const isWanted = write(piece)
        piece.fill(0) // it may be overwritten
        if (!isWanted) return false
      }
      return true
    },
  }
}

async function expanded(bytes: Buffer, size?: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  expect(await new Decompressed(sourceOf(bytes, size)).read(reading(chunks))).toBe(true)
  return Buffer.concat(chunks)
}

describe('bytes as they are', () => {
  test.each([1, 3, 1 << 16])('go through in pieces of %i', async (size) => {
    expect((await expanded(TEXT.subarray(0, 5000), size)).equals(TEXT.subarray(0, 5000))).toBe(true)
  })

  test.each(['', '<', 'B', 'BZ', '\x1f', 'PK'])(
    'go through when there are only %j',
    async (text) => {
      expect((await expanded(Buffer.from(text, 'latin1'))).toString('latin1')).toBe(text)
    },
  )

  test('are handed over before more of them come', async () => {
    const chunks: Buffer[] = []
    const seen: number[] = []
    const source: Source = {
      name: 'in',
      async read({ write }) {
        write(Buffer.from('<'))
        seen.push(chunks.length)
        return true
      },
    }
    await new Decompressed(source).read(reading(chunks))
    expect(seen).toEqual([1])
  })
})

describe.each(ALL)('%s', (name, compress, isMissing) => {
  // a user may have no such program; CI has
  const given = test.skipIf(isMissing)

  given.each([1, 7, 1 << 16])('is expanded in pieces of %i', async (size) => {
    const part = TEXT.subarray(0, size === 1 << 16 ? TEXT.length : 3000)
    expect((await expanded(compress(part), size)).equals(part)).toBe(true)
  })

  given('may have several members', async () => {
    const both = Buffer.concat([compress(TEXT.subarray(0, 100)), compress(TEXT.subarray(100))])
    expect((await expanded(both)).equals(TEXT)).toBe(true)
  })

  if (name === 'zstd')
    given('may begin with what is to be skipped, as pzstd writes it', async () => {
      const length = Buffer.from('502a4d1804000000ffffffff', 'hex')
      expect((await expanded(Buffer.concat([length, compress(TEXT)]))).equals(TEXT)).toBe(true)
    })

  given('that is cut short gives what there was, then an error', async () => {
    const chunks: Buffer[] = []
    const whole = compress(TEXT)
    const cut = new Decompressed(sourceOf(whole.subarray(0, whole.length - 9))).read(
      reading(chunks),
    )
    await expect(cut).rejects.toThrow(InputError)
    await expect(cut).rejects.toThrow(new RegExp(`^in: ${name}: `))
    const got = Buffer.concat(chunks)
    expect(TEXT.subarray(0, got.length).equals(got)).toBe(true)
  })

  given('is not read on when no more is wanted', async () => {
    const write = () => false
    expect(
      await new Decompressed(sourceOf(compress(TEXT), 1000)).read(reading([], { write })),
    ).toBe(false)
  })

  given('waits while the gate is shut', async () => {
    const chunks: Buffer[] = []
    const gate = new Gate()
    const write = (bytes: Uint8Array) => {
      chunks.push(Buffer.from(bytes))
      if (chunks.length === 1) {
        gate.shut()
        setTimeout(() => gate.open(), 50)
      }
      return true
    }
    expect(
      await new Decompressed(sourceOf(compress(TEXT))).read(reading([], { write, gate })),
    ).toBe(true)
    expect(Buffer.concat(chunks).equals(TEXT)).toBe(true)
  })

  given('fails as its reader does', async () => {
    const failure = new Error('not well-formed')
    const write = () => {
      throw failure
    }
    const read = new Decompressed(sourceOf(compress(TEXT), 1000)).read(reading([], { write }))
    await expect(read).rejects.toBe(failure)
  })
})
