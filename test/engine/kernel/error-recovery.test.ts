// What is at fault in a document is left out, and nothing else is.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BadRecord } from '../../../src/engine/bad-record.ts'
import { ErrorRecovery } from '../../../src/engine/kernel/error-recovery.ts'
import { KernelRecords } from '../../../src/engine/kernel/records.ts'
import type { Limits } from '../../../src/engine/limits.ts'
import { parsePattern } from '../../../src/engine/pattern.ts'
import type { Value } from '../../../src/record/record.ts'
import { inPieces } from '../every-cut.ts'

interface Left {
  fact: string
  at: string
  start: string
  offset: number
  isRecord: boolean
  xml: string
}

interface Outcome {
  records: Value[]
  left: Left[]
  /** Bytes between the start of what was left out and its fault: those that may have been read again. */
  reread: number
  error?: string
}

interface Options {
  record?: string
  limits?: Partial<Limits>
}

function readIn(pieces: Uint8Array[], { record = 'bus|tram', limits = {} }: Options): Outcome {
  const outcome: Outcome = { records: [], left: [], reread: 0 }
  const pattern = parsePattern(record)
  const exit = { done: false, send: (value: Value) => outcome.records.push(value) > 0 }
  const badRecords = {
    allows: () => true,
    leaveOut({ error, start, isRecord, bytes }: BadRecord) {
      const { fact, line, column } = error
      outcome.reread += Math.max(0, error.offset - start.offset)
      const xml = Buffer.from(bytes).toString('latin1').trimEnd()
      const place = `${start.line}:${start.column}`
      const { offset } = start
      outcome.left.push({ fact, at: `${line}:${column}`, start: place, offset, isRecord, xml })
    },
  }
  const engine = new KernelRecords({
    ...{ pattern, limits, exits: [exit as never] },
    report: { records: 0, seen: new Map() },
    program: { steps: [{ after: -1, do: 'records', exit: 0 }], exits: 1 },
    resume: (reader) => new ErrorRecovery({ ...reader, pattern, badRecords }),
  })
  try {
    if (pieces.every((piece) => engine.write(Buffer.from(piece)))) engine.end()
  } catch (error) {
    engine.leave()
    outcome.error = String(error)
  }
  return outcome
}

/** Reads a document whole and in pieces of many sizes, which must all agree. */
function read(document: string | Uint8Array, options: Options = {}): Outcome {
  const bytes = Buffer.from(document)
  const whole = readIn([bytes], options)
  for (const size of [1, 2, 3, 5, 7, 16, 61]) {
    expect(readIn(inPieces(bytes, size), options), `in pieces of ${size}`).toEqual(whole)
  }
  return whole
}

function readAtEveryCut(document: string | Uint8Array, options: Options = {}): Outcome {
  const bytes = Buffer.from(document)
  for (let at = 1; at < bytes.length; at++) {
    const halves = [bytes.subarray(0, at), bytes.subarray(at)]
    expect(readIn(halves, options), `cut at ${at}`).toEqual(readIn([bytes], options))
  }
  return read(bytes, options)
}

const bus = (id: number) => `<bus><id>${id}</id><stop at="${id}"><![CDATA[x]]></stop></bus>\n`
const record = (id: number) => ({ id: `${id}`, stop: { '@at': `${id}`, '#text': 'x' } })

/** What is between two good records, and what is reported of it. */
const CASES: [title: string, between: string, left: Partial<Left>[]][] = [
  [
    'a tag that is not closed',
    '<bus><id>2</idx></bus>\n',
    [{ fact: 'tag not closed: expected </id>, found </idx>', at: '2:11', start: '2:1' }],
  ],
  [
    'a record that does not end',
    '<bus><id>2</id>\n',
    [{ at: '5:1', start: '2:1', isRecord: true, xml: '<bus><id>2</id>' }],
  ],
  [
    'a start tag at fault',
    '<bus id=2><id>2</id></bus>',
    [{ at: '2:9', start: '2:1', isRecord: true, xml: '<bus id=2><id>2</id></bus>' }],
  ],
  [
    'a start tag of another name',
    '<xbus><id>2</id></bus>',
    [{ fact: 'tag not closed: expected </xbus>, found </bus>', isRecord: false }],
  ],
  ['an entity that is none', '<bus>&none;</bus>', [{ at: '2:6', xml: '<bus>&none;</bus>' }]],
  ['a fault between records', '&none;', [{ at: '2:1', isRecord: false, xml: '&none;' }]],
  [
    'a prefix that is not declared',
    '<bus x:a="1"/><bus><x:b/></bus><x:bus/>',
    [{ xml: '<bus x:a="1"/>' }, { xml: '<bus><x:b/></bus>' }, { xml: '<x:bus/>' }],
  ],
  ['an attribute that comes twice', '<bus a="" a=""/>', [{ xml: '<bus a="" a=""/>' }]],
  ['a comment that is none', '<bus><!- x ></bus>', [{ xml: '<bus><!- x ></bus>' }]],
  ['bytes that are no text', '<bus>\xff\0<b>\xfe</bus>', [{ xml: '<bus>\xff\0<b>\xfe</bus>' }]],
  ['a record in a comment of one', '<bus><!-- <bus/> --></b></bus>', [{}]],
  ['a record in CDATA of one', '<bus><![CDATA[<bus/>]]></b></bus>', [{}]],
  ['CDATA that does not end', '<bus><![CDATA[x]]</bus>', [{}]],
  ['a record in a comment that is at fault', '<bus><!-- <bus/> -- --></bus>', [{}]],
  ['a record in a comment between two', '<!-- <bus/> -- <bus/> -->', [{ isRecord: false }]],
  ['a record in an instruction', '<bus><?p <bus/>?></b></bus>', [{}]],
  ['a record in a value', '<bus><b a="<bus/>">2</b></bus>', [{}]],
  ['a record in its own value', '<bus a="<bus/>">2</bus>', [{}]],
  ['a record in a comment after a fault', '<bus></b><!-- <bus/> --></bus>', [{}]],
  ['the tag of a group', '<g x:a="1"><h/></g>', [{ isRecord: false, xml: '<g x:a="1">' }]],
  ['the end tag of a group', '<g><h/></g x>', [{ isRecord: false, xml: '</g x>' }]],
  ['an element of the name of the root', '<bus></b><all>1</all><all/></bus>', [{}]],
]

describe('between good records', () => {
  test.each(CASES)('%s is left out, and no more', (_, between, left) => {
    const document = Buffer.from(`<all>${bus(1)}${between}${bus(3)}${bus(4)}</all>`, 'latin1')
    const found = readAtEveryCut(document)
    expect(found.records).toEqual([record(1), record(3), record(4)])
    expect(found.left).toMatchObject(left)
    expect(found.error).toBeUndefined()
    if (between.includes('<g')) return // which is a record then
    const anyChild = readAtEveryCut(document, { record: '/*/*' })
    expect(anyChild.records).toEqual(found.records)
  })
})

test.each<[string, string, string[]]>([
  ['the last record does not end', `<all>${bus(1)}<bus></all>`, ['<bus>']],
  ['the document is cut off in a record', `<all>${bus(1)}<bus><id>2</i`, ['<bus><id>2</i']],
  ['the document is cut off between records', `<all>${bus(1)}`, ['']],
  ['text follows the root', `<all>${bus(1)}</all> x <bus/>`, ['x <bus/>']],
])('if %s, one fault is reported', (_, document, xml) => {
  const { records, left, error } = readAtEveryCut(document)
  expect(records).toEqual([record(1)])
  expect(left.map((each) => each.xml)).toEqual(xml)
  expect(error).toBeUndefined()
})

test('a group goes on after the last record of another, which does not end', () => {
  const document = `<all><g>${bus(1)}<bus></g><h>${bus(2)}</h></all>`
  const { records, left } = readAtEveryCut(document, { record: '/all/h/bus' })
  expect(records).toEqual([record(2)])
  expect(left).toMatchObject([{ isRecord: false }])
  expect(readAtEveryCut(document)).toMatchObject({ left: [{ xml: '<bus>' }] })
})

test.each([
  ['a prefix that is not declared', '<all x:a="1">'],
  ['an element in no namespace', '<x:all>'],
  ['an attribute that comes twice', '<all a="1" a="2">'],
  ['an attribute without quotes', "<all a=1 b='>' >"],
  ['an entity that is none', '<all a="&none;">'],
  ['a record in a value', '<all a="<bus/>">'],
])('a fault in the root costs no record: %s', (_, root) => {
  const name = root.slice(1).split(/[ >]/)[0]
  const document = `${root}<g>${bus(1)}<bus></b></bus></g>${bus(2)}</${name}>`
  const { records, left, error } = readAtEveryCut(document, { record: '//bus' })
  expect(records).toEqual([record(1), record(2)])
  expect(left).toMatchObject([{ start: '1:1', isRecord: false, xml: root }, { isRecord: true }])
  expect(error).toBeUndefined()
})

test('what the tag of a root declares counts, whatever is wrong with it', () => {
  const document = `<all a="1" a="2" xmlns:p="u" q:b="">${bus(1)}<p:bus/><q:bus/></all>`
  const { records, left } = readAtEveryCut(document, { record: 'bus' })
  expect(records).toEqual([record(1), null])
  expect(left.map(({ xml }) => xml)).toEqual(['<all a="1" a="2" xmlns:p="u" q:b="">', '<q:bus/>'])
})

test('a root whose tag does not end is no document', () => {
  const { records, error } = readAtEveryCut(`<all <bus/>${bus(1)}</all>`)
  expect(records).toEqual([])
  expect(error).toContain('expected an attribute, found "<"')
})

test('a record in an entity is left out with the reference to it', () => {
  const document = `<!DOCTYPE all [<!ENTITY e "<bus>&none;</bus>">]><all>${bus(1)}&e;${bus(2)}</all>`
  const { records, left } = readAtEveryCut(document)
  expect(records).toEqual([record(1), record(2)])
  expect(left).toMatchObject([{ start: '2:1', xml: '&e;' }])
})

test('what was bound in a record that is left out is not bound after it', () => {
  const { records, left } = readAtEveryCut(
    '<all><bus xmlns:p="u"><p:x/><y></bus><bus><p:x/></bus><bus/></all>',
  )
  expect(records).toEqual([null])
  expect(left).toHaveLength(2)
})

test('a name that was refused is refused again', () => {
  for (const bad of ['<a:b:c>1</a:b:c>', '<x><a:b:c/></x>', '<q:x>1</q:x>', '<x q:x="1"/>']) {
    const { records, left } = readAtEveryCut(
      `<all>${bus(1)}<bus><x>1</x>${bad}</bus><bus><x>1</x>${bad}</bus>${bus(2)}</all>`,
    )
    expect(records).toEqual([record(1), record(2)])
    expect(left).toHaveLength(2)
  }
})

test('a record beyond a limit is left out', () => {
  const long = `<bus>${'<a/>'.repeat(30)}</bus>`
  const document = `<all>${bus(1)}${long}${bus(2)}<bus>${bus(3)}</all>`
  const { records, left } = read(document, { limits: { record: 100 } })
  expect(records).toEqual([record(1), record(2), record(3)])
  expect(left[0]).toMatchObject({ fact: 'record longer than 100 bytes: raise --max-record' })
  const deep = `<all>${bus(1)}<bus><a><a/></a></bus>${bus(2)}</all>`
  expect(read(deep, { limits: { depth: 3 } }).records).toEqual([record(1), record(2)])
})

test.each([
  ['<all', 'document ends early: tag not closed, expected ">"'],
  ['<!DOCTYPE all [<!x>]><all/>', 'expected a declaration'],
  ['x<all/>', 'text before the root element'],
])('what is wrong before the root ends the reading: %s', (document, fact) => {
  expect(read(document).error).toContain(fact)
})

test('a document in UTF-16 has the offsets of its own bytes', () => {
  const document = Buffer.from(`\ufeff<all>é${bus(1)}<bus>é</b></bus>${bus(3)}</all>`, 'utf16le')
  const { records, left } = read(document)
  expect(records).toEqual([record(1), record(3)])
  expect(left).toMatchObject([{ at: '2:7', start: '2:1', offset: 2 * 62 }])
})

const TEXT = fc.constantFrom('', 'x', '7', ' é ', '&amp;', '<![CDATA[<b>]]>', '<?p?>', '🚌', '\r\n')
const CHILD = fc.tuple(fc.constantFrom('id', 'stop'), TEXT, TEXT).map(([name, value, text]) => {
  const attribute = /[<\r]/.test(value) ? '' : ` at="${value}"`
  return `<${name}${attribute}>${text}</${name}>`
})
const RECORD = fc
  .tuple(fc.constantFrom('bus', 'tram'), fc.array(fc.oneof(CHILD, TEXT), { maxLength: 4 }))
  .map(([name, parts]) => `<${name}>${parts.join('')}</${name}>`)

/** Bytes that go in the place of others. */
interface Edit {
  at: number
  removed: number
  added: Uint8Array
}
const EDIT: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  removed: fc.nat(4),
  added: fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc
      .constantFrom('<', '>', '&', '"', '/', ']]>', '<?', '</', '<x>')
      .map((text) => Buffer.from(text)),
  ),
})

test('records come out, unchanged and in order, whatever became of one among them', () => {
  let damaged = 0
  const law = (texts: string[], index: number, edits: Edit[]) => {
    const victim = index % texts.length
    let bytes = Buffer.from(texts[victim] ?? '')
    const name = bytes.toString('latin1', 1, bytes.indexOf('>'))
    for (const { at, removed, added } of edits) {
      // its start stays: <bus▮
      const from = 1 + name.length + Math.floor(at * (bytes.length - 1 - name.length))
      bytes = Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(from + removed)])
    }
    // another start of a record in it is one, and a comment may end in the next
    const text = bytes.toString('latin1')
    fc.pre((text.match(/<(?:bus|tram)|<!-/g)?.length ?? 0) === 1 && NAMED.test(text))
    // both names are known when anything is damaged
    const all = ['<bus/>', '<tram/>', ...texts]
    const parts = all.map((each, i) => (i === victim + 2 ? bytes : Buffer.from(each)))
    const document = Buffer.concat([Buffer.from('<all>'), ...parts, Buffer.from('</all>')])
    const whole = (found: string[]) =>
      readIn([Buffer.from(`<all>${found.join('')}</all>`)], {}).records
    const before = whole(all.slice(0, victim + 2))
    const after = whole(all.slice(victim + 3))
    for (const pattern of ['bus|tram', '/all/*', '//all/bus|//all/tram']) {
      const { records, left, error } = read(document, { record: pattern })
      expect(error).toBeUndefined()
      expect(records.slice(0, before.length)).toEqual(before)
      expect(records.slice(records.length - after.length)).toEqual(after)
      if (left.length > 0) damaged++
    }
  }
  const texts = fc.array(RECORD, { minLength: 1, maxLength: 5 })
  const edits = fc.array(EDIT, { minLength: 1, maxLength: 2 })
  fc.assert(fc.property(texts, fc.nat(4), edits, law), { numRuns: 800 })
  expect(damaged).toBeGreaterThan(500) // or the law was hardly tried
}, 120_000)

const NAMED = /^<(?:bus|tram)[ \t\r\n/>]/

test('a character that cannot follow the name of a record is the same fault however it is cut', () => {
  const { left } = read(Buffer.from('<all><bus/><bus\x0b:bus></all>'), { record: 'bus' })
  expect(left).toHaveLength(1)
})

test('any bytes at all are read to an end', () => {
  const token = fc.constantFrom('<bus>', '</bus>', '<bus', '<!--', '-->', '<![CDATA[', ']]>', '&x;')
  const piece = fc.oneof(
    token,
    token,
    fc.constantFrom('</all>', '<all>', '<a>', '</a>', '"', '\xff', '\0', 'x'),
  )
  const law = (pieces: string[], pattern: string) => {
    const { error } = read(Buffer.from(`<all>${pieces.join('')}`, 'latin1'), { record: pattern })
    expect(error).toBeUndefined()
  }
  const patterns = fc.constantFrom('bus', '/*/*', '/all/bus', '*')
  fc.assert(fc.property(fc.array(piece, { maxLength: 25 }), patterns, law), { numRuns: 800 })
}, 120_000)

test('so is what follows a value that is let go', () => {
  const value = `"é🚌">wwwwww="&#x1F68C;L" fourteen-names="true"< x`
  const document = Buffer.from(`<r ""><row ${'y'.repeat(27)}=${value}`)
  const cuts = [0, 48, 92, document.length]
  const pieces = cuts.slice(1).map((to, i) => document.subarray(cuts[i], to))
  const { error } = readIn(pieces, { record: '/*/*', limits: { record: 40 } })
  expect(error).toBeUndefined()
})

test.each([
  ['records that do not end', '<bus>'],
  ['records that do not end, and some that do', '<bus><bus/>'],
  ['records of nothing but a fault', '<bus>&x;'],
  ['comments that do not end', '<bus><!-- '],
  ['CDATA that does not end', '<bus><![CDATA['],
  ['CDATA in CDATA', '<bus><![CDATA[<![CDATA[]]>&x;'],
  ['tags that do not end', '<bus a="'],
  ['bytes that are no text', '<bus>\xff'],
  ['ends of other elements', '<bus></a>'],
])(
  'a long document of %s is read again at most ten times',
  (_, piece) => {
    for (const depth of [1000, 1_000_000]) {
      const document = Buffer.from(`<all>${piece.repeat(400_000 / piece.length)}`, 'latin1')
      const { reread, error } = readIn(inPieces(document, 65536), { limits: { depth } })
      expect(error).toBeUndefined()
      expect(reread).toBeLessThan(11 * document.length + (2 << 20))
    }
  },
  60_000,
)
