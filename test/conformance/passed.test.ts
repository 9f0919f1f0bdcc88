// What is skipped because it is not wanted is not taken for what is wanted.

import { expect, it } from 'vitest'
import { asLines, selected } from './ways.ts'

it.each([
  '<z><y><b q="1">2</b></y></z>',
  '<z>x<y>x&#65;<b>2</b></y></z>',
  '<z><c>1</c><y>1<b q="1">2</b></y></z>',
])('a field is not found in another place as deep as its own: %s', (other) => {
  const row = `<m><a><k><b>1</b></k></a>${other}</m>`
  const bytes = Buffer.from(`<r>${row.repeat(4)}</r>`)
  const { lines } = asLines([bytes], '/*/*', {}, selected(['a', 'k', 'b']))
  expect(lines.join('')).toBe('{"a/k/b":"1"}\n'.repeat(4))
})
