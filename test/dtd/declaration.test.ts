import { describe, expect, it } from 'vitest'
import { parseDeclaration } from '../../src/dtd/declaration.ts'
import { faultOf } from './read.ts'

describe('an XML declaration', () => {
  it.each([
    ['<?xml version="1.0"?>', { version: '1.0', isStandalone: undefined }],
    ["<?xml version='1.0' ?>", { version: '1.0', isStandalone: undefined }],
    ['<?xml\r\n\tversion = "1.1"?>', { version: '1.1', isStandalone: undefined }],
    ['<?xml version="1.0123456789"?>', { version: '1.0123456789', isStandalone: undefined }],
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      { version: '1.0', encoding: 'UTF-8', isStandalone: undefined },
    ],
    [
      "<?xml version='1.0' encoding = 'x.Y_1-2'\n?>",
      { version: '1.0', encoding: 'x.Y_1-2', isStandalone: undefined },
    ],
    ['<?xml version="1.0" standalone="yes"?>', { version: '1.0', isStandalone: true }],
    [
      "<?xml version=\"1.0\" encoding='a' standalone='no' ?>",
      { version: '1.0', encoding: 'a', isStandalone: false },
    ],
  ])('is read: %s', (text, expected) => {
    expect(parseDeclaration(`${text}<a/>`)).toEqual({ ...expected, length: text.length })
  })

  it.each([
    ['<?xml ¦?>', 'expected "version", found "?"'],
    ['<?xml ¦encoding="a"?>', 'expected "version", found "e"'],
    ['<?xml ¦Version="1.0"?>', 'expected "version", found "V"'],
    ['<?xml version¦"1.0"?>', 'expected "=", found "\\""'],
    ['<?xml version=¦1.0?>', 'expected the version in quotes, found "1"'],
    ['<?xml version="¦2.0"?>', 'expected "1.", found "2"'],
    ['<?xml version="1¦"?>', 'expected "1.", found "\\""'],
    ['<?xml version="1.¦"?>', 'expected a digit, found "\\""'],
    ['<?xml version="1.0¦a"?>', 'expected "\\"", found "a"'],
    ['<?xml version="1.0¦\'?>', 'expected "\\"", found "\'"'],
    ['<?xml version="1.0"¦encoding="a"?>', 'expected "?>", found "e"'],
    ['<?xml version="1.0" encoding="¦"?>', 'expected the name of an encoding, found "\\""'],
    ['<?xml version="1.0" encoding="¦1a"?>', 'expected the name of an encoding, found "1"'],
    ['<?xml version="1.0" encoding="a¦ "?>', 'expected "\\"", found " "'],
    ['<?xml version="1.0" encoding="a"¦standalone="no"?>', 'expected "?>", found "s"'],
    ['<?xml version="1.0" standalone="¦maybe"?>', 'expected "yes" or "no", found "m"'],
    ['<?xml version="1.0" standalone="n¦ay"?>', 'expected "yes" or "no", found "a"'],
    ['<?xml version="1.0" standalone="no" ¦encoding="a"?>', 'expected "?>", found "e"'],
    ['<?xml version="1.0" ¦valid="no"?>', 'expected "?>", found "v"'],
    ['<?xml version="1.0"¦>', 'expected "?>", found ">"'],
    ['<?xml version="1.0" ?¦ >', 'expected "?>", found " "'],
    ['<?xml version="1.0"¦', 'document ends early: expected "?>"'],
    ['<?xml version="1.0" standalone="y¦', 'document ends early: expected "yes" or "no"'],
  ])('is refused at the character that is wrong: %s', (marked, fact) => {
    const at = marked.indexOf('¦')
    expect(faultOf(() => parseDeclaration(marked.replace('¦', '')))).toMatchObject({ fact, at })
  })
})
