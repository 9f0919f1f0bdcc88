// Splits compressed files that are made of members: by each program that makes such files, damaged ones, and those that cannot be cut.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import type { Part } from '../../src/split/part.ts'
import { runPart } from '../../src/split/run-part.ts'
import type { Wanted } from '../../src/split/shares.ts'
import { type SplitOptions, split } from '../../src/split/split.ts'
import { withProgram } from '../with-program.ts'

const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const OPTIONS = { signal: new AbortController().signal, onWarning() {}, least: 1 }

const RECORDS = 3000
const TEXT = Array.from({ length: RECORDS }, (_, n) => {
  const line = n % 500 === 0 ? `${n > 0 ? '</line>' : ''}<line no="${n}">` : ''
  return `${line}<bus id="${n}"><route>${n % 7}</route><x>é<![CDATA[<bus>]]>${n ** 3}</x></bus>\r\n`
})
const DOCUMENT = Buffer.from(`<?xml version="1.0"?>\n<all>${TEXT.join('')}</line></all>\n`)

let folder = ''
let file = ''
let whole = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-members-'))
  file = join(folder, 'in.xml')
  writeFileSync(file, DOCUMENT)
  whole = await linesOf({ ...PLAN, inputs: [file] })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Pieces of the document; they end inside of a letter, of a tag, of CDATA, or between records. */
function pieces(count: number): Buffer[] {
  const near = ['é', '<route', '[CDATA', '<bus '].map((text) => Buffer.from(text))
  const cuts = Array.from({ length: count - 1 }, (_, n) => {
    const about = Math.floor(((n + 1) * DOCUMENT.length) / count)
    return DOCUMENT.indexOf(near[n % 4] as Buffer, about) + (n % 4 === 3 ? 0 : 1)
  })
  return [0, ...cuts].map((from, i) => DOCUMENT.subarray(from, cuts[i]))
}

function store(members: readonly Uint8Array[]): void {
  writeFileSync(file, Buffer.concat(members))
}

const gzips = (count: number) => pieces(count).map((piece) => gzipSync(piece))

async function cut(wanted: Wanted, options: Partial<SplitOptions> = {}): Promise<Part[]> {
  return (await split({ ...PLAN, inputs: [file] }, wanted, { ...OPTIONS, ...options })).parts
}

async function linesOf(plan: Plan, part?: Part, name = 'out.jsonl'): Promise<string> {
  const to = join(folder, name)
  const own = { ...plan, pipeline: { stages: [], to: [to] } }
  await (part ? runPart({ ...own, inputs: [part.file] }, part, {}) : run(own))
  return readFileSync(to, 'utf8')
}

async function joined(parts: readonly Part[]): Promise<string> {
  const lines: string[] = []
  for (const part of parts) lines.push(await linesOf(PLAN, part))
  return lines.join('')
}

const PROGRAMS = [
  ['bzip2', ['-c']],
  ['zstd', ['-qc']],
  ['xz', ['-c']],
  ['lz4', ['-qc']],
] as const

for (const [program, flags] of PROGRAMS) {
  withProgram(program, () => {
    const pack = (input: Buffer) => execFileSync(program, flags, { input })

    test(`members of ${program} are cut, and each part expands its own only`, async () => {
      store(pieces(7).map(pack))
      const parts = await cut({ parts: 4 })
      expect(parts.length).toBe(4)
      const size = statSync(file).size
      for (const { members } of parts) {
        expect((members?.to ?? size) - (members?.from ?? 0)).toBeLessThan(0.6 * size)
      }
      expect(await joined(parts)).toBe(whole)
    })

    test(`one member of ${program} is refused`, async () => {
      store([pack(DOCUMENT)])
      await expect(cut({ parts: 2 })).rejects.toThrow(/in\.xml: \w+: all of it is one member/)
    })
  })
}

/** A block as bgzip writes it: it says how long it is. */
function block(piece: Buffer): Buffer {
  const data = deflateRawSync(piece)
  const bytes = Buffer.alloc(18 + data.length + 8)
  bytes.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 0x42, 0x43, 2, 0])
  bytes.writeUInt16LE(bytes.length - 1, 16)
  bytes.set(data, 18)
  bytes.writeUInt32LE(crc32(piece), bytes.length - 8)
  bytes.writeUInt32LE(piece.length, bytes.length - 4)
  return bytes
}

describe('members of gzip', () => {
  test('are blocks of bgzip, the last one empty', async () => {
    const empty = block(Buffer.alloc(0))
    store([...pieces(20).map(block), empty])
    const parts = await cut({ parts: 5 })
    expect(parts.length).toBe(5)
    expect(await joined(parts)).toBe(whole)
    expect(await cut({ parts: 5 })).toEqual(parts) // the same once more
  })

  test('are as many as there are parts, or more', async () => {
    store([gzipSync(DOCUMENT.subarray(0, 999)), gzipSync(DOCUMENT.subarray(999))])
    expect(await cut({ parts: 9 })).toHaveLength(2)
    store(gzips(3))
    expect(await cut({ parts: 2 })).toHaveLength(2)
    expect(await cut({ parts: 3 })).toHaveLength(3)
    expect(await cut({ parts: 1 })).toHaveLength(1)
  })

  test('are joined to parts of a size, of what they hold', async () => {
    store(gzips(20))
    const parts = await cut({ size: 30_000 })
    const sizes = parts.map(({ from, to }) => to.offset - from.offset)
    for (const size of sizes.slice(0, -1)) {
      expect(size).toBeGreaterThan(29_900)
      expect(size).toBeLessThan(30_000 + (1.2 * DOCUMENT.length) / 20)
    }
    expect(await joined(parts)).toBe(whole)
  })

  test('are expanded by one part, but for the few at its end', async () => {
    store(gzips(50))
    const { size } = statSync(file)
    for (const wanted of [{ parts: 5 }, { size: DOCUMENT.length / 5 }]) {
      const parts = await cut(wanted)
      expect(parts.length).toBeGreaterThan(3)
      const lengths = parts.map(({ members }) => (members?.to ?? 0) - (members?.from ?? 0))
      const sum = lengths.reduce((sum, length) => sum + length, 0)
      expect(sum).toBeLessThanOrEqual((1 + parts.length / 50) * size)
      expect(await joined(parts)).toBe(whole)
    }
  })

  test('are cut where elements around were opened long ago', async () => {
    store(gzips(30))
    const parts = await cut({ parts: 3 }, { window: 40_000, stretch: 1000 })
    expect(parts.map(({ around }) => around.tags.length)).toEqual([0, 2, 2])
    expect(await joined(parts)).toBe(whole)
  })

  test('may seem to begin where none does', async () => {
    const members = gzips(9).map((member) => {
      const like = Buffer.of(0x1f, 0x8b, 8, 1, 1, 1, 1, 1, 2, 3)
      const head = Buffer.from(member.subarray(0, 10))
      head[3] = 16 // a comment follows
      return Buffer.concat([head, like, like, Buffer.of(0), member.subarray(10)])
    })
    store(members)
    const parts = await cut({ parts: 4 })
    expect(parts.length).toBe(4)
    expect(await joined(parts)).toBe(whole)
  })

  test('that are damaged are an error, of the pass and of all parts that expand them', async () => {
    store(pieces(12).map((piece) => gzipSync(piece, { level: 0 })))
    const parts = await cut({ parts: 6 })
    const { size, atime, mtime } = statSync(file)
    const bytes = readFileSync(file)
    // in the middle, not at the ends that the file is known by
    const place = bytes.indexOf('<route>', size / 2) + '<route>'.length
    bytes[place] = 0x39
    writeFileSync(file, bytes)
    utimesSync(file, atime, mtime)
    const outcomes = await Promise.all(
      parts.map((part) => linesOf(PLAN, part, `${part.part}.jsonl`).catch(String)),
    )
    const needing = parts.map(({ members }) => {
      return members && members.from < place && place < members.to ? expect.any(String) : ''
    })
    const failed = outcomes.map(
      (outcome) =>
        /^InputError: .*: bytes \d+ to \d+: gzip: check sum is wrong$/.exec(outcome)?.[0],
    )
    expect(failed.map((error) => error ?? '')).toEqual(needing)
    expect(failed.filter((error) => error !== undefined).length).toBeGreaterThan(0)
    const error = await cut({ parts: 4 }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(InputError)
    const [, from, to] = /in\.xml: bytes (\d+) to (\d+): gzip: /.exec(String(error)) ?? []
    expect(Number(from)).toBeLessThan(place)
    expect(Number(to)).toBeGreaterThan(place)
  })

  test('may be followed by zeros, but by nothing else', async () => {
    store([...gzips(4), Buffer.alloc(2000)])
    expect(await joined(await cut({ parts: 4 }))).toBe(whole)
    store([...gzips(4), Buffer.from('garbage')])
    await expect(cut({ parts: 4 })).rejects.toThrow(/: gzip: other bytes follow the end$/)
    store([Buffer.concat(gzips(4)).subarray(0, -3)])
    await expect(cut({ parts: 4 })).rejects.toThrow(/: gzip: ends early$/)
  })

  test('are one part each where there are other files', async () => {
    const [plain, one] = [join(folder, 'plain.xml'), join(folder, 'one.xml')]
    writeFileSync(plain, DOCUMENT)
    writeFileSync(one, gzipSync(DOCUMENT))
    store(gzips(10))
    const inputs = [one, plain, file, plain]
    const { parts } = await split({ ...PLAN, inputs }, { parts: 30 }, OPTIONS)
    const counts = inputs.map((input) => parts.filter((part) => part.file === input).length)
    expect(counts[0]).toBe(1)
    expect(counts[2]).toBeGreaterThan(1)
    expect(await joined(parts)).toBe(whole.repeat(4))
  })
})
