// A record that a filter is likely to refuse is read twice if it passes: that must not show.

import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { type Outcome, written } from './written.ts'

const ROUTE_22: Plan = {
  inputs: [],
  record: 'bus',
  pipeline: {
    stages: [{ stage: 'filter', argument: { field: ['route'], operator: '=', value: '22' } }],
  },
}

const EVERY_RECORD: Plan = { ...ROUTE_22, pipeline: { stages: [] } }

const bus = (route: number, more = '') => `<bus><id>1</id><route>${route}</route>${more}</bus>\n`
const REFUSED = bus(1)
const PASSED = bus(22)

/** What comes of a document, however it is cut. */
async function everyOutcome(document: string, sizes: number[], plan: Plan = ROUTE_22) {
  const outcomes = await Promise.all(sizes.map((size) => written(plan, [document], size)))
  const [first, ...others] = outcomes as [Outcome, ...Outcome[]]
  for (const other of others) expect(other).toEqual(first)
  return first
}

test.each([
  ['a tag of another name', '<a></b>'],
  ['an entity that is not declared', '<a>&b;</a>'],
  ['the end of CDATA in text', '<a>]]></a>'],
  ['a character that XML does not allow', '<a>\u0001</a>'],
  ['its early end', '<a><![CDATA[x]]'],
])('an error is found where it is: %s', async (_, wrong) => {
  for (const before of [[REFUSED], [PASSED], [REFUSED, PASSED], [PASSED, PASSED, REFUSED]]) {
    for (const record of [wrong, `<bus>\n${wrong}`, `<bus><route>22</route>\n<c>${wrong}`]) {
      const document = `<r>\n${before.join('')}${record}`
      const sizes = Array.from({ length: document.length }, (_, i) => i + 1)
      const { error } = await everyOutcome(document, sizes)
      expect(error).toBeDefined()
      expect(error).toBe((await written(EVERY_RECORD, [document], 100_000)).error)
    }
  }
})

test('a record may be longer than what is kept of it', async () => {
  const children = '<a>one<!-- and --></a>\n<b c="2"><![CDATA[<two>]]></b>'.repeat(30_000)
  for (const document of [REFUSED, PASSED].map((before) => `<r>${before}${PASSED}`)) {
    const long = `${bus(1, children)}${bus(22, children)}${REFUSED}${bus(22, children)}${PASSED}`
    const sizes = [5000, 65_536, 10_000_000]
    const whole = `${document}${long}</r>`
    const outcome = await everyOutcome(whole, sizes)
    expect(outcome).toEqual(await written({ ...ROUTE_22, engine: 'sax' }, [whole], 100_000))
    expect(outcome.sinks['-']?.length).toBeGreaterThan(children.length)
  }
})

test('what entities add to a record counts once', async () => {
  const entities = '<!ENTITY a "0123456789"><!ENTITY b "<c>&a;</c>">'
  const records = [REFUSED, bus(22, '&a;&b;'), bus(1, '&a;&b;'), bus(22, '&a;&b;'), REFUSED]
  const document = `<!DOCTYPE r [${entities}]><r>${records.join('')}</r>`
  const added = 3 * (10 + '<c>&a;</c>'.length + 10)
  const limited = (expansion: number) =>
    everyOutcome(document, [1, 7, 1000], { ...ROUTE_22, limits: { expansion } })
  expect(await limited(added)).not.toHaveProperty('error')
  expect(await limited(added - 1)).toHaveProperty('error')
})

test('what is declared for the element of a record counts once, too', async () => {
  const value = 'x'.repeat(100)
  const subset = `<!DOCTYPE r [<!ATTLIST bus a CDATA "${value}">]>`
  const document = `${subset}<r>${REFUSED}${PASSED}${REFUSED}${PASSED}</r>`
  const added = 4 * (1 + value.length)
  const limited = (expansion: number) =>
    everyOutcome(document, [1, 7, 1000], { ...ROUTE_22, limits: { expansion } })
  expect(await limited(added)).not.toHaveProperty('error')
  expect(await limited(added - 1)).toHaveProperty('error')
})

test('records may come from an entity', async () => {
  const document = `<!DOCTYPE r [<!ENTITY a "${PASSED}${REFUSED}">]><r>${REFUSED}&a;${PASSED}&a;</r>`
  const outcome = await everyOutcome(document, [1, 3, 1000])
  expect(outcome.sinks['-']?.match(/22/g)).toHaveLength(3)
})

test('the limit of a record that is long does not depend on the cuts', async () => {
  const long = bus(1, '<a>one</a>'.repeat(110_000))
  const plan = { ...ROUTE_22, limits: { record: 100_000 } }
  for (const before of [REFUSED, PASSED]) {
    const { error } = await everyOutcome(`<r>${before}${long}</r>`, [5000, 10_000_000], plan)
    expect(error).toContain('--max-record')
  }
})

test('a record that is refused is not beyond its limit in silence, whatever came before it', async () => {
  const plan = { ...ROUTE_22, limits: { record: 100 } }
  const grown = '<a/><b/>'.repeat(7) // null,null,… is longer
  for (const before of ['', REFUSED, PASSED]) {
    const { error } = await everyOutcome(`<r>${before}${bus(1, grown)}</r>`, [1, 7, 1000], plan)
    expect(error).toContain('--max-record')
  }
  const short = `<r>${REFUSED}${REFUSED}${PASSED}</r>`
  expect(await everyOutcome(short, [1, 7, 1000], plan)).not.toHaveProperty('error')
})
