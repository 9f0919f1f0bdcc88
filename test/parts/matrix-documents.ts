// Provides documents of the kinds that there are, each of many records, to be read in parts.

export interface MatrixDocument {
  text: string | Uint8Array
  record?: string
  fragments?: boolean
  /** Whether others than the first thread can read parts of it. */
  isParted: boolean
  /** Whether sinks warn or fail: which one does so first depends on the batches in which records come to them. */
  isApart?: boolean
  /** What a run says of it in one thread, if it fails. */
  error?: RegExp
}

const MANY = 1600 // more than a table finds its columns in

function each(records: number, make: (n: number) => string): string {
  return Array.from({ length: records }, (_, n) => make(n)).join('')
}

function bus(n: number, inside = ''): string {
  return `<bus><id>${1000 + n}</id><kind>${n % 3}</kind><stop>Clark &amp; ${n % 7}</stop>${inside}</bus>\n`
}

/** What looks like a record and is none, or is one where nothing begins. */
function trap(n: number): string {
  const id = `<id>x${n}</id>`
  return [
    `<!-- <bus>${id}</bus> <bus> -->`,
    `<note><![CDATA[</note></bus><bus>${id}<bus>]]></note>`,
    `<note a="&lt;bus>" b='>/bus> '/>&lt;bus><note/>`,
    `<?p <bus>${id}</bus> ?>`,
    '&trap;',
    `<o:bus xmlns:o="urn:other">${id}</o:bus>`,
    `<busses>${id}</busses>`,
    '<bus/><bus\n/>',
    `<bus a="/>" b="&lt;!--"><kind>1</kind><!-- </bus> --></bus>`,
  ][n % 9] as string
}

function words(n: number): string {
  return 'gold silver bronze iron '.repeat(1 + (n % 5)).trim()
}

function person(n: number): string {
  const address =
    n % 3 === 0 ? `<address><street>${n} St</street><city>C${n % 9}</city></address>` : ''
  const watches = each(n % 4, (i) => `<watch open_auction="a${n + i}"/>`)
  return `<person id="person${n}">
 <name>N ${n}</name>${address}
 <text>${words(n)} <bold>${n % 10}</bold> <keyword>x<emph>y</emph></keyword> ${words(n + 1)}</text>
 <watches>${watches}</watches></person>`
}

function page(n: number): string {
  const revision = (i: number) =>
    `<revision><id>${n * 10 + i}</id><contributor><username>U${n % 5}</username></contributor>
<text xml:space="preserve" bytes="${n}">== H ==\n'''${'é漢🚌'[n % 3]}''' [[link|${'x'.repeat((n * 37) % 300)}]] &lt;ref&gt;</text></revision>`
  return `  <page>\n <title>Page ${n}</title><id>${n}</id>${each(1 + (n % 3), revision)}\n</page>\n`
}

const BUSES = `<buses>\n${each(MANY, bus)}</buses>`
const SUBSET =
  '<!DOCTYPE all [<!ENTITY trap "<bus><id>e</id></bus>"> <!ENTITY t "a &#38;amp; b"> <!ATTLIST bus declared CDATA "yes">]>\n'
const IN_NAMESPACES = each(400, (n) => {
  const bus = `<b:bus p:kind="${n % 3}"><id>${n}</id><b:stop xmlns="urn:d${n % 2}"><x/></b:stop></b:bus>`
  return n % 50 === 0 ? `</g><g xmlns:p="urn:p${n}" n="${n}">${bus}` : bus
})

export const DOCUMENTS: Record<string, MatrixDocument> = {
  buses: { text: BUSES, record: 'bus', isParted: true },
  'every child of the root': { text: BUSES, isParted: true },
  'attribute rows': {
    text: `<?xml version="1.0"?>\r\n<posts>${each(MANY, (n) => `  <row Id="${n}" kind="${n % 4}" Body="&lt;p&gt;a&#xA;${n % 11}, &quot;b&quot;"/>\r\n`)}</posts>`,
    record: 'row',
    isParted: true,
  },
  'nested pages': {
    text: `<mediawiki xmlns="urn:mw" version="0.10">\n<siteinfo><name>W</name></siteinfo>${each(120, page)}</mediawiki>`,
    record: 'page',
    isParted: true,
  },
  'records in pages': {
    text: `<mediawiki>${each(120, page)}</mediawiki>`,
    record: 'page/revision',
    isParted: true,
  },
  auctions: {
    text: `<site><regions>${each(40, (n) => `<item id="i${n}"/>`)}</regions><people>${each(300, person)}</people><closed/></site>`,
    record: '/site/people/person',
    isParted: true,
  },
  traps: {
    text: `${SUBSET}<all>${each(900, (n) => trap(n) + bus(n, n % 5 === 0 ? '<t>&t;</t>' : ''))}</all>`,
    record: 'bus',
    isParted: true,
  },
  'records in records': {
    text: `<all>${each(300, (n) => `<a><id>${n}</id>${n % 3 === 0 ? `<a><id>${n}i</id></a>` : ''}</a>`)}</all>`,
    record: '//a',
    isParted: true,
  },
  'namespaces on the root': {
    text: `<b:all xmlns:b="urn:b" xmlns:p="urn:p"><g>${IN_NAMESPACES}</g></b:all>`,
    record: '{urn:b}bus',
    isParted: true,
  },
  'a byte order mark and entities in the subset': {
    text: `\ufeff${SUBSET}<all>${each(800, (n) => bus(n, `<t y="&t;">&t;</t>`) + (n % 40 === 0 ? '&trap;' : ''))}</all>`,
    record: 'bus',
    isParted: true,
  },
  'UTF-16': {
    text: Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${BUSES}`, 'utf16le'),
    record: 'bus',
    isParted: false,
  },
  'Latin-1': {
    text: Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?><all>${each(600, (n) => bus(n, '<é>ü</é>'))}</all>`,
      'latin1',
    ),
    record: 'bus',
    isParted: false,
  },
  'several documents': {
    text: each(5, () => `<?xml version="1.0"?>\n<buses>${each(50, bus)}</buses>\n`),
    record: 'bus',
    fragments: true,
    isParted: false,
  },
  'texts and dictionaries in one column': {
    text: `<all>${each(MANY, (n) => bus(n, n % 400 === 399 ? '<to><id>1</id></to>' : `<to>${n}</to>`) + (n === 1200 ? '<bus><kind><a>1</a></kind><stop/></bus>' : ''))}</all>`,
    record: 'bus',
    isApart: true,
    isParted: true,
  },
  'a field that comes late': {
    text: `<all>${each(MANY, (n) => bus(n, n === 1501 ? '<late>1</late>' : ''))}</all>`,
    record: 'bus',
    isApart: true,
    isParted: true,
    error: /record 1502 has the field "late"/,
  },
  'a fault in the middle': {
    text: `<all>${each(MANY, (n) => (n === 1203 ? '</bus>' : bus(n)))}</all>`,
    record: 'bus',
    isParted: true,
    error: /XmlError/,
  },
  'a record at fault': {
    text: `<all>${each(MANY, (n) => (n === 1450 ? '<bus><id>1</di></bus>' : bus(n)))}</all>`,
    record: 'bus',
    isParted: true,
    error: /expected <\/id>, found <\/di>/,
  },
  'an end that is missing': {
    text: BUSES.slice(0, -40),
    record: 'bus',
    isParted: true,
    error: /XmlError/,
  },
  'text after the root': { text: `${BUSES}x`, record: 'bus', isParted: true, error: /XmlError/ },
  'no record': { text: BUSES, record: 'tram', isParted: false },
  'one record, the root': { text: BUSES, record: '/buses', isParted: false },
  'a root alone': { text: '<buses/>', record: 'bus', isParted: false },
  'nothing at all': { text: '', record: 'bus', isParted: false, error: /XmlError/ },
}
