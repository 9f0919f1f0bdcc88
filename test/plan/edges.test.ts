// The matrix: a text of any length, with something special at any place in it and anything after it, is read as it
// was made, in all the ways there are to read it and wherever it is cut.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { afterEach, describe, expect, it } from 'vitest'
import { useKernel } from '../../src/engine/wasm.ts'
import type { Plan, PlannedStage } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import type { Value } from '../../src/record/record.ts'
import { asEvents } from '../conformance/ways.ts'
import { cutAt } from '../engine/every-cut.ts'
import { CHECKED_KERNEL } from '../kernel/checked-kernel.ts'
import { DECLARED, documentOf, type Made, made, SHAPES } from './edges.ts'
import { written } from './written.ts'

/** Of elements `<m><v>…</v><n>1</n></m>` the lines that they were made to be, by what is asked for. */
const PLANS: Record<string, [Plan, (record: Value, n: string) => unknown]> = {
  'as a record': [plan('v'), (record) => record],
  'in a record': [plan('m'), (v, n) => ({ v, n })],
  'in a record that is judged first': [plan('m', filter('n', 'exists')), (v, n) => ({ v, n })],
  'as a field': [plan('m', select('v')), (v) => ({ v })],
  'before a field': [plan('m', select('n')), (_, n) => ({ n })],
}

function plan(record: string, ...stages: PlannedStage[]): Plan {
  return { inputs: [], record, pipeline: { stages } }
}

function filter(field: string, operator: string): PlannedStage {
  return { stage: 'filter', argument: { field: [field], operator, value: '' } }
}

function select(name: string): PlannedStage {
  return { stage: 'select', argument: [{ name, field: [name] }] }
}

afterEach(() => useKernel())

/** Demands of lines, in a reading, that they are those of the rows. */
function expectLines(lines: string[], expected: string[], rows: Made[], reading: string): void {
  const at = expected.findIndex((line, n) => line !== lines[n])
  const { markup, declared } = rows[at] ?? {}
  expect(lines[at], `${reading}: ${declared} ${markup}`).toBe(expected[at])
  expect(lines.length).toBe(expected.length)
}

function linesOf(text: string | undefined): string[] {
  return text?.trimEnd().split('\n') ?? []
}

/** Two cuts in every row: one anywhere, and one at what is special in it. */
function cutsIn(rows: Made[], starts: number[]): number[] {
  return rows.flatMap(({ markup, special: [at, length] }, n) => {
    const start = starts[n] ?? 0
    return [start + ((n * 31) % markup.length), start + '<m>'.length + at - 1 + (n % (length + 3))]
  })
}

describe.each(Object.entries(SHAPES))('%s', (name, shapes) => {
  const isDeclared = shapes.some(([, , , declared]) => declared)
  const rows = made(shapes, isDeclared ? 5 : 2)
  const { text, starts } = documentOf(rows)
  const cuts = cutsIn(rows, starts)
  // it knows no references in entities
  const ofSax = name === DECLARED ? [] : rows.filter(({ declared }) => !declared.includes('&'))

  it.each(Object.entries(PLANS))('is what it was made to be %s', async (way, [plan, line]) => {
    const read = async (engine: 'kernel' | 'sax', rows: Made[], text: string, cuts: number[]) => {
      const expected = rows.map(({ record }, n) => JSON.stringify(line(record, `${n}`)))
      const { sinks, error } = await written({ ...plan, engine }, [text], cuts)
      expect(error).toBeUndefined()
      const how = cuts.length > 0 ? 'cut' : 'whole'
      expectLines(linesOf(sinks['-']), expected, rows, `${engine}, ${how}`)
    }
    await read('kernel', rows, text, [])
    await read('kernel', rows, text, cuts)
    if (way === 'in a record' && ofSax.length > 0) {
      await read('sax', ofSax, documentOf(ofSax).text, [])
    }
  })

  it('is what it was made to be in events', () => {
    const expected = rows.map(({ record }) => JSON.stringify(record))
    for (const places of [[], cuts]) {
      const { fault, lines } = asEvents(cutAt(Buffer.from(text), places), 'v', {})
      expect(fault).toBe('none')
      expectLines(
        lines.map((line) => line.trimEnd()),
        expected,
        rows,
        'events',
      )
    }
  })

  it('is what it was made to be in a cell of CSV', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cosax-edges-'))
    try {
      const [input, output] = [join(folder, 'in.xml'), join(folder, 'out.csv')]
      writeFileSync(input, text)
      const pipeline = { stages: [select('v')], to: [output] }
      await run({ inputs: [input], record: 'm', pipeline }, { onWarning() {} })
      const csv = readFileSync(output, 'utf8')
      const cells = papaparse.parse<string[]>(csv, { newline: '\n' }).data.slice(1, -1)
      const expected = rows.map(({ record }) => cellOf(record))
      expectLines(
        cells.map(([cell]) => cell ?? ''),
        expected,
        rows,
        'CSV',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is what it was made to be wherever it is cut', async () => {
    // a copy of a row for each byte of it, of a few rows that are special near what is read at once
    const few = rows.filter(({ special: [at] }, n) => at > 40 && at < 70 && n % 23 === 0)
    const copies = few.flatMap((row) => Array<Made>(row.markup.length).fill(row))
    const { text, starts } = documentOf(distinct(copies))
    const cuts = copies.map((row, n) => {
      return (starts[n] ?? 0) + '<m>'.length + (n - copies.indexOf(row)) + 1
    })
    for (const [plan, line] of Object.values(PLANS)) {
      const expected = copies.map(({ record }, n) => JSON.stringify(line(record, `${n}`)))
      const { sinks, error } = await written({ ...plan, engine: 'kernel' }, [text], cuts)
      expect(error).toBeUndefined()
      expectLines(linesOf(sinks['-']), expected, copies, 'cut')
    }
  })

  it('is what it was made to be where every store is checked', async () => {
    useKernel(CHECKED_KERNEL)
    const some = rows.filter((_, n) => n % 8 === 0)
    const { text, starts } = documentOf(some)
    const [plan] = PLANS['in a record'] as [Plan, unknown]
    const { sinks, error } = await written(plan, [text], cutsIn(some, starts))
    expect(error).toBeUndefined()
    const expected = some.map(({ record: v }, n) => JSON.stringify({ v, n: `${n}` }))
    expectLines(linesOf(sinks['-']), expected, some, 'checked')
  })
})

/** What is declared for a row is so once. */
function distinct(rows: Made[]): Made[] {
  return rows.map((row, n) => (rows[n - 1] === row ? { ...row, declared: '' } : row))
}

function cellOf(record: Value): string {
  return typeof record === 'string' ? record : record === null ? '' : JSON.stringify(record)
}
