import { expect, test } from 'vitest'
import { check, LimitError, parse, records, run, UsageError } from '../src/index.ts'

const nowhere = { done: false, send: () => true, close() {}, throw() {} }

function thrown(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
}

test('errors of the library speak of options', async () => {
  const error = thrown(() => check('<a><b/></a>', { limits: { depth: 1 } })) as LimitError
  expect(error).toBeInstanceOf(LimitError)
  expect(error.message).toBe('input:1:4: more than 1 elements open: raise limits.depth')
  expect(error.fact).toBe('more than 1 elements open: raise limits.depth')
  const mapping = { attributes: 'drop', attributePrefix: '$' } as const
  expect(thrown(() => records('<a/>', { mapping }))).toEqual(
    new UsageError('mapping.attributePrefix: does not go with mapping.attributes drop'),
  )
  const plan = { inputs: [], maxErrors: 5, pipeline: { stages: [] } }
  await expect(run(plan)).rejects.toThrow(
    'maxErrors: needs onError skip or onError quarantine=FILE',
  )
})

test('so do its warnings', () => {
  const warnings: string[] = []
  const onWarning = (message: string) => warnings.push(message)
  parse('<!DOCTYPE a SYSTEM "a.dtd"><a>&uuml;</a>', nowhere, { onWarning })
  expect(warnings.length).toBe(1)
  expect(warnings.join()).not.toContain('--')
})
