import { expect, test } from 'vitest'
import { LastLines } from '../../src/process/last-lines.ts'

function last(...pieces: string[]): string {
  const lines = new LastLines()
  for (const piece of pieces) lines.add(Buffer.from(piece))
  return lines.text
}

test.each([
  [[], ''],
  [['one\n'], 'one'],
  [['on', 'e\ntw', 'o'], 'one; two'],
  [['\n\n  a \r\n\n'], 'a'],
  [['1\n2\n3\n4\n'], '2; 3; 4'],
])('of %j are %j', (pieces, text) => {
  expect(last(...pieces)).toBe(text)
})

test('are short, however much there was', () => {
  const text = last(...Array.from({ length: 100 }, () => 'x'.repeat(10_000)))
  expect(text).toBe('x'.repeat(400))
})
