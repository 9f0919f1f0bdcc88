import { describe, expect, test } from 'vitest'
import { Request } from '../../src/cli/request.ts'
import { UsageError } from '../../src/core/errors.ts'

describe('a request', () => {
  test('runs nothing special until it is asked', () => {
    const request = new Request()
    expect(request.command).toBe('run')
    expect(request.shows).toBeUndefined()
    expect(request.needsRecords).toBe(false)
    expect(request.plan).toEqual({ inputs: [], pipeline: { stages: [] } })
  })

  test('holds a plan that is plain JSON', () => {
    const request = new Request()
    request.addStage('filter', 'route=22')
    request.addStage('where', 'a == 1')
    request.addStage('select', 'a,b=c')
    request.addBranch()
    request.addStage('count', '')
    request.addDestination('a')
    expect(JSON.parse(JSON.stringify(request.plan))).toEqual(request.plan)
  })

  test('adds to the branch begun last', () => {
    const request = new Request()
    request.addStage('head', '1')
    request.addBranch()
    request.addStage('head', '2')
    request.addDestination('a')
    request.addDestination('b')
    request.addBranch()
    request.addStage('head', '3')
    expect(request.plan.pipeline).toEqual({
      stages: [{ stage: 'head', argument: 1 }],
      branches: [
        { stages: [{ stage: 'head', argument: 2 }], to: ['a', 'b'] },
        { stages: [{ stage: 'head', argument: 3 }] },
      ],
    })
  })

  test('adds to how a branch is written, before and after its destination', () => {
    const request = new Request()
    request.addBranch()
    request.addWriting('--format', { format: 'xml' })
    request.addDestination('a')
    request.addPrefix('__proto__', 'u')
    request.addPrefix('dc', 'v')
    request.addBranch()
    request.addDestination('b')
    const [first, second] = request.plan.pipeline.branches ?? []
    const prefixes = Object.fromEntries([
      ['__proto__', 'u'],
      ['dc', 'v'],
    ])
    expect(first).toEqual({ stages: [], to: ['a'], writing: { format: 'xml', prefixes } })
    expect(second).toEqual({ stages: [], to: ['b'] })
    expect(() => request.addWriting('--format', { format: 'csv' })).not.toThrow()
    expect(() => request.addWriting('--format', { format: 'csv' })).toThrow(UsageError)
  })

  test('does not share its plan with another one', () => {
    new Request().addStage('head', '1')
    expect(new Request().plan.pipeline.stages).toEqual([])
  })
})

describe('a request refuses', () => {
  test('a stage after a destination', () => {
    const request = new Request()
    request.addDestination('a')
    expect(() => request.addStage('head', '1')).toThrow(UsageError)
  })

  test('a destination without a name', () => {
    expect(() => new Request().addDestination('')).toThrow(UsageError)
  })

  test.each(['unknown', '', 'constructor', '__proto__'])('the unknown stage %j', (name) => {
    expect(() => new Request().addStage(name, '')).toThrow(UsageError)
  })

  test('an argument that the stage cannot understand', () => {
    expect(() => new Request().addStage('head', 'ten')).toThrow(UsageError)
  })
})
