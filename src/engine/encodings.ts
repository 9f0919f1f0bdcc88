// Provides the encodings that can be read, and finds out which one a document is in.

import { isUtf8 } from 'node:buffer'
import type { Encoding } from './encoding.ts'
import type { EngineOptions } from './engine.ts'
import { legacyEncoding } from './legacy-encodings.ts'

export const UTF8: Encoding = {
  whole(bytes) {
    // a lead byte among the last three may wait for bytes to come
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back] ?? 0
      if (byte >= 0xc0) return utf8Length(byte) > back ? bytes.length - back : bytes.length
      if (byte < 0x80) break
    }
    return bytes.length
  },
  decode: (bytes) => bytes.toString('utf8'),
  malformed(bytes) {
    if (isUtf8(bytes)) return -1
    let at = 0
    while (at < bytes.length) {
      const length = utf8Length(bytes[at] ?? 0)
      if (!isUtf8(bytes.subarray(at, at + length))) return at
      at += length
    }
    return -1
  },
  bytesIn: (text) => Buffer.byteLength(text),
}

function utf8Length(lead: number): number {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

const UTF16LE: Encoding = {
  whole(bytes) {
    const even = bytes.length - (bytes.length % 2)
    const last = even > 0 ? bytes.readUInt16LE(even - 2) : 0
    return last >= 0xd800 && last < 0xdc00 ? even - 2 : even
  },
  decode: (bytes) => bytes.toString('utf16le'),
  malformed(bytes) {
    const lone = bytes.toString('utf16le').search(/\p{Surrogate}/u)
    if (lone >= 0) return lone * 2
    return bytes.length % 2 === 1 ? bytes.length - 1 : -1
  },
  bytesIn: (text) => text.length * 2,
}

const UTF16BE: Encoding = {
  whole: (bytes) => UTF16LE.whole(swapped(bytes)),
  decode: (bytes) => UTF16LE.decode(swapped(bytes)),
  malformed: (bytes) => UTF16LE.malformed(swapped(bytes)),
  bytesIn: UTF16LE.bytesIn,
}

function swapped(bytes: Buffer): Buffer {
  const pairs = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16()
  return Buffer.concat([pairs, bytes.subarray(pairs.length)])
}

const LATIN1: Encoding = {
  whole: (bytes) => bytes.length,
  decode: (bytes) => bytes.toString('latin1'),
  malformed: () => -1,
  bytesIn: (text) => text.length,
}

const BY_NAME = new Map([
  ['utf-8', UTF8],
  ['utf8', UTF8],
  ['us-ascii', UTF8],
  ['ascii', UTF8],
  ['iso-8859-1', LATIN1],
  ['latin1', LATIN1],
])

const LONGEST_DECLARATION = 1024 // characters

export interface Sniffed {
  encoding: Encoding
  /** The length of the byte order mark. */
  skip: number
  /** Why the encoding cannot be read, and the text before its name. */
  fact?: string
  before: string
}

/** What the options of an engine say. */
export function saidBy({ encoding, leadingSpace = false }: EngineOptions): Said {
  return { leads: leadingSpace, ...(encoding !== undefined && { known: encoding }) }
}

/** The encoding of that name, whatever its case, or undefined if it cannot be read. */
export function encodingNamed(name: string): Encoding | undefined {
  const lower = name.trim().toLowerCase()
  return BY_NAME.get(lower) ?? (lower === '' ? undefined : legacyEncoding(lower))
}

/** Whether an encoding may be meant by a name. */
export function isNamed(encoding: Encoding, name: string): boolean {
  const isUtf16 = encoding === UTF16LE || encoding === UTF16BE
  return isUtf16
    ? UTF16.test(name) || encodingNamed(name) === UTF8
    : encodingNamed(name) === encoding
}

/** Whether a document can be said to be in an encoding of that name. */
export function isEncoding(name: string): boolean {
  return UTF16.test(name.trim()) || encodingNamed(name) !== undefined
}

/** What stands before a declaration that is not at the start, and how to say so. */
export function leadOf(text: string): { lead: string; fact: string } | undefined {
  const [, lead = ''] = /^([ \t\r\n\ufeff]+)</.exec(text) ?? []
  const isDeclared = /^<\?xml[ \t\r\n]/.test(text.slice(lead.length, lead.length + 6))
  if (lead === '' || !(isDeclared || lead.includes('\ufeff'))) return undefined
  const what = lead.includes('\ufeff') ? 'second byte order mark' : 'white space before "<?xml"'
  return { lead, fact: `${what}: read as if it were not there` }
}

/** The encoding of a document as it is given from outside, by name. */
export interface Said {
  /** By the user, who is right. */
  known?: string
  /** By the server that sent it. By RFC 7303 a byte order mark is stronger, a declaration is not. */
  charset?: string
  /** Whether white space, or another mark, may stand before the declaration. */
  leads?: boolean
}

/** The encoding: what is `known` of it, or else by byte order mark, `charset`, first characters and declaration. */
export function sniff(
  bytes: Buffer,
  isLast: boolean,
  { known, charset, leads = false }: Said = {},
): Sniffed | 'wait' {
  if (bytes.length < 4 && !isLast) return 'wait'
  const { encoding, skip } = family(bytes)
  const first = bytes.subarray(skip, skip + 2 * LONGEST_DECLARATION)
  const head = encoding
    .decode(first.subarray(0, encoding.whole(first)))
    .slice(0, LONGEST_DECLARATION)
  const lead = leads ? (/^[ \t\r\n\ufeff]*/.exec(head)?.[0].length ?? 0) : 0
  const end = head.indexOf('?>')
  const start = head.slice(lead, lead + 5)
  const isDeclared = '<?xml'.startsWith(start)
  if (isDeclared && end < 0 && head.length < LONGEST_DECLARATION && !isLast) return 'wait'
  if (known !== undefined) return asGiven(bytes, known)
  if (charset !== undefined && skip === 0 && isEncoding(charset)) return asGiven(bytes, charset)
  const declaration = isDeclared && end >= 0 ? head.slice(0, end) : ''
  const found = /^([ \t\r\n\ufeff]*<\?xml\s(?:[^>]*?\s)?encoding\s*=\s*["'])([^"']*)/.exec(
    declaration,
  )
  if (found === null) return { encoding: encoding === LATIN1 ? UTF8 : encoding, skip, before: '' }

  const [, before = '', declared = ''] = found
  const refused = (fact: string): Sniffed => ({
    encoding: encoding === LATIN1 ? UTF8 : encoding,
    skip,
    fact: `${fact}: "${declared}"`,
    before,
  })
  const isUtf16 = encoding !== LATIN1 && encoding !== UTF8
  const contradicts = isUtf16 ? !UTF16.test(declared) : /^utf-16/i.test(declared)
  const named = isUtf16 ? encoding : encodingNamed(declared)
  if (contradicts || (skip > 0 && named !== undefined && named !== encoding)) {
    return refused(`encoding contradicts the ${skip > 0 ? 'byte order mark' : 'first bytes'}`)
  }
  return named === undefined ? refused('encoding not supported') : { encoding: named, skip, before }
}

const UTF16 = /^utf-16(?:le|be)?$|^iso-10646-ucs-2$/i

/** The encoding that the user or the server gives: only a byte order mark is stronger. */
function asGiven(bytes: Buffer, known: string): Sniffed {
  const { encoding: first, skip } = family(bytes)
  const isUtf16 = UTF16.test(known.trim())
  const of16 = first === UTF16BE || /be$/i.test(known.trim()) ? UTF16BE : UTF16LE
  const encoding = (isUtf16 ? of16 : encodingNamed(known)) ?? UTF8
  if (skip === 0 || first === encoding) return { encoding, skip, before: '' }
  return {
    encoding: first,
    skip,
    fact: `encoding contradicts the byte order mark: "${known}"`,
    before: '',
  }
}

/** What the first bytes say; LATIN1 stands for any encoding that writes a declaration as ASCII does. */
function family([first, second, third]: Buffer): { encoding: Encoding; skip: number } {
  if (first === 0xff && second === 0xfe) return { encoding: UTF16LE, skip: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: UTF16BE, skip: 2 }
  if (first === 0x3c && second === 0) return { encoding: UTF16LE, skip: 0 }
  if (first === 0 && second === 0x3c) return { encoding: UTF16BE, skip: 0 }
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: UTF8, skip: 3 }
  return { encoding: LATIN1, skip: 0 }
}
