import { expect, it } from 'vitest'
import { ENGINE_NAMES, engineFor } from '../../src/engine/engine.ts'
import type { Tape } from '../../src/engine/tape.ts'
import { createEngine } from '../../src/reading/engines.ts'

const target = { send: (_: Tape) => true, close() {}, throw() {}, done: false }

it.each(ENGINE_NAMES)('%s is an engine', (name) => {
  const engine = createEngine(name, target)
  expect(engine.write(Buffer.from('<a/>'))).toBe(true)
  engine.end()
})

it('what is lenient is read by the engine that can be', () => {
  expect(engineFor({})).toBe('kernel')
  expect(engineFor({ lenient: true })).toBe('sax')
})
