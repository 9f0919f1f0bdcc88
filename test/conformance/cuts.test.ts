// Checks readings of the suite's documents, cut at every byte, against those that are not cut.

import { describe, expect, it } from 'vitest'
import type { CreateEngine } from '../../src/engine/engine.ts'
import { JUDGED } from './judged.ts'
import { bytesOf, optionsOf, SCORED } from './suite.ts'
import { trace } from './trace.ts'

const DOCUMENTS = SCORED.map((test) => ({ test, bytes: bytesOf(test.path) })).filter(
  ({ bytes }) => bytes.length <= 20_000,
)

type Document = (typeof DOCUMENTS)[number]

const COLLECTIONS = [...new Set(DOCUMENTS.map(collectionOf))]

it('takes 332,571 readings to cut 1,971 documents everywhere', () => {
  expect(DOCUMENTS).toHaveLength(1971)
  expect(DOCUMENTS.reduce((sum, { bytes }) => sum + [...cutsOf(bytes)].length, 0)).toBe(332_571)
})

it('notices an engine that a cut makes say more', () => {
  const talkative: CreateEngine = (_, { onWarning = () => {} } = {}) => ({
    write: () => {
      onWarning('written')
      return true
    },
    end: () => {},
  })
  const [document] = DOCUMENTS as [Document]
  expect(differencesOf(talkative, document, [[1], [2, 3]])).toEqual([
    `${document.test.path} cut at 1: "" became "written\\n"`,
    `${document.test.path} cut at 2,3: "" became "written\\nwritten\\n"`,
  ])
})

describe.each(JUDGED)('the $name engine', ({ engine, cutsOneIn }) => {
  it.each(COLLECTIONS)(
    'reads the same of %s, cut anywhere',
    (collection) => {
      const documents = DOCUMENTS.filter((document) => collectionOf(document) === collection)
      const differences = documents
        .filter((_, index) => index % cutsOneIn === 0)
        .flatMap((document) => differencesOf(engine, document, cutsOf(document.bytes)))
      expect(differences).toEqual([])
    },
    300_000,
  )

  it('reads the same in many pieces', () => {
    const random = randomNumbers(20_000)
    const differences = Array.from({ length: 20_000 / cutsOneIn }, () => {
      const document = DOCUMENTS[random(DOCUMENTS.length)] as Document
      const cuts = Array.from({ length: 2 + random(20) }, () => random(document.bytes.length + 1))
      return differencesOf(engine, document, [cuts.sort((one, other) => one - other)])
    })
    expect(differences.flat()).toEqual([])
  }, 300_000)
})

/** In two at every byte, and into single bytes. */
function* cutsOf(bytes: Uint8Array): Generator<number[]> {
  for (let at = 1; at < bytes.length; at++) yield [at]
  yield [...bytes.keys()].slice(1)
}

/** The first cuts of a document that change what is read of it. */
function differencesOf(
  engine: CreateEngine,
  document: Document,
  ways: Iterable<number[]>,
): string[] {
  const { test, bytes } = document
  const options = optionsOf(test)
  const whole = trace(engine, bytes, [], options)
  const differences: string[] = []
  for (const cuts of ways) {
    const reading = trace(engine, bytes, cuts, options)
    if (reading === whole) continue
    differences.push(`${test.path} cut at ${cuts}: ${apart(whole, reading)}`)
    if (differences.length === 3) break
  }
  return differences
}

/** What two readings have from where they differ. */
function apart(whole: string, reading: string): string {
  let at = 0
  while (whole[at] === reading[at]) at++
  const [one, other] = [whole, reading].map((text) => JSON.stringify(text.slice(at, at + 100)))
  return `${one} became ${other}`
}

/** Those who made the tests, and what for. */
function collectionOf({ test }: Document): string {
  return test.path.split('/').slice(0, -1).slice(0, 2).join('/')
}

/** A sequence of numbers below a bound, the same in every run. */
function randomNumbers(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647
    return state % bound
  }
}
