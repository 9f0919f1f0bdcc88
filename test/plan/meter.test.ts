import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Measured } from '../../src/plan/meter.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-meter-'))
afterAll(() => rmSync(folder, { recursive: true }))

const A = join(folder, 'a.jsonl')
const B = join(folder, 'b.jsonl')
const is = (field: string, value: string) => ({
  stage: 'filter',
  argument: { field: [field], operator: '=', value },
})
const ROUTE = is('route', '22')
const NORTH = is('direction', 'North Bound')
const stage = (name: string, argument: number | null) => ({ stage: name, argument })

async function measured(pipeline: Pipeline, rest: Partial<Plan> = {}): Promise<Measured[]> {
  const plan = { inputs: ['fixtures/buses.xml'], record: 'bus', pipeline, ...rest }
  const { steps = [] } = await run(plan, { measure: true })
  return steps
}

/** Without reading, parsing and the end. */
async function counts(...of: Parameters<typeof measured>) {
  const steps = await measured(...of)
  return steps.slice(2, -1).map(({ in: before, out }) => [before, out])
}

describe.each(['kernel', 'sax'] as const)('with %s, a run that is measured', (engine) => {
  test('counts how many records came to each step and left it', async () => {
    expect(await counts({ stages: [ROUTE, NORTH], to: [A] }, { engine })).toEqual([
      [undefined, 863],
      [863, 24],
      [24, 16],
      [16, undefined],
    ])
  })

  test('counts the same of branches', async () => {
    const branches = [
      { stages: [stage('skip', 4)], to: [A] },
      { stages: [NORTH, stage('count', null)], to: [B] },
    ]
    expect(await counts({ stages: [ROUTE], branches }, { engine })).toEqual([
      [undefined, 863],
      [863, 24],
      [24, 20],
      [20, undefined],
      [24, 16],
      [16, 1],
      [1, undefined],
    ])
  })

  test('sums up its inputs', async () => {
    const inputs = ['fixtures/buses.xml', 'fixtures/buses.xml']
    const found = await counts({ stages: [NORTH, ROUTE], to: [A] }, { engine, inputs })
    expect(found.slice(1)).toEqual([
      [1726, 498],
      [498, 32],
      [32, undefined],
    ])
  })

  test('writes what it writes otherwise, and stops where it does', async () => {
    const pipeline = { stages: [stage('skip', 2), stage('head', 3)], to: [A, A, B] }
    const plan = { inputs: ['fixtures/buses.xml'], record: 'bus', engine, pipeline }
    const plain = await run(plan)
    const { steps, ...rest } = await run(plan, { measure: true })
    expect(rest).toEqual(plain)
    expect(steps?.find(({ step }) => step === 'head 3')).toMatchObject({ out: 3 })
  })
})

test('a record that is only judged counts at the tests that it passed', async () => {
  const stages = [NORTH, is('route', 'none'), stage('head', 9)]
  expect(await counts({ stages, to: [A] })).toEqual([
    [undefined, 863],
    [863, 249],
    [249, 0],
    [0, 0],
    [0, undefined],
  ])
})

test('times are those of the steps themselves, and together the whole', async () => {
  const start = performance.now()
  const branches = [
    { stages: [stage('skip', 2)], to: [A] },
    { stages: [], to: [B] },
  ]
  const steps = await measured({ stages: [ROUTE], branches }, { engine: 'sax' })
  const elapsed = (performance.now() - start) / 1000
  const sum = steps.reduce((total, { seconds = 0 }) => total + seconds, 0)
  expect(steps.every(({ seconds = 0 }) => seconds >= 0)).toBe(true)
  expect(sum).toBeLessThanOrEqual(elapsed)
  expect(sum).toBeGreaterThan(elapsed / 20) // the rest is waiting, of which a busy machine has more
})

test('a run that is not measured has no steps', async () => {
  const plan = { inputs: ['fixtures/buses.xml'], pipeline: { stages: [], to: [A] } }
  expect(await run(plan)).not.toHaveProperty('steps')
})
