// Checks documents whose external subset the user names against the canonical forms of the suite.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { canonical, withoutNotations } from './canonical.ts'
import { JUDGED } from './judged.ts'
import { at, bytesOf, optionsOf, SCORED, type SuiteTest } from './suite.ts'

/** Those with an external subset, a file of which the name stands in the document. */
const WITH_SUBSET = SCORED.flatMap((test) => {
  const file = subsetOf(test)
  return test.output !== undefined && file !== undefined ? [{ test, file }] : []
})

const UNLIKE: Record<string, string> = {
  'valid-not-sa-003': 'the file names another one',
  'valid-not-sa-004': 'the file names another one',
  'valid-not-sa-005': 'the file names another one',
  'valid-not-sa-031': 'the file names another one',
  'valid-not-sa-014': 'a file is read by itself, without what the document declares for it',
  'valid-not-sa-016': 'a file is read by itself, without what the document declares for it',
  'ibm-valid-P09-ibm09v05.xml':
    'a file is read by itself, without what the document declares for it',
  'invalid-not-sa-022': 'half of a conditional section is in a parameter entity',
}

it.each(JUDGED)('the $name engine reads them with their external subset', ({ name, engine }) => {
  const unlike = WITH_SUBSET.filter(({ test, file }) => {
    const output = withoutNotations(bytesOf(test.output ?? '').toString())
    try {
      const options = { ...optionsOf(test), dtd: bytesOf(file).toString() }
      return canonical(engine, bytesOf(test.path), options) !== output
    } catch {
      return true
    }
  })
  expect(WITH_SUBSET).toHaveLength(77)
  if (name === 'kernel') {
    expect(unlike.map(({ test }) => test.id).sort()).toEqual(Object.keys(UNLIKE).sort())
  } else {
    expect(unlike).toHaveLength(14) // also where the document itself declares attributes
  }
})

function subsetOf({ path }: SuiteTest): string | undefined {
  const [, file] = /<!DOCTYPE\s+\S+\s+SYSTEM\s+["']([^"']*)/.exec(bytesOf(path).toString()) ?? []
  const found = file && join(dirname(path), file)
  return found && existsSync(at(`xmlconf/${found}`)) ? found : undefined
}
