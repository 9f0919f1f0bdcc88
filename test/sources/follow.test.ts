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
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { FollowedFile } from '../../src/sources/follow.ts'
import { eventually } from '../eventually.ts'
import { reading } from './reading.ts'

let directory: string
let path: string
let documents: string[]
let reported: string[]
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
  reported = []
  const restart = (seen?: string) => {
    documents.push('')
    if (seen !== undefined) reported.push(seen)
  }
  ended = new FollowedFile(path).read(reading([], { write, restart, signal: stop.signal }))
}

function seen(...expected: string[]): Promise<void> {
  return eventually(() => expect(documents).toEqual(expected))
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
    expect(performance.now() - before).toBeLessThan(10_000)
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

  test('is another document when it has been cut short and has grown back in between', async () => {
    writeFileSync(path, '<first/>')
    follow()
    await seen('<first/>')
    truncateSync(path)
    appendFileSync(path, '<second/><third/>')
    await seen('<first/>', '<second/><third/>')
    expect(reported).toEqual([
      `${path}: cut short and written anew after 8 bytes were read: read from its start`,
    ])
  })

  test('loses nothing to any number of cuts between two looks', async () => {
    writeFileSync(path, '0')
    follow()
    await seen('0')
    const expected = ['0']
    for (let round = 1; round <= 40; round++) {
      const text = `${round}`.repeat(1 + ((round * 7919) % 9000))
      truncateSync(path)
      appendFileSync(path, text.slice(0, 500))
      appendFileSync(path, text.slice(500))
      expected.push(text)
      await seen(...expected)
    }
    expect(reported.length).toBe(40)
  })

  test('says that it was cut short', async () => {
    writeFileSync(path, 'first')
    follow()
    await seen('first')
    truncateSync(path)
    await eventually(() =>
      expect(reported).toEqual([`${path}: cut short after 5 bytes were read: read from its start`]),
    )
  })

  test('goes on when it is removed and appears again later', async () => {
    writeFileSync(path, 'a')
    follow()
    await seen('a')
    rmSync(path)
    await pause(50)
    writeFileSync(path, 'b')
    await seen('a', 'b')
    expect(reported).toEqual([])
  })
})

test.each(['-', 'https://example.org/'])('%s cannot be followed', (name) => {
  ended = Promise.resolve(false)
  expect(() => new FollowedFile(name)).toThrow(UsageError)
})
