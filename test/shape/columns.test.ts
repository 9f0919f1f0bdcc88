import { expect, test } from 'vitest'
import { shapeColumns } from '../../src/shape/columns.ts'
import { inferred } from './inferred.ts'

test('there is a column for each value, a dictionary gives its own, an array is one', () => {
  const document = `<l>
    <i id="1"><a><b>0.5</b><c x="1">y</c></a><d>1</d><d>2</d><e/></i>
    <i id="2"><e>true</e><a><c>z</c></a></i>
  </l>`
  const columns = shapeColumns(inferred([document])).map(({ name, type }) => `${name} ${type}`)
  expect(columns).toEqual([
    '@id integer',
    'a/b number',
    'a/c text',
    'a/c/@x integer',
    'a/c/#text text',
    'd json',
    'e boolean',
  ])
})
