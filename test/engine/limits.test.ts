import { describe, expect, it } from 'vitest'
import { ENGINES, everyCut, read } from './every-cut.ts'

describe.each(Object.entries(ENGINES))('the %s engine', (name, engine) => {
  const refused = (fact: string) => ({ kind: 'LimitError', fact })

  it('counts the attributes of one start tag', () => {
    const options = { limits: { attributes: 2 } }
    expect(everyCut(engine, '<a b="1" c="2"><b d="3" e="4"/></a>', options).error).toBeUndefined()
    const { events, error } = everyCut(engine, '<a><b c="1" d="2" e="3"/></a>', options)
    expect(events).toEqual(['<a>'])
    expect(error).toMatchObject(
      refused('more than 2 attributes in a start tag: raise --max-attributes'),
    )
  })

  it.each([
    ['an element', '<aaa><üü/></aaa>'],
    ['an attribute', '<aaa üü="1"/>'],
    ['an instruction', '<?üü?><aaa/>'],
  ])('measures the name of %s in bytes', (_, document) => {
    expect(everyCut(engine, document, { limits: { name: 4 } }).error).toBeUndefined()
    expect(everyCut(engine, document, { limits: { name: 3 } }).error).toMatchObject(
      refused('name longer than 3 bytes: raise --max-name'),
    )
  })

  it('measures all different names together', () => {
    const options = { limits: { names: 5 } }
    expect(everyCut(engine, '<aa><bb/><bb/><bb c="1"/></aa>', options).error).toBeUndefined()
    expect(everyCut(engine, '<aa><bb/><cc/></aa>', options).error).toMatchObject(
      refused('different names longer than 5 bytes together: raise --max-names'),
    )
  })

  it.each([
    ['by its attributes', '<a b="1234567" c="12">', 22],
    ['by one attribute', '<a b="123456789012">', 20],
    ['by white space', '<a                 >', 20],
    ['by its name', '<a2345678901234567890>', 22],
  ])('measures a start tag that is long %s', (_, tag, length) => {
    const name = /\w+/.exec(tag)?.[0]
    const document = `<a>text that is no tag, and goes on and on${tag}</${name}></a>`
    expect(everyCut(engine, document, { limits: { tag: length } }).error).toBeUndefined()
    const { events, error } = everyCut(engine, document, { limits: { tag: length - 1 } })
    expect(events[1]).toContain('text that is no tag')
    expect(events.length).toBe(2)
    expect(error).toMatchObject(
      refused(`start tag or instruction longer than ${length - 1} bytes: raise --max-tag`),
    )
  })

  it('does not wait for the end of a start tag', () => {
    const options = { limits: { tag: 100 } }
    const { error } = read(engine, [Buffer.from(`<a b="${'x'.repeat(100)}`)], options)
    expect(error?.kind).toBe('LimitError')
  })

  // sax takes off what the reference was long
  it('measures what entities add', () => {
    const type = '<!DOCTYPE a [<!ENTITY x "1234567890">]>'
    const expansion = name === 'sax' ? 14 : 20
    const twice = `${type}<a b="&x;">&x;&lt;&#65;</a>`
    expect(everyCut(engine, twice, { limits: { expansion } }).error).toBeUndefined()
    const thrice = `${type}<a b="&x;">&x;<b/>&x;</a>`
    const { events, error } = everyCut(engine, thrice, { limits: { expansion } })
    expect(events).toEqual(['<a>', '@b="1234567890"', '"1234567890"', '<b>', '</b>'])
    expect(error).toMatchObject(
      refused(`entities add more than ${expansion} bytes: raise --max-expansion`),
    )
  })

  it('compares what entities add with what was read, beyond the first MiB', () => {
    const type = `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(10_000)}">]>`
    const document = (references: number) =>
      Buffer.from(`${type}<a>${'&x;'.repeat(references)}</a>`)
    expect(read(engine, [document(100)]).error).toBeUndefined()
    expect(read(engine, [document(200)]).error).toMatchObject(
      refused('entities add more than 100 times the bytes read: raise --max-amplification'),
    )
    const options = { limits: { amplification: 1000 } }
    expect(read(engine, [document(200)], options).error).toBeUndefined()
  })
})
