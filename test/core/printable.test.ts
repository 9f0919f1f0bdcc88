import { expect, test } from 'vitest'
import { printable, visible } from '../../src/core/printable.ts'

test.each([
  ['\0', '\\u0000'],
  ['\x07', '\\u0007'],
  ['\b', '\\u0008'],
  ['\t', '\\u0009'],
  ['\v', '\\u000b'],
  ['\r', '\\u000d'],
  ['\x1b', '\\u001b'],
  ['\x1f', '\\u001f'],
  ['\x7f', '\\u007f'],
  ['\x80', '\\u0080'],
  ['\x9b', '\\u009b'],
  ['\x9f', '\\u009f'],
  ['\u061c', '\\u061c'],
  ['\u200e', '\\u200e'],
  ['\u200f', '\\u200f'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
  ['\u202a', '\\u202a'],
  ['\u202e', '\\u202e'],
  ['\u2066', '\\u2066'],
  ['\u2069', '\\u2069'],
])('the control character %j is shown as its code, wherever it stands', (character, code) => {
  expect(printable(`${character}a${character}${character}b`)).toBe(`${code}a${code}${code}b`)
})

test.each(['', 'plain', 'é 漢 😀 👩‍🚀', '\u00a0', ' \u2027 \u202f ', '\\u001b', 'a "b" <c>'])(
  '%j is shown as it is',
  (text) => expect(printable(text)).toBe(text),
)

test.each([
  ['\ufeff', '\\ufeff'],
  ['\u200b', '\\u200b'],
  ['\u00a0', '\\u00a0'],
  ['\u00ad', '\\u00ad'],
  ['\u2003', '\\u2003'],
  ['\u202e', '\\u202e'],
  ['\u2060', '\\u2060'],
  ['\u3000', '\\u3000'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['\x1b', '\\u001b'],
])('%j, which is invisible, is shown as its code in messages', (character, code) => {
  expect(visible(`a ${character}b`)).toBe(`a ${code}b`)
})

test.each(['', 'plain', 'é 漢 😀', 'a "b" <c>'])('%j is shown as it is in messages', (text) =>
  expect(visible(text)).toBe(text),
)
