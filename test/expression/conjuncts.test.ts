import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { conjuncts } from '../../src/expression/conjuncts.ts'
import { compileExpression } from '../../src/expression/expression.ts'

/** The steps, as `test year >= 2020` and `ask author/name`. */
function stepsOf(expression: string): string[] {
  return conjuncts(expression).map((step) => {
    if (step.do === 'test') return `${step.field.join('/')} ${step.operator} ${step.value}`.trim()
    return `ask ${step.columns.map(({ name }) => name).join(', ')}`.trim()
  })
}

describe('an expression is lowered', () => {
  test.each<[string, string[]]>([
    ['title', ['title exists']],
    ['!title', ['title absent']],
    ['(author/name)', ['author/name exists']],
    ['lang == "en"', ['lang = en']],
    ['lang = "en"', ['lang = en']],
    ['lang != ""', ['lang !=']],
    ['@id == "007"', ['@id = 007']],
    ['year == 2020', ['year == 2020']],
    ['year = 2020.0', ['year == 2020']],
    ['year != 2020', ['year !== 2020']],
    ['year >= 2020', ['year >= 2020']],
    ['year < "2020.50"', ['year < 2020.50']],
    ['price > -0.5', ['price > -0.5']],
    ['price <= .5', ['price <= 0.5']],
    ['price < 1000000000000000000000', ['ask price']],
    ['a && b == "x" && c > 1', ['a exists', 'b = x', 'c > 1']],
    ['a && (b && !c)', ['a exists', 'b exists', 'c absent']],
    // what is no test is asked, in its place
    ['a && title ~ "^x" && c', ['a exists', 'ask title', 'c exists']],
    ['a || b', ['ask a, b']],
    ['!(a == "x")', ['ask a']],
    ['!!a', ['ask a']],
    ['(a || a/@b) && a', ['ask a, a/@b', 'a exists']],
    ['a == a', ['ask a']],
    ['a/b < c', ['ask a/b, c']],
    ['"en" == lang', ['ask lang']],
    ['2020 < year', ['ask year']],
    ['year + 1 > 2020', ['ask year']],
    ['-year < 0', ['ask year']],
    ['year > 2019 + 1', ['ask year']],
    ['size < 1e999', ['ask size']],
    ['1 == 1', ['ask']],
    ['a < "x"', ['ask a']],
    ['a == null', ['ask a']],
    ['a == true and not b', ['a = true', 'b absent']],
    ['a && lang in ("en", b/c)', ['a exists', 'ask lang, b/c']],
    ['contains(title, "x") && len(note) > 5', ['ask title', 'ask note']],
    ['if(a, b, default(c, d/@e)) == 1', ['ask a, b, c, d/@e']],
  ])('%s', (expression, steps) => {
    expect(stepsOf(expression)).toEqual(steps)
  })
})

test.each([
  '',
  'a &&',
  'a * 2 < "x"',
  'len(a',
  'f(a)',
  'date("x") > 1',
  'matches(a, b)',
  '"x"',
  'a && 1',
  'a ~ b',
  'a ~ "("',
  '(',
  '('.repeat(100_000),
])('%j is refused as it is when not lowered', (expression) => {
  const reason = reasonOf(compileExpression, expression)
  expect(reason).toBeInstanceOf(UsageError)
  expect(reasonOf(conjuncts, expression)).toEqual(reason)
})

function reasonOf(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text)
  } catch (error) {
    return error
  }
}

test('a question gets its fields under their paths', () => {
  const [step] = conjuncts('author/name == author/@id || title')
  expect(step).toMatchObject({
    do: 'ask',
    columns: [
      { name: 'author/name', field: ['author', 'name'] },
      { name: 'author/@id', field: ['author', '@id'] },
      { name: 'title', field: ['title'] },
    ],
  })
})
