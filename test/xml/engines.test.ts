import { expect, it } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { createEngine, ENGINE_NAMES, type EngineName, engineFor } from '../../src/xml/engines.ts'
import type { Tape } from '../../src/xml/tape.ts'

const target = { send: (_: Tape) => true, close() {}, throw() {}, done: false }

it.each(ENGINE_NAMES)('%s is an engine', (name) => {
  const engine = createEngine(name, target)
  expect(engine.write(Buffer.from('<a/>'))).toBe(true)
  engine.end()
})

it('what is lenient is read by the engine that can be', () => {
  expect(engineFor({})).toBe('kernel')
  expect(engineFor({ lenient: true })).toBe('sax')
  expect(() => createEngine('sax', target, { lenient: true })).not.toThrow()
  expect(() => createEngine('kernel', target, { lenient: true })).toThrow(
    new UsageError('engine not lenient: "kernel", only "sax" is'),
  )
})

it.each(['expat', 'constructor', '__proto__', ''])('%j is no engine', (name) => {
  expect(() => createEngine(name as EngineName, target)).toThrow(
    new UsageError(`engine not known: "${name}"`),
  )
})
