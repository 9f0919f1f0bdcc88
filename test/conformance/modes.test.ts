// Holds the ways in which the kernel reads a document to one another: for events, for records, for nothing.

import { expect, it } from 'vitest'
import { collect } from '../../src/record/collect.ts'
import { KernelRecords } from '../../src/record/kernel-records.ts'
import { Lines, type Writable } from '../../src/record/lines.ts'
import { type Program, RECORDS } from '../../src/record/program.ts'
import type { Engine } from '../../src/xml/engine.ts'
import { kernelEngine } from '../../src/xml/kernel.ts'
import { KernelCheck } from '../../src/xml/kernel-check.ts'
import { parsePattern } from '../../src/xml/pattern.ts'
import { XmlError } from '../../src/xml/xml-error.ts'
import { inPieces, type Options } from '../xml/every-cut.ts'
import { bytesOf, optionsOf, SCORED } from './suite.ts'

const WAYS_TO_CUT = [1_000_000, 1, 3, 16, 61]

const LINES: Program = { steps: [{ after: RECORDS, do: 'lines', exit: 0 }], exits: 1 }
const COUNT: Program = { steps: [{ after: RECORDS, do: 'count', exit: 0 }], exits: 1 }
const TEST: Program = {
  steps: [
    { after: RECORDS, do: 'test', field: ['a', '@b'], operator: '=', value: 'x' },
    { after: 0, do: 'lines', exit: 0 },
  ],
  exits: 1,
}

it.each(['/*', '/*/*', 'doc|root'])(
  'all ways refuse the same and write the same: %s',
  (record) => {
    const differences = SCORED.flatMap((test) => {
      const bytes = bytesOf(test.path)
      const options = optionsOf(test)
      const [expected, ...written] = asEvents(bytes, record, options)
      return WAYS_TO_CUT.filter((size) => size > 1 || bytes.length < 20_000).flatMap((size) => {
        const pieces = inPieces(bytes, size)
        const [fault, ...lines] = asLines(pieces, record, options, LINES)
        const found = {
          check: faultOf(new KernelCheck(options), pieces),
          lines: fault,
          count: asLines(pieces, record, options, COUNT)[0],
          test: asLines(pieces, record, options, TEST)[0],
        }
        const wrong = Object.entries(found).filter(([, said]) => said !== expected)
        if (lines.join('') !== written.join('')) wrong.push(['written', lines.join('')])
        return wrong.map(
          ([way, said]) => `${test.path} by ${size}: ${way}: ${said}, not ${expected}`,
        )
      })
    })
    expect(differences).toEqual([])
  },
  120_000,
)

/** The fault, then the lines of the records before it. */
function asEvents(bytes: Uint8Array, record: string, options: Options): string[] {
  const lines: string[] = []
  const target = {
    done: false,
    send: (value: unknown) => lines.push(`${JSON.stringify(value)}\n`) > 0,
    close() {},
    throw() {},
  }
  const report = { records: 0, seen: new Map<string, number>() }
  const records = collect({ pattern: parsePattern(record), report }, target)
  return [faultOf(kernelEngine(records, options), [bytes]), ...lines]
}

function asLines(
  pieces: Uint8Array[],
  record: string,
  options: Options,
  program: Program,
): string[] {
  const lines: string[] = []
  const exit = {
    done: false,
    send(item: Writable | number) {
      if (item instanceof Lines) lines.push(Buffer.from(item.bytes).toString('utf8'))
      return true
    },
  }
  const report = { records: 0, seen: new Map<string, number>() }
  const pattern = parsePattern(record)
  const engine = new KernelRecords({ ...options, pattern, report, program, exits: [exit as never] })
  return [faultOf(engine, pieces), ...lines]
}

function faultOf(engine: Engine, pieces: Uint8Array[]): string {
  try {
    for (const piece of pieces) engine.write(piece)
    engine.end()
    return 'none'
  } catch (error) {
    if (!(error instanceof XmlError)) return `defect: ${error}`
    return `${error.message} at ${error.offset} in ${error.path}`
  }
}
