// Checks that the names every object has are ordinary names, wherever a document has them.

import { describe, expect, it } from 'vitest'
import { ENGINES, everyCut } from '../engine/every-cut.ts'

const NAMES = [...Object.getOwnPropertyNames(Object.prototype), 'prototype']

describe.each(Object.entries(ENGINES))('the %s engine', (_, engine) => {
  it.each(NAMES)('takes %s for an ordinary name', (name) => {
    const { events, error } = everyCut(
      engine,
      `<!DOCTYPE a [<!ENTITY ${name} "text">]><${name} ${name}="1">&${name};<?${name} data?></${name}>`,
    )
    expect(error).toBeUndefined()
    expect(events).toEqual([
      `<${name}>`,
      `@${name}="1"`,
      '"text"',
      `<?${name} data?>`,
      `</${name}>`,
    ])
  })

  it.each(NAMES)('has no entity %s of its own', (name) => {
    expect(everyCut(engine, `<a>&${name};</a>`).error?.fact).toContain('not declared')
    expect(everyCut(engine, `<a b="&${name};"/>`).error?.fact).toContain('not declared')
  })

  it.each(NAMES)('has no prefix %s of its own', (name) => {
    expect(everyCut(engine, `<${name}:a/>`).error?.fact).toContain('not declared')
    const { events } = everyCut(engine, `<${name}:a xmlns:${name}="uri" ${name}:b=""/>`)
    expect(events).toEqual([
      `<${name}:a {uri}>`,
      expect.stringContaining(`@xmlns:${name}`),
      `@${name}:b {uri}=""`,
      `</${name}:a {uri}>`,
    ])
  })

  it('leaves what every object has as it was', () => {
    const before = Object.getOwnPropertyDescriptors(Object.prototype)
    for (const name of NAMES) everyCut(engine, `<${name} ${name}="1"/>`)
    expect(Object.getOwnPropertyDescriptors(Object.prototype)).toEqual(before)
  })
})
