// Reads the metrics with a strict parser of their format, written from its description.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricsOf } from '../../src/serve/metrics.ts'
import type { PipelineRow } from '../../src/serve/status.ts'
import { BRANCHED, exampleStatus } from './example-status.ts'

interface Family {
  type: string
  help: string
  /** By their labels as JSON. */
  samples: Map<string, number>
}

const NAME = /^[a-z_:][a-z0-9_:]*$/i
const NUMBER = /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?Inf|NaN)$/i

/** Throws for whatever Prometheus would refuse, and for what `promtool check metrics` complains about. */
function families(text: string): Map<string, Family> {
  const found = new Map<string, Family>()
  const helps = new Map<string, string>()
  let current = ''
  if (!text.endsWith('\n')) throw new Error('last line without its end')
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (keyword === 'HELP') {
      if (helps.has(name)) throw new Error(`second HELP: ${line}`)
      if (/\\(?![\\n])/.test(rest)) throw new Error(`escape in HELP: ${line}`)
      helps.set(name, rest)
    } else if (keyword === 'TYPE') {
      if (found.has(name)) throw new Error(`second TYPE: ${line}`)
      if (!NAME.test(name)) throw new Error(`name: ${line}`)
      if (!/^(?:counter|gauge|histogram|summary|untyped)$/.test(rest)) throw new Error(line)
      if ((rest === 'counter') !== name.endsWith('_total')) throw new Error(`_total: ${line}`)
      const help = helps.get(name)
      if (help === undefined) throw new Error(`no HELP before: ${line}`)
      found.set(name, { type: rest, help, samples: new Map() })
      current = name
    } else {
      const read = parsedSample(line)
      if (read.name !== current) throw new Error(`not in the group of its name: ${line}`)
      const { samples } = found.get(current)!
      if (samples.has(read.labels)) throw new Error(`twice: ${line}`)
      samples.set(read.labels, read.value)
    }
  }
  return found
}

function parsedSample(line: string): { name: string; labels: string; value: number } {
  const labels: Record<string, string> = {}
  const name = /^[^{ ]*/.exec(line)?.[0] ?? ''
  if (!NAME.test(name)) throw new Error(`name: ${line}`)
  let at = name.length
  if (line[at] === '{') {
    const pair = /[{,]([a-z_][a-z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"/iy
    for (pair.lastIndex = at; line[at] !== '}'; at = pair.lastIndex) {
      const [, label = '', value = ''] = pair.exec(line) ?? []
      if (label === '' || label.startsWith('__') || label in labels) throw new Error(line)
      labels[label] = value.replace(/\\(.)/g, (_, after) => (after === 'n' ? '\n' : after))
    }
    at++
  }
  const value = line.slice(at + 1)
  if (line[at] !== ' ' || !NUMBER.test(value)) throw new Error(`value: ${line}`)
  return { name, labels: JSON.stringify(labels), value: Number(value) }
}

describe('the parser of this test', () => {
  const GOOD = '# HELP a_total A.\n# TYPE a_total counter\na_total{b="c"} 1\n'
  test('takes what is right', () => expect(families(GOOD).size).toBe(1))
  test.each([
    ['a label that is not escaped', '"c"', '"c"d"'],
    ['an escape that is none', '"c"', '"\\c"'],
    ['a series twice', 'a_total{b="c"} 1\n', 'a_total{b="c"} 1\na_total{b="c"} 2\n'],
    ['a sample before its type', GOOD, `a_total 1\n${GOOD}`],
    ['a counter without _total', /a_total/g, 'a'],
    ['an end without a line feed', '1\n', '1'],
    ['a value that is no number', ' 1', ' undefined'],
    ['a name that is none', /a_total/g, 'a-total'],
  ])('refuses %s', (_, from, to) => {
    expect(() => families(GOOD.replace(from, to))).toThrow()
  })
})

function sample(text: string, name: string, labels = {}): number | undefined {
  return families(text).get(name)?.samples.get(JSON.stringify(labels))
}

test('totals are counters, what is so now are gauges', () => {
  const text = metricsOf(exampleStatus(9, 1000))
  expect(sample(text, 'cosax_clients')).toBe(1000)
  expect(sample(text, 'cosax_clients_accepted_total')).toBe(1321)
  expect(sample(text, 'cosax_read_bytes_total')).toBe(29_700_000)
  expect(sample(text, 'cosax_tasks', { state: 'waits to read' })).toBe(1000)
  expect(sample(text, 'cosax_closing')).toBe(0)
  expect(sample(text, 'process_resident_memory_bytes')).toBe(187_340_800)
  expect(sample(text, 'process_cpu_seconds_total')).toBe(16.75)
  expect(sample(text, 'process_start_time_seconds')).toBe(Date.UTC(2026, 0, 1, 12) / 1000 - 86_000)
})

test('each step of the pipeline has its own series', () => {
  const text = metricsOf(exampleStatus(0, 1, BRANCHED))
  const labels = { step: '4', kind: 'stage', text: 'filter route = "22"' }
  expect(sample(text, 'cosax_step_records_received_total', labels)).toBe(1000)
  expect(sample(text, 'cosax_step_clients_held', labels)).toBe(0)
  const read = { step: '1', kind: 'read', text: 'read what clients send' }
  expect(sample(text, 'cosax_step_records_received_total', read)).toBeUndefined()
})

test('as many series with 1,000 clients as with one', () => {
  const count = (clients: number) => metricsOf(exampleStatus(1, clients)).split('\n').length
  expect(count(1000)).toBe(count(1))
})

test('any text of a step, and any state of a task, comes back from the format', () => {
  const what = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '}') }),
  )
  fc.assert(
    fc.property(fc.array(what, { maxLength: 4 }), what, (texts, state) => {
      const pipeline: PipelineRow[] = texts.map((what) => ({ kind: 'stage', what, in: 1, held: 2 }))
      const text = metricsOf({ ...exampleStatus(1, 2, pipeline), tasks: { [state]: 3 } })
      for (const [index, what] of texts.entries()) {
        const labels = { step: `${index + 1}`, kind: 'stage', text: what }
        expect(sample(text, 'cosax_step_clients_held', labels)).toBe(2)
      }
      expect(sample(text, 'cosax_tasks', { state })).toBe(3)
    }),
  )
})
