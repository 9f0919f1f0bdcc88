import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../eventually.ts'
import { start } from './cosax.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after %s what was left out is in its file, and nothing of another run',
  async (signal) => {
    const quarantine = join(directory, 'bad.jsonl')
    writeFileSync(quarantine, 'old\n'.repeat(1000))
    const words = ['--to', join(directory, 'good.jsonl'), '--on-error', `quarantine=${quarantine}`]
    const child = start(words, ['pipe', 'ignore', 'ignore'])
    child.stdin?.write(`<a>${'<b>1</b><b>2</c><b>3</b>'.repeat(5)}`)
    const lines = () => readFileSync(quarantine, 'utf8').split('\n')
    await eventually(() => expect(lines().length).toBe(6))
    child.kill(signal)
    expect((await once(child, 'close'))[1]).toBe(signal)
    const left = lines()
    expect(left.pop()).toBe('')
    expect(left.map((line) => JSON.parse(line).xml)).toEqual(Array(5).fill('<b>2</c>'))
    expect(existsSync(join(directory, 'good.jsonl'))).toBe(false)
  },
)
