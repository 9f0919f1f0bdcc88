// Checks docs/expressions.md against the functions that there are, and what they give.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileValues } from '../../src/expression/expression.ts'
import { FUNCTIONS, signatureOf } from '../../src/expression/functions.ts'
import type { Value } from '../../src/record/record.ts'

const page = readFileSync('docs/expressions.md', 'utf8')
const record = JSON.parse(/```json\n(.*)\n```/.exec(page)?.[1] ?? '') as Value
const rows = [...page.matchAll(/^\|(.*)\| `(.*)` \| `?(.*?)`? \|$/gm)].map(
  ([, about = '', example = '', gives = '']) => ({ about, example, gives }),
)

describe('the page of expressions', () => {
  test.each(rows)('$example gives $gives', ({ example, gives }) => {
    const [first, ...others] = compileValues(example)(record)
    const value = others.length > 0 ? [first, ...others] : first
    expect(JSON.stringify(value) ?? 'nothing').toBe(gives)
  })

  test('has every function, in order, with its arguments', () => {
    const described = rows.flatMap(({ about }) => /^ `(.*?)`/.exec(about)?.[1] ?? [])
    expect(described).toEqual([...FUNCTIONS.keys()].map(signatureOf))
  })
})

test.each(['number(x)', 'number(x) * 1', 'round(x, 2)', 'round(y, 5)'])(
  '%s gives nothing where a double cannot hold it',
  (text) => {
    expect(compileValues(text)({ x: '1e400', y: '1e308' })).toEqual([])
  },
)
