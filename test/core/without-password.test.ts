import { expect, test } from 'vitest'
import { withoutPassword } from '../../src/core/without-password.ts'

test.each([
  ['postgres://me:secret@h:1/db?table=t', 'postgres://me@h:1/db?table=t'],
  ['postgres://me:se/cr?et@secret@h/db', 'postgres://me@h/db'],
  ['postgres://:secret@h/db', 'postgres://@h/db'],
  ['postgres://h/db?password=secret&table=t', 'postgres://h/db?table=t'],
  ['postgres://h/db?table=t&PASSWORD=secret', 'postgres://h/db?table=t'],
  ['postgres://h/db?password=secret', 'postgres://h/db'],
  ['postgres://me@h:1/db?table=t', 'postgres://me@h:1/db?table=t'],
  ['a:b@c.jsonl', 'a:b@c.jsonl'],
  ['exec:ssh me:x@h', 'exec:ssh me:x@h'],
])('%s is printed as %s', (text, shown) => {
  expect(withoutPassword(text)).toBe(shown)
})
