import { describe, expect, it } from 'vitest'
import { DoctypeEnd } from '../../src/dtd/doctype-end.ts'
import { many } from './read.ts'

/** Where the declaration ends, with the bytes in pieces of these lengths and the rest. */
function endOf(bytes: Uint8Array, ...lengths: number[]): number {
  const end = new DoctypeEnd()
  let start = 0
  for (const length of [...lengths, bytes.length]) {
    const found = end.find(bytes.subarray(start, start + length))
    if (found >= 0) return start + found
    start += length
  }
  return -1
}

const DECLARATIONS = [
  [' a>'],
  [' a SYSTEM "x>y">'],
  [" a PUBLIC '-//x//' \"it's >\">"],
  [' a[]>'],
  [' a [ ] >'],
  [' a SYSTEM "[" [ ] >'],
  [' a [<!ELEMENT a ANY>]>'],
  [' a [<!ENTITY b "]>">]>'],
  [" a [<!ENTITY b ']>'>]>"],
  [' a [<!ENTITY b \'"\'><!ENTITY c "\'">]>'],
  [' a [<!ENTITY b "<!-- ">]>'],
  [' a [<!ENTITY % b "<?">%b;]>'],
  [' a [<!ATTLIST a b CDATA "]>">]>'],
  [" a [<!-- it's ]> -->]>"],
  [' a [<!-- " -->]>'],
  [' a [<!---->]>'],
  [' a [<!-- - -> ]> -->]>'],
  [" a [<?b it's ]> ?>]>"],
  [' a [<?b " ?>]>'],
  [' a [<?b ??>]>'],
  [' a [<?b?>]>'],
  [' a [<?b <!-- ?>]>'],
  [' ä [<!ENTITY ö "]>ü]>😀">\n%p;\r\n] >'],
]

describe('the end of a document type declaration', () => {
  it.each(DECLARATIONS)('is found whole, byte by byte and at every cut: %s', (declaration) => {
    const bytes = Buffer.from(`${declaration}<a>]></a>`)
    const expected = Buffer.byteLength(declaration)
    expect(endOf(bytes)).toBe(expected)
    expect(endOf(bytes, ...Array.from(bytes, () => 1))).toBe(expected)
    for (let cut = 0; cut <= bytes.length; cut++) expect(endOf(bytes, cut)).toBe(expected)
  })

  it.each(DECLARATIONS)('is not found before it: %s', (declaration) => {
    const bytes = Buffer.from(declaration)
    expect(endOf(bytes.subarray(0, -1))).toBe(-1)
  })

  it('may be in a piece of its own', () => {
    expect(endOf(Buffer.from(' a>'), 2)).toBe(3)
    expect(endOf(Buffer.from(' a>'), 0, 0, 3)).toBe(3)
  })

  it('is found fast after many declarations', () => {
    const declaration = ` a [${many(100_000, (index) => `<!ENTITY e${index} "]>">\n`)}]>`
    expect(endOf(Buffer.from(declaration))).toBe(declaration.length)
  })
})
