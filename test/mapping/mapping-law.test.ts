// The law for mappings: a streamed record equals the same element converted by a whole-document parse.

import { DOMParser, type Element } from '@xmldom/xmldom'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { bytesToRecords, type RecordOptions } from '../../src/reading/records.ts'
import type { Value } from '../../src/record/record.ts'
import { DOCUMENT, SIZES } from '../record/random-xml.ts'
import { naiveRecord } from './naive-mapping.ts'
import { MAPPING } from './random-mapping.ts'

/** Fields of which one value is a list, and that come apart. */
const LISTS_APART: [string, Mapping, number[]] = [
  '<r><a><b/><c/><b><d/><d/></b></a></r>',
  { dialect: 'parker', attributes: 'drop' },
  [1],
]

it('holds for records of any mapping, with both engines and however the document is cut', () => {
  let records = 0
  const law = (document: string, mapping: Mapping, sizes: number[]) => {
    const expected = converted(document, mapping)
    for (const engine of ENGINE_NAMES) {
      expect(streamed(document, sizes, { engine, mapping }), engine).toEqual(expected)
    }
    records += expected.length
  }
  const numRuns = Number(process.env.COSAX_RUNS ?? 3000)
  fc.assert(fc.property(DOCUMENT, MAPPING, SIZES, law), { numRuns, examples: [LISTS_APART] })
  expect(records).toBeGreaterThan(numRuns / 2) // or the law was hardly tried
})

it('holds for flat records with more names and deeper values than are remembered', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `name-${i % 2000}-${'x'.repeat(60)}`)
  const records = names.map((name) => `<x><${name} a="1"><b c="2"/><b/></${name}><y/><y z=""/></x>`)
  const deep = `${'<a>'.repeat(100)}<a b="1"/>${'</a>'.repeat(100)}`
  const document = `<r>${records.join('')}${deep}${records[0]}</r>`
  const mapping: Mapping = { attributes: 'merge', flatten: '.' }
  expect(streamed(document, [65536], { mapping })).toEqual(converted(document, mapping))
})

/** The lines of the children of the root. */
function streamed(document: string, sizes: number[], options: RecordOptions): string[] {
  const lines: string[] = []
  const write = coroutine(function* (): Receiver<Value> {
    while (true) lines.push(JSON.stringify(yield))
  })
  const bytes = Buffer.from(document)
  const target = bytesToRecords(options, write())
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    target.send(bytes.subarray(at, at + size))
    at += size
  }
  target.close()
  return lines
}

function converted(document: string, mapping: Mapping): string[] {
  const parser = new DOMParser({
    normalizeLineEndings: (text) => text.replace(/\r\n?/g, '\n'), // of XML 1.0, not 1.1
    onError: (_, message) => {
      throw new Error(message)
    },
  })
  const root = parser.parseFromString(document, 'text/xml').documentElement as Element
  return Array.from(root.childNodes)
    .filter((node) => node.nodeType === 1)
    .map((node) => naiveRecord(node as Element, mapping))
}
