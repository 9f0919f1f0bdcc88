import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { type Node, notUnderstood, parseExpression } from '../../src/expression/grammar.ts'

/** The tree with a pair of parentheses around everything that joins two. */
function written(node: Node): string {
  switch (node.type) {
    case 'text':
      return JSON.stringify(node.value)
    case 'number':
    case 'constant':
      return String(node.value)
    case 'field':
      return node.field.join('/')
    case 'not':
      return `!${written(node.operand)}`
    case 'minus':
      return `-${written(node.operand)}`
    case 'binary':
      return `(${written(node.left)} ${node.operator} ${written(node.right)})`
    case 'in':
      return `(${written(node.operand)} in ${node.among.map(written).join(' ')})`
    case 'call':
      return `${node.name}[${node.arguments.map(written).join(', ')}]`
  }
}

describe('precedence', () => {
  test.each([
    ['a || b && c', '(a || (b && c))'],
    ['a or b and not c == true', '(a || (b && !(c == true)))'],
    ['not a and not (b or c) in (1)', '(!a && !((b || c) in 1))'],
    ['a && b || c && d', '((a && b) || (c && d))'],
    ['(a || b) && c', '((a || b) && c)'],
    ['a || b || c', '((a || b) || c)'],
    ['a == 1 && b', '((a == 1) && b)'],
    ['a && b != 1', '(a && (b != 1))'],
    ['a < b + 1', '(a < (b + 1))'],
    ['a + b * c', '(a + (b * c))'],
    ['a * b + c', '((a * b) + c)'],
    ['(a + b) * c', '((a + b) * c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a - (b - c)', '(a - (b - c))'],
    ['a div b div c', '((a div b) div c)'],
    ['a * b % c', '((a * b) % c)'],
    ['a % b + c', '((a % b) + c)'],
    ['!a && b', '(!a && b)'],
    ['!(a && b)', '!(a && b)'],
    ['!!a', '!!a'],
    ['-a * b', '(-a * b)'],
    ['a - -b', '(a - -b)'],
    ['-(a + b)', '-(a + b)'],
    ['+a', 'a'],
    ['((a))', 'a'],
    ['a == b == c', '((a == b) == c)'],
    ['a in ("x", 5) && b', '((a in "x" 5) && b)'],
    ['!(a in("x"))', '!(a in "x")'],
    ['a + 1 in (2 + 3,b)', '((a + 1) in (2 + 3) b)'],
    ['a in ((b))', '(a in b)'],
    ['in in (in)', '(in in in)'],
    ['len(a) + 1', '(len[a] + 1)'],
    ['contains( lower(a) , "x" ) || b', '(contains[lower[a], "x"] || b)'],
    ['if (a && b, "x", (c))', 'if[(a && b), "x", c]'],
    ['concat("a", "b", "c")', 'concat["a", "b", "c"]'],
    ['slice(a, -3)', 'slice[a, -3]'],
    ['-len(a)', '-len[a]'],
    ['len == len(len)', '(len == len[len])'],
    ['year >= 2020 && (lang == "en" || !lang)', '((year >= 2020) && ((lang == "en") || !lang))'],
  ])('%s is read as %s', (text, tree) => {
    expect(written(parseExpression(text))).toBe(tree)
  })
})

describe('fields', () => {
  test.each([
    'a',
    '@id',
    '#text',
    'author/name',
    'author/@id',
    'a/#text',
    'dc:date',
    'ns:a/ns:b/@ns:c',
    'first-name',
    'a-b-c',
    'v1.2',
    '_private',
    'a_b',
    'été',
    '東京',
    'a·b',
    'div',
    'and',
    'not',
    'truth',
    'this',
    'constructor',
    '__proto__',
  ])('%s is a field', (text) => {
    expect(parseExpression(text)).toEqual({ type: 'field', field: text.split('/'), at: 0 })
  })

  test('a minus with white space before it is a minus', () => {
    expect(written(parseExpression('a - b'))).toBe('(a - b)')
    expect(written(parseExpression('a -b'))).toBe('(a - b)')
    expect(written(parseExpression('a-b'))).toBe('a-b')
  })

  test('div is a field where a value is expected', () => {
    expect(written(parseExpression('div div div'))).toBe('(div div div)')
    expect(written(parseExpression('divisor div dividend'))).toBe('(divisor div dividend)')
    expect(written(parseExpression('a div(b)'))).toBe('(a div b)')
  })

  test.each([
    ['a=b', '(a = b)'],
    ['a==b', '(a == b)'],
    ['a!=b', '(a != b)'],
    ['a<b', '(a < b)'],
    ['a>=b', '(a >= b)'],
    ['a~"b"', '(a ~ "b")'],
    ['a&&b||c', '((a && b) || c)'],
    ['a*b', '(a * b)'],
    ['a+b', '(a + b)'],
    ['\n a\t==\n b ', '(a == b)'],
  ])('white space around other operators is free: %j', (text, tree) => {
    expect(written(parseExpression(text))).toBe(tree)
  })
})

describe('literals', () => {
  test.each([
    ['"two words"', 'two words'],
    ["'two words'", 'two words'],
    ['""', ''],
    ['"it\'s"', "it's"],
    ['\'say "x"\'', 'say "x"'],
    ['"\\""', '"'],
    ['"\\\\d"', '\\d'],
    ['"^\\d+\\.$"', '^\\d+\\.$'], // a backslash is one, as a regular expression needs it
    ['"a \\"b\\" \\\\ c"', 'a "b" \\ c'],
    ['"a && b"', 'a && b'],
    ['"(, ;"', '(, ;'],
    ['"🚌"', '🚌'],
  ])('%s is text', (text, value) => {
    expect(parseExpression(text)).toEqual({ type: 'text', value, at: 0 })
  })

  test.each([
    ['0', 0],
    ['22', 22],
    ['2.5', 2.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1.5E-1', 0.15],
    ['007', 7],
  ])('%s is a number', (text, value) => {
    expect(parseExpression(text)).toEqual({ type: 'number', value, at: 0 })
  })
})

describe('places', () => {
  test.each([
    ['a == b', [0, 5]],
    ['  a  ==  "x"', [2, 9]],
    ['(a) == (b)', [1, 8]],
  ])('the sides of %j stand at %j', (text, places) => {
    const node = parseExpression(text)
    if (node.type !== 'binary') throw new Error(`read as ${node.type}`)
    expect([node.left.at, node.right.at]).toEqual(places)
  })

  test.each([
    ['!a', 0],
    ['! a', 0],
    ['  -  a', 2],
    ['!(a)', 0],
    ['  len(a)', 2],
    ['  a in ("b")', 2],
  ])('%j begins at %d', (text, at) => {
    expect(parseExpression(text).at).toBe(at)
  })
})

describe('what cannot be understood', () => {
  test.each([
    ['', 1, 'expected a condition'],
    ['  ', 1, 'expected a condition'],
    ['()', 1, 'expected a condition'],
    ['a b', 3, 'expected an operator'],
    ['a "b"', 3, 'expected an operator'],
    ['a 1', 3, 'expected an operator'],
    ['a xor b', 3, 'expected an operator'],
    ['a LIKE "b%"', 3, 'expected an operator; for like write ~ "REGEX", or contains(a, b)'],
    ['a is null', 3, 'expected an operator; for is write == null or != null'],
    ['a & b', 3, 'expected an operator'],
    ['a!b', 2, 'expected an operator'],
    ['a/', 2, 'expected an operator'],
    ['a[0]', 2, 'expected an operator'],
    ['(a b)', 4, 'expected an operator'],
    ['a divb', 3, 'expected an operator'],
    ['a == ', 6, 'expected expression after =='],
    ['a === b', 5, 'expected expression after =='],
    ['a <> b', 4, 'expected expression after <'],
    ['== a', 1, 'unexpected "="'],
    ['/a', 1, 'unexpected "/"'],
    ['a)', 2, 'unexpected ")"'],
    ['(a', 3, 'unclosed ('],
    ['a == [1]', 6, 'unexpected "["'],
    ['a == {}', 6, 'unexpected "{"'],
    ['a = "x', 5, 'text not closed'],
    ['year > 20th', 10, 'variable names cannot start with a number (20t)'],
    ['a > 1.2.3', 8, 'unexpected period'],
    ['a > 1e', 7, 'expected exponent (1e)'],
    ['-', 2, 'expected a value after -'],
    ['f(a)', 1, 'unknown function "f": did you mean if?'],
    ['conains(a, "b")', 1, 'unknown function "conains": did you mean contains?'],
    ['a && startswith (a, "b")', 6, 'unknown function "startswith": did you mean startsWith?'],
    ['contains(a)', 1, 'expected contains(text, part), found 1 value'],
    ['a && contains(a, b, c)', 6, 'expected contains(text, part), found 3 values'],
    ['len()', 1, 'expected len(text), found 0 values'],
    ['slice(a)', 1, 'expected slice(text, from, to?), found 1 value'],
    ['default(a)', 1, 'expected default(value, other value…), found 1 value'],
    ['1 + round(a, 1, 2)', 5, 'expected round(number, digits?), found 3 values'],
    ['len(a', 6, 'unclosed ('],
    ['len(a b)', 7, 'expected "," or ")"'],
    ['len(a; b)', 6, 'expected "," or ")"'],
    ['len(a ? b : c)', 7, 'expected "," or ")"'],
    ['contains(a, )', 13, 'expected a value'],
    ['contains(, a)', 10, 'expected a value'],
    ['contains(a == , b)', 15, 'expected expression after =='],
    ['a in', 3, 'expected an operator'],
    ['a in b', 6, 'expected a list after in, as in ("en", "de")'],
    ['a in "b"', 6, 'expected a list after in, as in ("en", "de")'],
    ['a in ()', 6, 'expected a list after in, as in ("en", "de")'],
    ['a in ("b"', 10, 'unclosed ('],
    ['a in ("b" "c")', 11, 'expected "," or ")"'],
    ['a in ("b",)', 11, 'expected a value'],
    ['a == ("b", "c")', 10, 'unexpected ","'],
    ['in ("b")', 1, 'unknown function "in": did you mean if?'],
  ])('%j, column %d: %s', (text, column, fact) => {
    expect(() => parseExpression(text)).toThrow(UsageError)
    expect(() => parseExpression(text)).toThrow(`expression, column ${column}: ${fact}\n`)
  })

  test.each(['a/b', 'constructor', '__proto__'])(
    'a function that resembles none is answered with all: %s',
    (name) => {
      expect(() => parseExpression(`${name}(a)`)).toThrow(
        `unknown function "${name}"; there are contains, startsWith, `,
      )
    },
  )

  test.each([
    ['a, b', 2],
    ['a; b', 2],
    [',a', 1],
    ['a,', 2],
    ['a;', 2],
    ['(a,)', 3],
    ['a && b,', 7],
  ])('a comma or semicolon joins nothing: %j, column %d', (text, column) => {
    expect(() => parseExpression(text)).toThrow(`expression, column ${column}: `)
  })

  test.each([
    ['a && $b', 6],
    ['a == €', 6],
    ['a ? b : c', 3],
    ['a && (b)(c)', 9],
    ['a && (b).c', 9],
  ])('the column is that of what is unexpected: %j, column %d', (text, column) => {
    expect(() => parseExpression(text)).toThrow(`expression, column ${column}: `)
  })

  test('the message shows the expression and points into it', () => {
    expect(notUnderstood('a ==\n\tb', 'no', 6).message).toBe(
      ['expression, column 7: no', '  a ==  b', '        ^'].join('\n'),
    )
  })
})
