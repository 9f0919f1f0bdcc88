// Turns the bytes of a document into text with normalised line ends, whatever the cuts between chunks.
// Reads UTF-8, UTF-16 and ISO-8859-1; a byte or character that XML does not allow stops it.

import { isUtf8 } from 'node:buffer'

interface Encoding {
  /** How many of the bytes make up whole characters. */
  whole(bytes: Buffer): number
  decode(bytes: Buffer): string
  /** The first byte that is no part of a character, or -1. */
  malformed(bytes: Buffer): number
  bytesIn(text: string): number
}

export class Decoder {
  /** What stopped it: a byte or a character that cannot be, right behind the last text. */
  fault: string | undefined
  /** What did not stop it because it repairs: the first in the last text, and where. */
  repaired: { fact: string; index: number } | undefined
  readonly #repairs: boolean
  #encoding: Encoding | undefined
  #held: Buffer = Buffer.alloc(0) // bytes that wait: the declaration, or a character cut in two
  #carriageReturn = false // the last text ended in CR: an LF after it belongs to it
  #dropped = 0 // 1 when the last text began with such an LF
  #decoded = 0 // bytes before #text
  #length = 0 // bytes of #text
  #text = '' // the last text, line ends as in the input

  /** One that repairs reads U+FFFD for what cannot be, and as UTF-8 or by its mark what names no encoding it knows. */
  constructor({ repairs = false }: { repairs?: boolean } = {}) {
    this.#repairs = repairs
  }

  /** The text of the next bytes. */
  write(bytes: Uint8Array): string {
    const waiting = this.#held
    const chunk =
      waiting.length > 0
        ? Buffer.concat([waiting, bytes])
        : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return this.#decode(chunk, false)
  }

  /** The text that waited for more bytes; call it once, at the end of the input. */
  end(): string {
    return this.#decode(this.#held, true)
  }

  /** The byte offset of the character at `index` of the last text. */
  offsetOf(index: number): number {
    const raw = this.#text
    let at = index + this.#dropped
    for (let end = raw.indexOf('\r\n'); end >= 0 && end < at; end = raw.indexOf('\r\n', end + 2))
      at++
    return this.#decoded + (this.#encoding?.bytesIn(raw.slice(0, at)) ?? 0)
  }

  #decode(chunk: Buffer, isLast: boolean): string {
    let start = 0
    let refused: Sniffed | undefined
    this.repaired = undefined
    if (this.#encoding === undefined) {
      const found = sniff(chunk, isLast)
      if (found === 'wait') {
        this.#held = Buffer.from(chunk)
        return ''
      }
      this.#encoding = found.encoding
      this.#decoded = start = found.skip
      if (found.fact !== undefined) refused = found
    } else {
      this.#decoded += this.#length
    }
    const encoding = this.#encoding
    const end = isLast ? chunk.length : encoding.whole(chunk.subarray(start)) + start
    this.#held = Buffer.from(chunk.subarray(end)) // a copy: the caller uses its buffer again
    const bytes = chunk.subarray(start, end)
    this.#length = bytes.length
    if (refused?.fact !== undefined) return this.#stopAt(refused.before, refused.fact, bytes)
    const malformed = encoding.malformed(bytes)
    const text = encoding.decode(malformed < 0 ? bytes : bytes.subarray(0, malformed))
    const forbidden = text.search(FORBIDDEN)
    if (forbidden >= 0) {
      const code = text.charCodeAt(forbidden).toString(16).toUpperCase().padStart(4, '0')
      return this.#stopAt(text.slice(0, forbidden), `character not allowed: U+${code}`, bytes)
    }
    if (malformed >= 0) {
      const byte = bytes[malformed]?.toString(16).toUpperCase().padStart(2, '0')
      return this.#stopAt(text, `malformed character: byte 0x${byte}`, bytes)
    }
    this.#text = text
    return this.#normaliseLineEnds(text)
  }

  /** Stops behind a text, or goes on to the end of the bytes that begin with it. */
  #stopAt(text: string, fact: string, bytes: Buffer): string {
    this.#text = text
    const before = this.#normaliseLineEnds(text)
    if (!this.#repairs) {
      this.fault = fact
      return before
    }
    this.repaired = { fact, index: before.length }
    this.#text = (this.#encoding?.decode(bytes) ?? '').replace(UNREADABLE, '\ufffd')
    const dropped = this.#dropped
    const after = this.#normaliseLineEnds(this.#text.slice(text.length))
    this.#dropped = dropped
    return before + after
  }

  #normaliseLineEnds(text: string): string {
    this.#dropped = this.#carriageReturn && text.startsWith('\n') ? 1 : 0
    if (text !== '') this.#carriageReturn = text.endsWith('\r')
    const rest = text.slice(this.#dropped)
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/
const UNREADABLE = new RegExp(`${FORBIDDEN.source}|\\p{Surrogate}`, 'gu')

const UTF8: Encoding = {
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

interface Sniffed {
  encoding: Encoding
  /** The length of the byte order mark. */
  skip: number
  /** Why the encoding cannot be read, and the text before its name. */
  fact?: string
  before: string
}

/** The encoding, by byte order mark, first characters and declaration. */
function sniff(bytes: Buffer, isLast: boolean): Sniffed | 'wait' {
  if (bytes.length < 4 && !isLast) return 'wait'
  const { encoding, skip } = family(bytes)
  const head = encoding
    .decode(bytes.subarray(skip, skip + 2 * LONGEST_DECLARATION))
    .slice(0, LONGEST_DECLARATION)
  const end = head.indexOf('?>')
  const isDeclared = '<?xml'.startsWith(head.slice(0, 5)) || head.startsWith('<?xml')
  if (isDeclared && end < 0 && head.length < LONGEST_DECLARATION && !isLast) return 'wait'
  const declaration = isDeclared && end >= 0 ? head.slice(0, end) : ''
  const found = /^(<\?xml\s[^>]*?\sencoding\s*=\s*["'])([^"']*)/.exec(declaration)
  if (found === null) return { encoding: encoding === LATIN1 ? UTF8 : encoding, skip, before: '' }

  const [, before = '', declared = ''] = found
  const refused = (fact: string): Sniffed => ({
    encoding: encoding === LATIN1 ? UTF8 : encoding,
    skip,
    fact: `${fact}: "${declared}"`,
    before,
  })
  const isUtf16 = encoding !== LATIN1 && encoding !== UTF8
  const contradicts = isUtf16
    ? !/^utf-16(?:le|be)?$|^iso-10646-ucs-2$/i.test(declared)
    : /^utf-16/i.test(declared)
  const named = isUtf16 ? encoding : BY_NAME.get(declared.toLowerCase())
  if (contradicts || (skip > 0 && named !== undefined && named !== encoding)) {
    return refused(`encoding contradicts the ${skip > 0 ? 'byte order mark' : 'first bytes'}`)
  }
  return named === undefined ? refused('encoding not supported') : { encoding: named, skip, before }
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
