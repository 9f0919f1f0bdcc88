import { expect, test } from 'vitest'
import { readShellLine } from '../../../src/cli/complete/shell-line.ts'

test.each([
  ['cosax a.xml ', ['cosax', 'a.xml', ''], ''],
  ['cosax a\\ b', ['cosax', 'a b'], ''],
  [`cosax 'a b' "c \\" d`, ['cosax', 'a b', 'c " d'], '"'],
  [`cosax -r 'a|b`, ['cosax', '-r', 'a|b'], "'"],
  [`cosax 'a\\' b`, ['cosax', 'a\\', 'b'], ''],
  [`cosax ''`, ['cosax', ''], ''],
  ['zcat a.gz | cosax -r ', ['cosax', '-r', ''], ''],
  ['cd x && cosax --en', ['cosax', '--en'], ''],
  ['cosax a\\', ['cosax', 'a'], ''],
])('%s', (line, words, quote) => {
  expect(readShellLine(line)).toEqual({ words, quote })
})
