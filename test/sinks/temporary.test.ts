import { closeSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeLeftovers, Temporary } from '../../src/sinks/temporary.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-temporary-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what is left of a file by runs that were killed can be told from that of others', () => {
  const [goal, other] = [join(folder, '01.jsonl'), join(folder, '02.jsonl')]
  for (const name of [goal, goal, other]) closeSync(new Temporary(name).make())
  const [first = ''] = readdirSync(folder)
  expect(first).toMatch(/^\.cosax-[0-9a-f]{20}\.partial$/)
  const kept = new Temporary(other)
  closeSync(kept.make())
  writeFileSync(goal, '')
  writeFileSync(join(folder, '.cosax-notes.partial'), '')
  removeLeftovers(goal)
  expect(readdirSync(folder)).toHaveLength(4)
  removeLeftovers(other)
  expect(readdirSync(folder).sort()).toEqual(['.cosax-notes.partial', '01.jsonl'])
  kept.discard()
})
