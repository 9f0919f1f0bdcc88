// Provides random documents full of places where a cut would be wrong.

import fc from 'fast-check'
import type { Parsing } from '../../src/plan/plan.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'

/** What stands between records: what looks like the start of one, and is none, and elements around others. */
const TRAPS = fc.constantFrom(
  '',
  '\n ',
  '<!-- <bus id="1"> --> <!-- <tram> -->',
  '<![CDATA[<bus>]]>',
  '<?p <bus ?>',
  "<x y='>'/>",
  '<x y="&lt;bus >"/>',
  '&e;',
  '&t;',
  '&d;',
  '&eacute;',
  'text <x>\r</x>\r\n',
  '<p:bus>7</p:bus>',
  '<bus xmlns="urn:other"><a>7</a></bus>',
  '<page><bus><page><bus>7</bus></page></bus></page>',
  '<y><bus/></y>',
  'é🚌\r\n',
)

/** Elements around records; what they declare holds inside of them. */
const GROUP = fc.constantFrom(
  ['', ''],
  ['', ''],
  ['<g n="1">', '</g>'],
  ['<g n="1" xmlns:p="urn:inner">', '</g>'],
  ["<g n='>'\n><h q='<!-- '".replace('<!-- ', '&lt;!-- '), '></h></g>'],
  ['<g><h xmlns="urn:h"><g>', '</g></h></g>'],
)

const DECLARED =
  '<!DOCTYPE all SYSTEM "all.dtd" [<!ENTITY e "<bus id=\'1\'><a>7</a></bus>"> <!ENTITY t "x"><!-- <bus> --> <!ATTLIST bus declared CDATA "&t;">]>'
const PROLOG = fc.constantFrom('', '\ufeff', '<?xml version="1.0"?>\n', '<!-- <bus> -->\r\n')
const ROOT = fc.constantFrom('<all xmlns:p="urn:p">', '<all xmlns:p="urn:p" xmlns="urn:all">')

export const TRAPPED: fc.Arbitrary<string> = fc
  .tuple(
    PROLOG,
    ROOT,
    fc.array(fc.tuple(GROUP, fc.array(fc.tuple(TRAPS, RANDOM_DOCUMENT), { maxLength: 3 })), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([prolog, root, groups]) => {
    const body = groups.map(([[start = '', end = ''], items]) => {
      const inside = items.map(
        ([trap, document]) => trap + document.slice(document.search(/<[a-z]/)),
      )
      return start.endsWith('>') || start === ''
        ? start + inside.join('') + end
        : start + end + inside.join('')
    })
    return `${prolog}${DECLARED}${root}${body.join('')}</all>\n`
  })

/** Declarations in a file of their own. */
export const DTD = '<!ENTITY d "<bus><a>&#55;</a></bus><g/>"><!ATTLIST tram far CDATA "&#38;">'

export const PARSING: fc.Arbitrary<Parsing> = fc.constantFrom(
  {},
  {},
  { namespaces: false },
  { entities: 'html' },
  { entities: 'drop' },
  { encoding: 'us-ascii' },
  { dtd: ['far.dtd'] },
  { limits: { depth: 20 } },
)

export const PATTERN = fc.constantFrom(
  undefined,
  'bus',
  'bus|tram',
  '/all/*',
  '//a',
  '*/bus',
  'g/*',
  '//all/g|tram',
  '{urn:other}bus',
  'p:bus|tram',
  'page',
  'all',
)
