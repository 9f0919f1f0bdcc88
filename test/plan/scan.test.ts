import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { EVENT_WORDS, START, type Tape } from '../../src/engine/tape.ts'
import type { Parsing } from '../../src/plan/plan.ts'
import { scan } from '../../src/plan/scan.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-'))
  writeFileSync(join(folder, 'small.xml'), '<a><b/></a>')
  writeFileSync(join(folder, 'large.xml'), `<a>${'<b/>'.repeat(100_000)}</a>`)
  writeFileSync(join(folder, 'bad.xml'), '<a><b></a>')
})

afterAll(() => rmSync(folder, { recursive: true }))

interface Surveyed {
  /** By document: how many elements were met. */
  elements: number[]
  isWhole?: boolean
  error?: string
}

async function surveyed(names: string[], limit?: number, parsing: Parsing = {}): Promise<Surveyed> {
  const elements: number[] = []
  const count = coroutine(function* (document: number): Receiver<Tape> {
    while (true) {
      const { events, length } = yield
      for (let at = 0; at < length; at++) {
        if (events[at * EVENT_WORDS] === START) elements[document] = (elements[document] ?? 0) + 1
      }
    }
  })
  const open = () => count(elements.push(0) - 1)
  const { signal } = new AbortController()
  const inputs = names.map((name) => join(folder, name))
  const options = { open, signal, onWarning() {}, ...(limit !== undefined && { limit }) }
  try {
    return { elements, isWhole: await scan({ inputs, ...parsing }, options) }
  } catch (error) {
    return { elements, error: (error as Error).message.replace(`${folder}/`, '') }
  }
}

test.each(['kernel', 'sax'] as const)('%s reads every document to its end', async (engine) => {
  const { elements, isWhole } = await surveyed(['small.xml', 'large.xml'], undefined, { engine })
  expect([elements, isWhole]).toEqual([[2, 100_001], true])
})

test('a limit ends the reading of each document, in the middle of what is read at once too', async () => {
  const { elements, isWhole } = await surveyed(['large.xml', 'small.xml'], 1003)
  expect([elements, isWhole]).toEqual([[251, 2], false])
})

test('a limit at the end of a document or after it is none', async () => {
  expect(await surveyed(['small.xml'], 11)).toEqual({ elements: [2], isWhole: true })
  expect(await surveyed(['small.xml'], 100)).toEqual({ elements: [2], isWhole: true })
})

test('what comes before a fault is met, what comes after it is not', async () => {
  expect(await surveyed(['small.xml', 'bad.xml', 'small.xml'])).toEqual({
    elements: [2, 2],
    error: 'bad.xml:1:7: tag not closed: expected </b>, found </a>',
  })
})

test('the signal ends it, with its reason', async () => {
  const options = {
    open: () =>
      coroutine(function* (): Receiver<Tape> {
        yield
      })(),
    onWarning() {},
  }
  const inputs = [join(folder, 'large.xml')]
  const survived = scan({ inputs }, { ...options, signal: AbortSignal.abort('enough') })
  await expect(survived).rejects.toBe('enough')
})
