import { describe, expect, it } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import type { Limits } from '../../../src/engine/limits.ts'
import { everyCut, read } from '../every-cut.ts'

const declared = (subset: string, document: string) => `<!DOCTYPE a [${subset}]>${document}`
const X = '<!ENTITY x "1234567890">'

/** What a document needs of a limit, and where it is refused for less. */
const CASES: [of: string, limit: keyof Limits, needed: number, marked: string][] = [
  ['elements', 'depth', 3, '<a><b/><b>▮<c/></b></a>'],
  ['attributes', 'attributes', 3, '<a b="1" c="2" ▮d="3"/>'],
  ['declared ones', 'attributes', 2, declared('<!ATTLIST a b CDATA "">', '▮<a c="1"/>')],
  ['an element', 'name', 5, '<a><▮abcde/></a>'],
  ['an attribute', 'name', 5, '<a ▮abcde="1"/>'],
  ['an instruction', 'name', 5, '<?▮abcde?><a/>'],
  ['an entity', 'name', 5, '<!DOCTYPE a [<!ENTITY ▮abcde "1">]><a b="&abcde;">&abcde;</a>'],
  ['a number', 'name', 8, '<a>▮&#000065;</a>'],
  ['all names', 'names', 6, '<ab><cd/><cd e="1" ▮f="2"/></ab>'],
  ['a tag', 'tag', 11, '<a>▮<b c="12"/></a>'],
  ['text', 'expansion', 30, declared(X, '<a>&x;&x;▮&x;</a>')],
  ['markup', 'expansion', 12, declared('<!ENTITY x "<b/>">', '<a>&x;&x;▮&x;</a>')],
  ['an entity in an entity', 'expansion', 13, declared(`${X}<!ENTITY y "&x;">`, '<a>▮&y;</a>')],
  ['values', 'expansion', 30, declared(X, '<a b="&x;" c="&x;▮&x;"/>')],
  [
    'defaults',
    'expansion',
    33,
    declared('<!ATTLIST b c CDATA "1234567890">', '<a><b/><b/>▮<b/></a>'),
  ],
]

const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY x${i + 1} "${`&x${i};`.repeat(10)}">`)

describe('the kernel engine', () => {
  it.each(CASES)('measures %s against the limit of %s', (_, limit, needed, marked) => {
    const document = marked.replace('▮', '')
    const limited = (most: number) =>
      everyCut(kernelEngine, document, { limits: { [limit]: most } }).error
    expect(limited(needed)).toBeUndefined()
    const error = limited(needed - 1)
    expect(error).toMatchObject({ kind: 'LimitError', offset: marked.indexOf('▮') })
    expect(error?.fact).toContain(` ${needed - 1} `)
    expect(error?.fact).toMatch(new RegExp(`: raise --max-${limit}$`))
  })

  it.each([
    ['text', '<a>▮&x9;</a>'],
    ['a value', '<a b="▮&x9;"/>'],
  ])('refuses to multiply entities in %s, by any of two limits', (_, marked) => {
    const text = declared(`<!ENTITY x0 "ha">${laughs.join('')}`, marked)
    const document = Buffer.from(text.replace('▮', ''))
    const refused = (fact: string) => ({
      error: { kind: 'LimitError', fact, offset: text.indexOf('▮') },
    })
    expect(read(kernelEngine, [document])).toMatchObject(
      refused('entities add more than 100 times the bytes read: raise --max-amplification'),
    )
    expect(read(kernelEngine, [document], { limits: { expansion: 1000 } })).toMatchObject(
      refused('entities add more than 1000 bytes: raise --max-expansion'),
    )
  })

  it('refuses to multiply nothing', () => {
    const text = declared(`<!ENTITY x0 "">${laughs.join('')}`, '<a b="&x9;">&x9;</a>')
    const { error, events } = read(kernelEngine, [Buffer.from(text)])
    expect(events[1]).toBe('@b=""')
    expect(error?.fact).toContain('--max-amplification')
  })
})
