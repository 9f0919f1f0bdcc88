// What is added to files on a disk that becomes full: a small tmpfs, where it may be mounted.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shell } from '../cli/cosax.ts'

const root = mkdtempSync(join(tmpdir(), 'cosax-'))
const disk = join(root, 'disk')
const input = join(root, 'in.xml')
spawnSync('mkdir', [disk])
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0

beforeAll(() => {
  const digits = (n: number) => createHash('sha256').update(`${n}`).digest('hex')
  const records = Array.from({ length: 3000 }, (_, n) => `<x><k>${n}</k><v>${digits(n)}</v></x>`)
  writeFileSync(input, `<r>${records.join('')}</r>`)
})

beforeEach(() => {
  for (const name of isMounted ? readdirSync(disk) : [])
    rmSync(join(disk, name), { recursive: true })
})

afterAll(() => {
  if (isMounted) spawnSync('umount', [disk])
  rmSync(root, { recursive: true })
})

/** The records in a file, each of which must be whole. */
function keysIn(name: string): string[] {
  const bytes = readFileSync(join(disk, name))
  const text = String(
    name.endsWith('.gz') ? gunzipSync(bytes) : name.endsWith('.zst') ? unpacked(bytes) : bytes,
  )
  expect(text.endsWith('\n')).toBe(true)
  const lines = text.trimEnd().split('\n')
  if (name.includes('.csv'))
    return lines.slice(1).map((line) => /^(\d+),[0-9a-f]{64}$/.exec(line)?.[1] ?? line)
  return lines.map((line) => JSON.parse(line).k)
}

function unpacked(bytes: Buffer): Buffer {
  const { stdout, status } = spawnSync('zstd', ['-dcq'], { input: bytes })
  expect(status).toBe(0)
  return stdout
}

// only an administrator may mount one
describe.skipIf(!isMounted)('on a full disk', () => {
  test.each(['a.jsonl', 'a.csv', 'a.jsonl.gz', 'a.csv.gz', 'a.jsonl.zst'])(
    'whole records stay, and the next are added to them: %s',
    async (name) => {
      const add = (rest: string) =>
        shell(`cosax ${input} ${rest} --to ${name} --append`, { cwd: disk })
      expect(await add('--head 2')).toMatchObject({ status: 0 })
      expect(await add('')).toMatchObject({
        status: 5,
        stderr: `cosax: ${name}: no space left on device\n`,
      })
      const before = keysIn(name)
      expect(before.slice(0, 2)).toEqual(['0', '1'])
      expect(before.slice(2)).toEqual(before.slice(2).map((_, n) => String(n)))
      if (before.length < 100) {
        expect(await add('--head 1')).toMatchObject({ status: 0 })
        expect(keysIn(name)).toEqual([...before, '0'])
      }
    },
    60_000,
  )

  test('files of a template that are added to stay whole', async () => {
    const add = (rest: string) =>
      shell(`cosax ${input} ${rest} --to '{k}.jsonl' --append`, { cwd: disk })
    expect((await add('--head 3')).status).toBe(0)
    expect((await add('')).status).toBe(5)
    expect(keysIn('0.jsonl')).toContain('0')
    for (const name of readdirSync(disk))
      if (readFileSync(join(disk, name)).length > 0) keysIn(name)
  }, 60_000)

  test.skipIf(process.platform !== 'linux')(
    'what the shell adds to is cut back as well',
    async () => {
      const { status, stderr } = await shell(`cosax ${input} >> a.jsonl`, { cwd: disk })
      expect([status, stderr]).toEqual([5, 'cosax: stdout: no space left on device\n'])
      const text = readFileSync(join(disk, 'a.jsonl'), 'utf8')
      expect(text === '' || text.endsWith('}\n')).toBe(true)
    },
    60_000,
  )

  test('a quarantine has whole lines', async () => {
    writeFileSync(join(root, 'bad.xml'), `<r>${'<x>1</y>'.repeat(3000)}</r>`)
    const words = `${resolve(root, 'bad.xml')} --on-error quarantine=bad.jsonl`
    expect((await shell(`cosax ${words}`, { cwd: disk })).status).toBe(5)
    const lines = readFileSync(join(disk, 'bad.jsonl'), 'utf8').split('\n')
    expect(lines.pop()).toBe('')
    for (const line of lines) expect(JSON.parse(line).xml).toBe('<x>1</y>')
  }, 60_000)

  test.each(['a.jsonl', 'a.sqlite', 'a.parquet', 'by/{k}.csv', 'a.jsonl.gz'])(
    'nothing is left of a new file: %s',
    async (name) => {
      const random = `--set 'a=v + v' --set 'b=a + a' --set 'c=b + b + k' --set 'd=c + a + c'`
      const { status } = await shell(`cosax ${input} ${random} --to '${name}'`, { cwd: disk })
      if (status !== 0) expect(readdirSync(disk)).toEqual([])
      if (!name.endsWith('gz')) expect(status).toBe(5)
    },
    60_000,
  )
})
