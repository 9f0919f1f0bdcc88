// Provides the ways in which the kernel reads a document: for events, for records, for nothing.

import type { Engine } from '../../src/engine/engine.ts'
import { KernelCheck } from '../../src/engine/kernel/check.ts'
import { kernelEngine } from '../../src/engine/kernel/kernel.ts'
import { KernelRecords } from '../../src/engine/kernel/records.ts'
import { parsePattern } from '../../src/engine/pattern.ts'
import { XmlError } from '../../src/engine/xml-error.ts'
import { type Program, RECORDS } from '../../src/expression/program.ts'
import { collect } from '../../src/mapping/collect.ts'
import { Lines, type Writable } from '../../src/record/lines.ts'
import type { Options } from '../engine/every-cut.ts'

export const LINES: Program = { steps: [{ after: RECORDS, do: 'lines', exit: 0 }], exits: 1 }
export const COUNT: Program = { steps: [{ after: RECORDS, do: 'count', exit: 0 }], exits: 1 }
export const TEST = tested(['a', '@b'], 'x')

/** Only the records with a field of some value. */
export function tested(field: string[], value: string): Program {
  return {
    steps: [
      { after: RECORDS, do: 'test', field, operator: '=', value },
      { after: 0, do: 'lines', exit: 0 },
    ],
    exits: 1,
  }
}

/** Only some fields of the records. */
export function selected(...fields: string[][]): Program {
  const columns = fields.map((field) => ({ name: field.join('/'), field }))
  return {
    steps: [
      { after: RECORDS, do: 'select', columns },
      { after: 0, do: 'lines', exit: 0 },
    ],
    exits: 1,
  }
}

/** All that the kernel does in its own loops. */
export const PROGRAMS: Record<string, Program> = {
  lines: LINES,
  count: COUNT,
  'a field': selected(['n']),
  'fields inside': selected(['a', 'b'], ['@b']),
  'an attribute of a field': selected(['a', '@b']),
  'a test that none passes': tested(['n'], 'none'),
  'a test that some pass': tested(['n'], '1'),
  'a test of an attribute': tested(['@b'], 'none'),
  'a test of an attribute that some pass': tested(['@c'], '2'),
}

/** What a document came to: the lines of its records, before its fault if it has one. */
export interface Found {
  /** The whole message and place, or `none`. */
  fault: string
  fact?: string
  offset?: number
  path?: string
  lines: string[]
}

/** That of one read as events, of which records are made in JavaScript. */
export function asEvents(pieces: Iterable<Uint8Array>, record: string, options: Options): Found {
  const lines: string[] = []
  const target = {
    done: false,
    send: (value: unknown) => lines.push(`${JSON.stringify(value)}\n`) > 0,
    close() {},
    throw() {},
  }
  const report = { records: 0, seen: new Map<string, number>() }
  const records = collect({ pattern: parsePattern(record), report }, target)
  return { ...faultOf(kernelEngine(records, options), pieces), lines }
}

/** That of one read for its records, of which the kernel makes lines. */
export function asLines(
  pieces: Iterable<Uint8Array>,
  record: string,
  options: Options,
  program: Program,
): Found {
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
  return { ...faultOf(engine, pieces), lines }
}

/** That of one that is only checked. */
export function asCheck(pieces: Iterable<Uint8Array>, options: Options): Found {
  return { ...faultOf(new KernelCheck(options), pieces), lines: [] }
}

function faultOf(engine: Engine, pieces: Iterable<Uint8Array>): Omit<Found, 'lines'> {
  try {
    for (const piece of pieces) engine.write(piece)
    engine.end()
    return { fault: 'none' }
  } catch (error) {
    if (!(error instanceof XmlError)) return { fault: `defect: ${error}` }
    const { message, fact, offset, path } = error
    return { fault: `${message} at ${offset} in ${path}`, fact, offset, path }
  }
}
