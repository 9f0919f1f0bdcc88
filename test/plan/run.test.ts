import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InputError, OutputError, StageError, UsageError } from '../../src/core/errors.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'

let directory = ''

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'cosax-run-')))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

function at(name: string): string {
  return join(directory, name)
}

function document(name: string, text: string): string {
  writeFileSync(at(name), text)
  return at(name)
}

/** The records of a file of JSON lines, as text. */
function linesOf(name: string): string[] {
  return readFileSync(at(name), 'utf8').split('\n').slice(0, -1)
}

const BUSES = `<buses>
  <bus id="1"><route>22</route><direction>North Bound</direction></bus>
  <bus id="2"><route>147</route><direction>South Bound</direction></bus>
  <bus id="3"><route>22</route><direction>South Bound</direction></bus>
</buses>`

const ROUTE_22 = { stage: 'filter', argument: { field: ['route'], operator: '=', value: '22' } }
const COUNT = { stage: 'count', argument: null }
const IDS = { stage: 'select', argument: [{ name: 'id', field: ['@id'] }] }
const head = (argument: number) => ({ stage: 'head', argument })

function planOf(pipeline: Pipeline): Plan {
  return { inputs: [document('buses.xml', BUSES)], record: 'bus', pipeline }
}

describe('an input of which nothing can be read', () => {
  const plan = { record: 'bus', pipeline: { stages: [COUNT], to: [] as string[] } }

  test.each([
    ['empty', '', {}],
    ['without its root', '<!-- none -->', {}],
    ['wrong in its subset', '<!DOCTYPE r [<!ELEMENT>]><r/>', {}],
    ['no XML', '{}', {}],
    ['empty, records of events', '', { mapping: { ordered: true } }],
  ])('is left out among others, if faults are: %s', async (_, text, how) => {
    const good = document('good.xml', BUSES)
    const bad = document('bad.xml', text)
    const warnings: string[] = []
    const report = await run(
      {
        ...{ ...plan, ...how, onError: 'skip' },
        inputs: [bad, at('missing.xml'), good, bad, good],
        pipeline: { ...plan.pipeline, to: [at('out.jsonl')] },
      },
      { onWarning: (message) => warnings.push(message) },
    )
    expect(report).toMatchObject({ records: 6, unread: 1, malformed: 2, bad: 0 })
    expect(linesOf('out.jsonl')).toEqual(['{"count":6}'])
    expect(warnings.filter((each) => /the rest of this input is left out/.test(each))).toHaveLength(
      3,
    )
  })

  test('counts among the faults that are allowed', async () => {
    const inputs = [document('1.xml', ''), document('2.xml', ''), document('good.xml', BUSES)]
    const tolerant = { ...plan, inputs, onError: 'skip', maxErrors: 1 } as const
    await expect(run(tolerant)).rejects.toThrow('2.xml:1:1: document has no root element')
  })

  test.each([['empty'], ['missing']])('adds nothing to a file where it is %s', async (which) => {
    if (which === 'empty') document('empty.xml', '')
    const to = [document('log.jsonl', '{"count":1}\n')]
    const inputs = [at(`${which}.xml`)]
    const adding = { stages: [COUNT], to, writing: { append: true } }
    await expect(run({ ...plan, inputs, pipeline: adding })).rejects.toThrow(`${which}.xml`)
    await expect(
      run({
        ...plan,
        inputs,
        pipeline: { ...adding, writing: { append: true, rotate: { records: 2 } } },
      }),
    ).rejects.toThrow()
    expect(linesOf('log.jsonl')).toEqual(['{"count":1}'])
    expect(readdirSync(directory).filter((name) => name.startsWith('log-'))).toEqual([])
  })
})

/** A document of about ten megabytes. */
function large(): string {
  const record = '<bus><route>22</route><direction>North Bound</direction></bus>\n'
  return document('large.xml', `<buses>${record.repeat(160_000)}</buses>`)
}

describe('output', () => {
  test('a file gets a line for each record', async () => {
    await run(planOf({ stages: [ROUTE_22], to: [at('22.jsonl')] }))
    expect(readFileSync(at('22.jsonl'), 'utf8')).toBe(
      '{"@id":"1","route":"22","direction":"North Bound"}\n' +
        '{"@id":"3","route":"22","direction":"South Bound"}\n',
    )
  })

  test('no records make an empty file', async () => {
    await run({ ...planOf({ stages: [], to: [at('none.jsonl')] }), record: 'tram' })
    expect(readFileSync(at('none.jsonl'), 'utf8')).toBe('')
  })

  test('a file that was there is replaced', async () => {
    writeFileSync(at('out.jsonl'), 'old\n'.repeat(1000))
    await run(planOf({ stages: [COUNT], to: [at('out.jsonl')] }))
    expect(linesOf('out.jsonl')).toEqual(['{"count":3}'])
  })

  test('only what was asked for is left in the directory', async () => {
    await run(planOf({ stages: [], to: [at('a.jsonl'), at('b.jsonl')] }))
    expect(readdirSync(directory).sort()).toEqual(['a.jsonl', 'b.jsonl', 'buses.xml'])
  })

  test('branches each get every record', async () => {
    const branches = [
      { stages: [ROUTE_22, IDS], to: [at('22.jsonl')] },
      { stages: [COUNT], to: [at('count.jsonl')] },
      { stages: [head(1), IDS], to: [at('first.jsonl')] },
    ]
    await run(planOf({ stages: [], branches }))
    expect(linesOf('22.jsonl')).toEqual(['{"id":"1"}', '{"id":"3"}'])
    expect(linesOf('count.jsonl')).toEqual(['{"count":3}'])
    expect(linesOf('first.jsonl')).toEqual(['{"id":"1"}'])
  })

  test('tee writes the records of its place', async () => {
    const tee = { stage: 'tee', argument: at('tee.jsonl') }
    await run(planOf({ stages: [IDS, tee, COUNT], to: [at('count.jsonl')] }))
    expect(linesOf('tee.jsonl')).toEqual(['{"id":"1"}', '{"id":"2"}', '{"id":"3"}'])
    expect(linesOf('count.jsonl')).toEqual(['{"count":3}'])
  })

  test('branches to one destination share it, however it is written', async () => {
    mkdirSync(at('x'))
    const branches = [
      { stages: [IDS], to: [at('all.jsonl')] },
      { stages: [COUNT], to: [`${directory}/x/../all.jsonl`] },
    ]
    await run(planOf({ stages: [], branches }))
    expect(linesOf('all.jsonl')).toEqual(['{"id":"1"}', '{"id":"2"}', '{"id":"3"}', '{"count":3}'])
  })

  test('records have the name of their element where asked', async () => {
    const plan = planOf({ stages: [head(1)], to: [at('out.jsonl')] })
    await run({ ...plan, withName: 'kind' })
    expect(linesOf('out.jsonl')[0]).toMatch(/^\{"kind":"bus","@id":"1",/)
  })

  test('without a pattern every child of the root is a record', async () => {
    const input = document('mixed.xml', '<r><a>1</a><b><a>2</a></b></r>')
    await run({ inputs: [input], pipeline: { stages: [], to: [at('out.jsonl')] } })
    expect(linesOf('out.jsonl')).toEqual(['"1"', '{"a":"2"}'])
  })

  test('many records arrive in the order of the input', async () => {
    const ids = Array.from({ length: 20_000 }, (_, id) => String(id))
    const input = document('ids.xml', `<r>${ids.map((id) => `<i>${id}</i>`).join('')}</r>`)
    await run({ inputs: [input], pipeline: { stages: [], to: [at('out.jsonl')] } })
    expect(linesOf('out.jsonl').map((line) => JSON.parse(line))).toEqual(ids)
  })

  test('a plan that travelled as JSON gives the same', async () => {
    const plan = planOf({
      stages: [{ stage: 'where', argument: 'route > 20' }],
      branches: [
        { stages: [ROUTE_22, IDS], to: [at('a.jsonl')] },
        { stages: [{ stage: 'count-by', argument: [['route']] }], to: [at('b.jsonl')] },
      ],
    })
    const outputs = []
    for (const version of [plan, JSON.parse(JSON.stringify(plan))]) {
      await run(version)
      outputs.push(linesOf('a.jsonl'), linesOf('b.jsonl'))
    }
    expect(outputs.slice(0, 2)).toEqual(outputs.slice(2))
    expect(outputs[0]).toEqual(['{"id":"1"}', '{"id":"3"}'])
  })
})

describe('report', () => {
  test('has bytes read, records found and records written', async () => {
    const branches = [
      { stages: [ROUTE_22], to: [at('a.jsonl')] },
      { stages: [COUNT], to: [at('b.jsonl')] },
    ]
    const report = await run(planOf({ stages: [], branches }))
    expect(report).toMatchObject({ bytes: BUSES.length, records: 3, written: 3 })
  })

  test('counts bytes, not characters', async () => {
    const input = document('a.xml', '<r>é🚌</r>')
    const report = await run({ inputs: [input], pipeline: { stages: [], to: [at('out')] } })
    expect(report.bytes).toBe(13)
  })

  test('has the elements met when there was no record', async () => {
    const plan = planOf({ stages: [], to: [at('out.jsonl')] })
    const { records, seen } = await run({ ...plan, record: 'tram' })
    expect(records).toBe(0)
    expect(Object.fromEntries(seen)).toEqual({ buses: 1, bus: 3, route: 3, direction: 3 })
  })

  test('adds up several inputs', async () => {
    const [a, b] = [document('a.xml', '<r><a/></r>'), document('b.xml', '<r><a/><b/></r>')]
    const report = await run({ inputs: [a, b], pipeline: { stages: [], to: [at('out')] } })
    expect(report).toMatchObject({ bytes: 26, records: 3, written: 3 })
  })
})

describe('several inputs', () => {
  test('go through one pipeline, one after the other', async () => {
    const inputs = [document('a.xml', '<r><a>1</a></r>'), document('b.xml', '<s><a>2</a></s>')]
    await run({ inputs, pipeline: { stages: [], to: [at('out.jsonl')] } })
    expect(linesOf('out.jsonl')).toEqual(['"1"', '"2"'])
  })

  test('are counted together', async () => {
    const inputs = [document('a.xml', '<r><a/></r>'), document('b.xml', '<r><a/><a/></r>')]
    await run({ inputs, pipeline: { stages: [COUNT], to: [at('out.jsonl')] } })
    expect(linesOf('out.jsonl')).toEqual(['{"count":3}'])
  })

  test('are not opened once the pipeline is done', async () => {
    const inputs = [document('a.xml', '<r><a/></r>'), at('missing.xml')]
    await run({ inputs, pipeline: { stages: [head(1)], to: [at('out.jsonl')] } })
    expect(linesOf('out.jsonl')).toEqual(['null'])
  })

  test('none at all make an empty output', async () => {
    const report = await run({ inputs: [], pipeline: { stages: [COUNT], to: [at('out.jsonl')] } })
    expect(report.bytes).toBe(0)
    expect(linesOf('out.jsonl')).toEqual(['{"count":0}'])
  })
})

describe('stopping early', () => {
  test.each<[string, Pipeline['stages']]>([
    ['head', [head(10)]],
    ['head after others', [ROUTE_22, IDS, { stage: 'skip', argument: 5 }, head(10)]],
    ['head before a count', [head(10), COUNT]],
  ])('%s leaves most of a large file unread', async (_, stages) => {
    const report = await run({ inputs: [large()], pipeline: { stages, to: [at('out.jsonl')] } })
    expect(report.bytes).toBeLessThanOrEqual(192 * 1024)
  })

  test('a file is read until the last branch is done', async () => {
    const branches = [
      { stages: [head(10)], to: [at('a.jsonl')] },
      { stages: [head(50_000)], to: [at('b.jsonl')] },
    ]
    const report = await run({ inputs: [large()], pipeline: { stages: [], branches } })
    expect(report.bytes).toBeGreaterThan(2_000_000)
    expect(report.bytes).toBeLessThan(4_000_000)
    expect(linesOf('a.jsonl')).toHaveLength(10)
    expect(linesOf('b.jsonl')).toHaveLength(50_000)
  })

  test('head 0 reads nothing', async () => {
    const report = await run(planOf({ stages: [head(0), COUNT], to: [at('out.jsonl')] }))
    expect(report).toMatchObject({ bytes: 0, records: 0, written: 1 })
    expect(linesOf('out.jsonl')).toEqual(['{"count":0}'])
  })

  test.each([
    ['cut off', '<r><a>1</a><a>'],
    ['not well-formed', '<r><a>1</a><b></c></r>'],
    ['not well-formed much further on', `<r><a>1</a>${' '.repeat(200_000)}<b></c></r>`],
  ])('a document that is %s after what head needs is no failure', async (_, text) => {
    const input = document('bad.xml', text)
    await run({ inputs: [input], pipeline: { stages: [head(1)], to: [at('out.jsonl')] } })
    expect(linesOf('out.jsonl')).toEqual(['"1"'])
  })
})

/** Runs a plan that must fail and says how. */
async function failureOf(plan: Plan, signal?: AbortSignal): Promise<unknown> {
  try {
    await run(plan, signal ? { signal } : {})
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

describe('failure', () => {
  const to = ['out.jsonl', 'other.jsonl']
  const failures: [string, () => Plan, new (...args: never[]) => Error, string][] = [
    [
      'a missing input',
      () => ({ inputs: [at('missing.xml')], pipeline: { stages: [] } }),
      InputError,
      'missing.xml: no such file or directory',
    ],
    [
      'a directory as input',
      () => ({ inputs: [directory], pipeline: { stages: [] } }),
      InputError,
      ': is a directory',
    ],
    [
      'a missing input after a good one',
      () => ({ inputs: [document('a.xml', BUSES), at('missing.xml')], pipeline: { stages: [] } }),
      InputError,
      'missing.xml: no such file or directory',
    ],
    [
      'an input that is cut off',
      () => ({ inputs: [document('cut.xml', BUSES.slice(0, -20))], pipeline: { stages: [] } }),
      XmlError,
      'document ends early',
    ],
    [
      'an empty input',
      () => ({ inputs: [document('empty.xml', '')], pipeline: { stages: [] } }),
      XmlError,
      'empty.xml:1:1: document has no root element',
    ],
    [
      'an input that is not well-formed',
      () => ({ inputs: [document('bad.xml', '<r>\n<a></b></r>')], pipeline: { stages: [] } }),
      XmlError,
      'bad.xml:2:4: tag not closed: expected </a>, found </b>',
    ],
    [
      'an input that is too deep',
      () => ({
        inputs: [document('deep.xml', '<a><b><c/></b></a>')],
        limits: { depth: 2 },
        pipeline: { stages: [] },
      }),
      LimitError,
      'more than 2 elements open: raise --max-depth',
    ],
    [
      'a field that --with-name would replace',
      () => ({ ...planOf({ stages: [] }), withName: 'route' }),
      StageError,
      '--with-name route: <bus> already has a field of that name',
    ],
    [
      'a bad record pattern',
      () => ({ ...planOf({ stages: [] }), record: '/buses/' }),
      UsageError,
      'record pattern "/buses/"',
    ],
    [
      'an unknown stage',
      () => planOf({ stages: [{ stage: 'shuffle', argument: null }] }),
      UsageError,
      'unknown stage "shuffle"',
    ],
    [
      'an expression that cannot be understood',
      () => planOf({ stages: [{ stage: 'where', argument: 'a b' }] }),
      UsageError,
      'expression, column 3',
    ],
    [
      'a destination that cannot be made',
      () => planOf({ stages: [{ stage: 'tee', argument: at('no/such/directory') }] }),
      OutputError,
      'no/such/directory: no such file or directory',
    ],
  ]

  describe.each(failures)('%s', (_, makePlan, Kind, message) => {
    function plan(): Plan {
      const { pipeline, ...rest } = makePlan()
      return { ...rest, pipeline: { ...pipeline, to: to.map(at) } }
    }

    test('says what is wrong', async () => {
      const failure = await failureOf(plan())
      expect(failure).toBeInstanceOf(Kind)
      expect((failure as Error).message).toContain(message)
    })

    test('leaves no file behind', async () => {
      const made = plan()
      const before = readdirSync(directory)
      await failureOf(made)
      expect(readdirSync(directory)).toEqual(before)
    })

    test('leaves a file that was there as it was', async () => {
      writeFileSync(at('out.jsonl'), 'before')
      await failureOf(plan())
      expect(readFileSync(at('out.jsonl'), 'utf8')).toBe('before')
    })
  })

  test('in the second input takes back the records of the first', async () => {
    const inputs = [document('a.xml', BUSES), document('b.xml', '<r>')]
    const failure = await failureOf({ inputs, pipeline: { stages: [], to: [at('out.jsonl')] } })
    expect(failure).toBeInstanceOf(XmlError)
    expect(readdirSync(directory).sort()).toEqual(['a.xml', 'b.xml'])
  })
})

test.each([
  ['filter', { field: ['route'], operator: '==', value: '22' }],
  ['head', 'ten'],
])('a plan whose %s has an argument %j cannot be understood', async (stage, argument) => {
  const plan = planOf({ stages: [{ stage, argument }], to: [at('out.jsonl')] })
  expect(await failureOf(plan)).toBeInstanceOf(UsageError)
})

describe.runIf(existsSync('/proc/self/fd'))('files are closed', () => {
  function openFiles(): string[] {
    return readdirSync('/proc/self/fd').flatMap((descriptor) => {
      try {
        const path = readlinkSync(`/proc/self/fd/${descriptor}`)
        return path.startsWith(directory) ? [path] : []
      } catch {
        return [] // closed since it was listed
      }
    })
  }

  test('after a run that went well', async () => {
    await run(planOf({ stages: [], to: [at('a.jsonl'), at('b.jsonl')] }))
    expect(openFiles()).toEqual([])
  })

  test('after a run that stopped early', async () => {
    await run({ inputs: [large()], pipeline: { stages: [head(1)], to: [at('a.jsonl')] } })
    expect(openFiles()).toEqual([])
  })

  test('after a run that failed', async () => {
    const inputs = [document('bad.xml', '<a></b>')]
    await failureOf({ inputs, pipeline: { stages: [], to: [at('a.jsonl'), at('b.jsonl')] } })
    expect(openFiles()).toEqual([])
  })
})

describe('a signal', () => {
  test('ends the run with its reason and leaves no file behind', async () => {
    const stop = new AbortController()
    const plan = { inputs: [large()], pipeline: { stages: [], to: [at('out.jsonl')] } }
    const reason = new Error('enough')
    setTimeout(() => stop.abort(reason), 20)
    expect(await failureOf(plan, stop.signal)).toBe(reason)
    expect(readdirSync(directory)).toEqual(['large.xml'])
  })

  test.each([
    ['a good input', () => document('a.xml', BUSES)],
    ['an input that is not well-formed', () => document('a.xml', '<a></b>')],
    ['a missing input', () => at('missing.xml')],
  ])('that was given before the start ends it before it reads %s', async (_, input) => {
    const reason = new Error('too late')
    const plan = { inputs: [input()], pipeline: { stages: [], to: [at('out.jsonl')] } }
    expect(await failureOf(plan, AbortSignal.abort(reason))).toBe(reason)
    expect(existsSync(at('out.jsonl'))).toBe(false)
  })

  test('that comes after the end changes nothing', async () => {
    const stop = new AbortController()
    await run(planOf({ stages: [], to: [at('out.jsonl')] }), { signal: stop.signal })
    stop.abort()
    expect(linesOf('out.jsonl')).toHaveLength(3)
  })
})

test('a warning says once which entities were unknown, in all inputs', async () => {
  const doctype = '<!DOCTYPE r SYSTEM "r.dtd">'
  const input = document('r.xml', `${doctype}<r><a>x&one;y&two;</a><a>&one;</a></r>`)
  const warnings: string[] = []
  const plan = { inputs: [input, input], pipeline: { stages: [], to: [at('out.jsonl')] } }
  await run(plan, { onWarning: (message) => warnings.push(message) })
  const lines = ['"x&one;y&two;"', '"&one;"']
  expect(linesOf('out.jsonl')).toEqual([...lines, ...lines])
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(
    '6 references to entities declared elsewhere, kept as written: &one; ×4, &two; ×2;',
  )
})

test('numbers of lines that JavaScript cannot hold are texts in columns too', async () => {
  const numbers = ['12345678901234567890', '1e400', '0.30000000000000000004']
  const input = document('a.jsonl', numbers.map((number) => `{"a":${number}}\n`).join(''))
  await run({ inputs: [input], records: true, pipeline: { stages: [], to: [at('a.arrow')] } })
  const rows = tableFromIPC(readFileSync(at('a.arrow'))).toArray()
  expect(rows.map(({ a }) => a)).toEqual(numbers)
})

test('what is declared around records is known where prefixes mean nothing', async () => {
  const input = document('p.xml', '<r xmlns:p="u"><bus p:x="1"><b>3</b></bus></r>')
  const pipeline = { stages: [], to: [at('a.xml')] }
  const mapping = { inner: ['a'] }
  await run({ inputs: [input], record: 'bus', namespaces: false, mapping, pipeline })
  expect(readFileSync(at('a.xml'), 'utf8')).toContain('xmlns:p="u"')
})
