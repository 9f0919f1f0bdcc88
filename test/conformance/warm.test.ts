// The warm law: what is not well-formed is refused after good rows of the same names as it is without them, in every
// way of reading.

import { describe, expect, it } from 'vitest'
import type { PlannedStage } from '../../src/plan/plan.ts'
import { inPieces, type Options } from '../engine/every-cut.ts'
import { written } from '../plan/written.ts'
import { warmFaults } from './warm-faults.ts'
import { asCheck, asEvents, asLines, type Found, LINES, PROGRAMS, selected } from './ways.ts'

/** How a document may be read. */
function* ways(options: Options): Generator<[way: string, read: (pieces: Uint8Array[]) => Found]> {
  yield ['check', (pieces) => asCheck(pieces, options)]
  for (const record of ['/*', '/*/*', '/*/*/*', '//a']) {
    yield [`${record} as events`, (pieces) => asEvents(pieces, record, options)]
    for (const [name, program] of Object.entries(PROGRAMS)) {
      yield [`${record} for ${name}`, (pieces) => asLines(pieces, record, options, program)]
    }
  }
}

describe('a fault after good rows', () => {
  it('is found as it is without them, where it is', () => {
    const wrong: string[] = []
    let turn = 0
    for (const { cold, warm, warmth, limits } of warmFaults([
      0, 1, 7, 15, 16, 17, 40, 56, 57, 58, 63, 64, 65, 130,
    ])) {
      const expected = asEvents([Buffer.from(cold)], '/*', { limits })
      const said = `${expected.fact} at ${expected.offset} in ${expected.path}`
      expect(expected.fact, cold).toBeDefined()
      for (const [way, read] of ways({ limits })) {
        if (++turn % 3) continue // each way comes to each row and to each fault
        for (const size of turn % 8 ? [1e9] : [1e9, 7]) {
          const { fact, offset = 0, path } = read(inPieces(Buffer.from(warm), size))
          const found = `${fact} at ${offset - warmth} in ${path}`
          if (found !== said) wrong.push(`${way} by ${size}: ${found}, not ${said}: ${cold}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 600_000)
})

it.each(['<a b="1"/>', '<a b="1" c="2"/>', '<a>1</a>', '<a/>'])(
  'a second root is refused that is like the first: %s',
  (root) => {
    for (const record of ['/*', '//a', '*']) {
      for (const [name, program] of Object.entries(PROGRAMS)) {
        const { fact, offset } = asLines([Buffer.from(root.repeat(3))], record, {}, program)
        expect([fact, offset], name).toEqual(['second root element: <a>', root.length])
      }
    }
  },
)

it.each([
  '<a>1</a>',
  '<a/>',
  '<a>1</a><a>2</a>',
  '<n>1</n><a>1</a>',
  '<a><n>1</n></a>',
  'x<a>1</a>',
])('a declared attribute is in every element, however many came before: %s', (content) => {
  const document = `<!DOCTYPE r [<!ATTLIST a b CDATA "7">]><r>${`<m>${content}</m>`.repeat(4)}</r>`
  for (const program of [LINES, selected(['a', '@b']), selected(['a'])]) {
    const { fault, lines } = asLines([Buffer.from(document)], '/*/*', {}, program)
    expect(fault).toBe('none')
    expect(lines.join('').split('"7"').length).toBe(document.split('<a').length)
  }
})

describe('a field of the name that --with-name gives', () => {
  const STAGES: Record<string, PlannedStage[]> = {
    whole: [],
    'for a field': [{ stage: 'select', argument: [{ name: 'n', field: ['n'] }] }],
    'judged first': [{ stage: 'filter', argument: { field: ['n'], operator: '=', value: 'none' } }],
  }
  const CONTENTS = [
    '<n>1</n><a>1</a>',
    '<n>1</n><a b="1"/>',
    '<n b="1"/><a b="1"/><n>1</n>',
    '<n>1</n>x<a>1</a>',
    '<n>1</n><a><n>1</n></a>',
    '<n>1</n><a/>',
  ]
  it.each(Object.entries(STAGES))('is found after others: %s', async (_, stages) => {
    for (const content of CONTENTS) {
      // names met where there is no record
      const document = `<r>${`<o>${content}</o>`.repeat(3)}<m>${content}</m></r>`
      const plan = { inputs: [], record: 'm', withName: 'a', pipeline: { stages } }
      const { error } = await written(plan, [document], 1e9)
      expect(error, content).toContain('<m> already has a field of that name')
    }
  })
})
