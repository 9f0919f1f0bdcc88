// Judges engines by the W3C conformance suite.

import { describe, expect, it } from 'vitest'
import type { CreateEngine } from '../../src/engine/engine.ts'
import { JUDGED } from './judged.ts'
import { CATALOGUE, REQUIRED, SCORED, type SuiteTest, WITH_OUTPUT } from './suite.ts'
import { expectedVerdict, verdict } from './verdict.ts'

describe('the suite', () => {
  it('has 2,585 tests, of which 1,974 apply and 1,908 are required', () => {
    expect([CATALOGUE, SCORED, REQUIRED].map(({ length }) => length)).toEqual([2585, 1974, 1908])
  })

  it.each([
    ['not-wf', 951, 66],
    ['valid', 601, 127],
    ['invalid', 175, 54],
  ])('has as many tests of the type %s as were counted by other means', (type, alone, outside) => {
    const ofType = SCORED.filter((test) => test.type === type)
    const isAlone = ({ entities }: SuiteTest) => entities === 'none'
    expect(ofType.filter(isAlone)).toHaveLength(alone)
    expect(ofType).toHaveLength(alone + outside)
  })

  it('has 379 canonical forms, of which 262 take no other file', () => {
    expect(SCORED.filter(({ output }) => output !== undefined)).toHaveLength(379)
    expect(WITH_OUTPUT).toHaveLength(262)
  })

  it('names the documents whose colons are not those of Namespaces', () => {
    const marked = SCORED.filter(({ namespaces }) => !namespaces)
    expect(marked.filter(({ editions }) => editions.length === 0).map(({ id }) => id)).toEqual([
      'valid-sa-012',
      'o-p08pass1',
      'o-p04pass1',
      'o-p05pass1',
    ])
    expect(marked.filter(({ editions }) => editions.length > 0).map(({ id }) => id)).toEqual([
      'x-ibm-1-0.5-valid-P04-ibm04v01.xml',
      'x-ibm-1-0.5-valid-P05-ibm05v01.xml',
      'x-ibm-1-0.5-valid-P05-ibm05v02.xml',
      'x-ibm-1-0.5-valid-P05-ibm05v03.xml',
      'x-ibm-1-0.5-valid-P05-ibm05v05.xml',
    ])
  })
})

describe('the judge', () => {
  it('finds an engine that accepts everything wrong about all that must be refused', () => {
    expect(wrongOf(() => ({ write: () => true, end: () => {} }))).toHaveLength(1908 - 957)
  })

  it('finds an engine that crashes wrong about everything', () => {
    const crash = () => {
      throw new TypeError('no function')
    }
    expect(wrongOf(() => ({ write: crash, end: crash }))).toHaveLength(1908)
  })
})

describe.each(JUDGED)('the $name engine', ({ engine, verdicts, wrong }) => {
  const found = wrongOf(engine)

  it(`is right about ${verdicts} of 1,908 documents`, () => {
    if (wrong !== undefined)
      expect(found.map(([id]) => id).sort()).toEqual(Object.keys(wrong).sort())
    expect(REQUIRED.length - found.length).toBe(verdicts)
  })

  it('crashes on none', () => {
    expect(found.filter(([, given]) => given.startsWith('crash'))).toEqual([])
  })
})

/** The tests with a wrong verdict, and the verdict. */
function wrongOf(engine: CreateEngine): [string, string][] {
  return REQUIRED.flatMap((test): [string, string][] => {
    const given = verdict(engine, test)
    return given === expectedVerdict(test) ? [] : [[test.id, given]]
  })
}
