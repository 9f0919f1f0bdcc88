import { describe, expect, it } from 'vitest'
import { Entities } from '../../src/dtd/entities.ts'
import { Outside } from '../../src/dtd/outside.ts'
import { defaults, faultOf, many, OPTIONS, readSubset } from './read.ts'

const { limits } = OPTIONS
const TOO_MUCH = 'entities add more than 100 times the bytes read: raise --max-amplification'

/** Entities that double the one before, sixty times. */
function laughs(
  declare: (name: string, text: string) => string,
  sign: string,
  text: string,
): string {
  return (
    declare('e0', text) +
    many(60, (index) => declare(`e${index + 1}`, `${sign}e${index};`.repeat(2)))
  )
}

const general = (name: string, text: string) => `<!ENTITY ${name} '${text}'>`
const parameter = (name: string, text: string) => `<!ENTITY % ${name} '${text}'>`

describe('a document type declaration', () => {
  it.each([
    ['an element', `<!ELEMENT ${'x'.repeat(1001)} ANY>`],
    ['a connected part', `<!ELEMENT a (${'é'.repeat(501)})>`],
    ['an attribute', `<!ATTLIST a ${'€'.repeat(334)} ID #IMPLIED>`],
    ['a token', `<!ATTLIST a b (${'\u{20000}'.repeat(251)}) #IMPLIED>`],
    ['a reference', `<!ENTITY e "&${'x'.repeat(1001)};">`],
  ])('may not have names beyond the limit: of %s', (_, subset) => {
    expect(faultOf(() => readSubset(subset))).toMatchObject({
      fact: 'name longer than 1000 bytes: raise --max-name',
      isLimit: true,
    })
    expect(readSubset(subset, { limits: { ...limits, name: 1004 } }).name).toBe('a')
  })

  it.each([
    ['text in attributes', `${laughs(general, '&', 'ha')}<!ATTLIST a b CDATA "&e60;">`],
    ['declarations', `${laughs(parameter, '&#37;', '<!ELEMENT a ANY>')}%e60;`],
    ['nothing', `${laughs(parameter, '&#37;', '')}%e60;`],
    [
      'one large text',
      `${general('e', 'x'.repeat(50_000))}${many(9000, (index) => `<!ATTLIST a b${index} CDATA "&e;">`)}`,
    ],
    ['one large declaration', `${parameter('e', ' '.repeat(50_000))}${'%e;'.repeat(9000)}`],
  ])('may not become much from little: %s', (_, subset) => {
    expect(faultOf(() => readSubset(subset))).toMatchObject({ fact: TOO_MUCH, isLimit: true })
  })

  it('may become a MiB, or less than the other limit', () => {
    const subset = `${general('e', 'x'.repeat(1000))}<!ATTLIST a b CDATA "${'&e;'.repeat(1000)}">`
    expect(
      defaults(readSubset(subset, { limits: { ...limits, amplification: 1 } })).b,
    ).toHaveLength(1e6)
    expect(
      faultOf(() => readSubset(subset, { limits: { ...limits, expansion: 999_999 } })),
    ).toMatchObject({
      fact: 'entities add more than 999999 bytes: raise --max-expansion',
      isLimit: true,
    })
  })

  it.each([
    ['groups', `<!ELEMENT a ${'('.repeat(200_000)}b${')*'.repeat(200_000)}>`],
    [
      'entities',
      `${many(200_000, (index) => general(`e${index}`, `&e${index + 1};`))}${general('e200000', 'x')}<!ATTLIST a b CDATA "&e0;">`,
    ],
    [
      'parameter entities',
      `${many(200_000, (index) => parameter(`e${index}`, `&#37;e${index + 1};`))}${parameter('e200000', '<!ATTLIST a b CDATA "x">')}%e0;`,
    ],
  ])('may nest %s deeper than a stack', (_, subset) => {
    expect(['x', undefined]).toContain(defaults(readSubset(subset)).b)
  })

  it('may have many attributes of one element, and many elements', () => {
    const wide = `<!ENTITY e "x"><!ATTLIST a ${many(5000, (index) => `b${index} CDATA "&e;"\n`)}>`
    const long = many(100_000, (index) => `<!ATTLIST a${index} b CDATA "x">\r\n`)
    const { attributes } = readSubset(wide + long)
    expect(attributes.get('a')).toHaveLength(5000)
    expect(attributes.size).toBe(100_001)
  })
})

describe('entities', () => {
  it('may nest deeper than a stack', () => {
    const subset = many(200_000, (index) => general(`e${index}`, `x&e${index + 1};`))
    const entities = new Entities(readSubset(subset + general('e200000', '')), {
      isStandalone: false,
      outside: new Outside(),
    })
    const attribute = { at: 0, grow() {}, meetUnknown() {} }
    expect(entities.inAttribute('e0', attribute)).toHaveLength(200_000)
  })
})
