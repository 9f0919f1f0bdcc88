import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { FollowedFile } from '../../src/sources/follow.ts'
import { reading } from './reading.ts'

let directory: string
let path: string
let documents: string[]
let stop: AbortController
let ended: Promise<boolean>

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'in')
  stop = new AbortController()
})

afterEach(async () => {
  stop.abort()
  expect(await ended).toBe(false)
  rmSync(directory, { recursive: true })
})

function follow(): void {
  documents = ['']
  const write = (bytes: Uint8Array) => {
    documents.push(`${documents.pop()}${Buffer.from(bytes)}`)
    return true
  }
  const restart = () => documents.push('')
  ended = new FollowedFile(path).read(reading([], { write, restart, signal: stop.signal }))
}

function seen(...expected: string[]): Promise<void> {
  return vi.waitFor(() => expect(documents).toEqual(expected), { timeout: 3000, interval: 5 })
}

describe('a file that is followed', () => {
  test('gives what is there and what is appended', async () => {
    writeFileSync(path, 'a')
    follow()
    await seen('a')
    appendFileSync(path, 'b')
    await seen('ab')
    const before = performance.now()
    appendFileSync(path, 'c')
    await seen('abc')
    expect(performance.now() - before).toBeLessThan(1000)
  })

  test('may come later', async () => {
    follow()
    await pause(60)
    writeFileSync(path, 'a')
    await seen('a')
  })

  test('is another document when it is cut short', async () => {
    writeFileSync(path, 'first')
    follow()
    await seen('first')
    truncateSync(path)
    appendFileSync(path, '2nd')
    await seen('first', '2nd')
  })

  test('is another document when it is replaced, after the last of the old one', async () => {
    writeFileSync(path, 'a')
    follow()
    await seen('a')
    renameSync(path, `${path}.1`)
    appendFileSync(`${path}.1`, 'b')
    await pause(60)
    appendFileSync(`${path}.1`, 'c')
    writeFileSync(path, 'd')
    await seen('abc', 'd')
  })
})

test.each(['-', 'https://example.org/'])('%s cannot be followed', (name) => {
  ended = Promise.resolve(false)
  expect(() => new FollowedFile(name)).toThrow(UsageError)
})
