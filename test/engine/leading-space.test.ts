import { describe, expect, test } from 'vitest'
import { ENGINES, everyCut } from './every-cut.ts'

const DECLARED = '<?xml version="1.0" encoding="iso-8859-1"?>'
const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe.each(Object.entries(ENGINES))('with the engine %s', (_, create) => {
  test.each(['\n', ' ', '\r\n\t '])('%j before the declaration is read with a warning', (space) => {
    const read = everyCut(create, latin1(`${space}${DECLARED}<a>ü</a>`), { leadingSpace: true })
    expect(read.events).toEqual(['<a>', '"ü"', '</a>'])
    expect(read.error).toBeUndefined()
    expect(read.warnings).toEqual([
      'input:1:1: white space before "<?xml": read as if it were not there',
    ])
  })

  test.each(['<a>ü</a>', '<?xml version="1.0"?><a>ü</a>', '\n<?xml version="1.0"?><a>ü</a>'])(
    'a second mark before %j is read with a warning',
    (document) => {
      const read = everyCut(create, `\ufeff\ufeff${document}`, { leadingSpace: true })
      expect(read.events).toEqual(['<a>', '"ü"', '</a>'])
      expect(read.warnings).toEqual([
        'input:1:1: second byte order mark: read as if it were not there',
      ])
    },
  )

  test('places after it are those of the document', () => {
    const read = everyCut(create, `\n ${'<?xml version="1.0"?>'}\n<a></b>`, { leadingSpace: true })
    expect(read.error).toMatchObject({ line: 3, column: 4, offset: 27 })
  })

  test('white space without a declaration is allowed', () => {
    const read = everyCut(create, '\n <a>ü</a>', { leadingSpace: true })
    expect(read).toEqual({ events: ['<a>', '"ü"', '</a>'], warnings: [] })
  })
})

test('it is refused if that is not asked for', () => {
  const { kernel } = ENGINES
  if (kernel === undefined) throw new Error('no kernel')
  expect(everyCut(kernel, '\n<?xml version="1.0"?><a/>').error?.fact).toBe(
    'declaration not at the start of the document: "<?xml"',
  )
  expect(everyCut(kernel, '\ufeff\ufeff<a/>').error?.fact).toBe(
    'text before the root element: "\\ufeff"',
  )
})
