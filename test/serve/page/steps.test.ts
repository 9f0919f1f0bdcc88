// Checks the tree that the page draws of a pipeline, and what it says of each edge.

import { describe, expect, test } from 'vitest'
import {
  breadth,
  facts,
  flowTo,
  heldWords,
  type Step,
  stepsOf,
} from '../../../src/serve/page/steps.ts'
import type { PipelineRow } from '../../../src/serve/status.ts'
import { BRANCHED, exampleStatus, STRAIGHT } from '../example-status.ts'

/** `0 (1) (2 3)`: steps in turn, each branch in parentheses. */
function drawn(steps: Step[]): string {
  if (steps.length > 1) return steps.map((step) => `(${drawn([step])})`).join(' ')
  return steps.map(({ index, next }) => `${index} ${drawn(next)}`.trim()).join('')
}

describe('steps', () => {
  test('follow one another', () => {
    expect(drawn(stepsOf(STRAIGHT))).toBe('0 1 2 3 4 5')
    expect(breadth(stepsOf(STRAIGHT))).toBe(1)
  })

  test('fork where several receive from one', () => {
    expect(drawn(stepsOf(BRANCHED))).toBe('0 1 2 (3 4) (5 6 7) (8 9)')
    expect(breadth(stepsOf(BRANCHED))).toBe(3)
  })

  test('fork again inside a branch', () => {
    const rows = [undefined, 0, 0, 2, 2].map((from) => rowFrom(from))
    expect(drawn(stepsOf(rows))).toBe('0 (1) (2 (3) (4))')
    expect(breadth(stepsOf(rows))).toBe(3)
  })

  test('may be none', () => {
    expect(stepsOf([])).toEqual([])
    expect(breadth([])).toBe(0)
  })
})

function rowFrom(from?: number): PipelineRow {
  return { kind: 'stage', what: '', held: 0, ...(from === undefined ? {} : { from }) }
}

test('an edge says how many bytes, then how many records come a second', () => {
  const { pipeline } = exampleStatus(0, 1, BRANCHED)
  expect(
    pipeline.map((_, index) => flowTo(pipeline, index, 5000).text.replace('\u00a0', ' ')),
  ).toEqual([
    '5.00 kB/s',
    '5.00 kB/s',
    '5.00 kB/s',
    '1,000 records/s',
    '1,000 records/s',
    '2,000 records/s',
    '2,000 records/s',
    '2,000 records/s',
    '9,000 records/s',
    '40 records/s',
  ])
})

test('an edge of a step that does not count has what left the one before', () => {
  const rows = [{ ...rowFrom(), outRate: 7 }, rowFrom(0)]
  expect(flowTo(rows, 1, 0)).toEqual({ text: '7 records/s', flows: true })
  expect(flowTo([{ ...rowFrom(), outRate: 0 }, rowFrom(0)], 1, 9).flows).toBe(false)
})

test('a step says what came, what left, and where it runs', () => {
  expect(facts({ ...rowFrom(), in: 9000, out: 1, place: 'in the kernel' })).toBe(
    '9,000 in · 1 out · in the kernel',
  )
  expect(facts(rowFrom())).toBe('')
})

test('who waits is said in words', () => {
  expect([0, 1, 1200].map(heldWords)).toEqual([
    '',
    '1 client waits here',
    '1,200 clients wait here',
  ])
})
