// Turns the bytes of a document into text with normalised line ends, whatever the cuts between chunks.
// Reads UTF-8, UTF-16 and ISO-8859-1; a byte or character that XML does not allow stops it.

import { isUtf8 } from 'node:buffer'

/** What stopped the decoder, and at which byte of the document. */
export interface Fault {
  fact: string
  offset: number
}

interface Encoding {
  /** How many of the bytes make up whole characters. */
  whole(bytes: Buffer): number
  decode(bytes: Buffer): string
  /** The first byte that is no part of a character, or -1. */
  malformed(bytes: Buffer): number
  bytesIn(text: string): number
}

export class Decoder {
  /** Set once a malformed byte or a forbidden character was met; the text up to it was still returned. */
  fault: Fault | undefined
  #encoding: Encoding | undefined
  #held: Buffer = Buffer.alloc(0) // bytes that wait: the declaration, or a character cut in two
  #carriageReturn = false // the last text ended in CR: an LF after it belongs to it
  #dropped = 0 // 1 when the last text began with such an LF
  #decoded = 0 // bytes before #text
  #text = '' // the last text, line ends as in the input

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
    let at = this.#dropped
    for (let passed = 0; passed < index && at < raw.length; passed++) {
      at += raw.startsWith('\r\n', at) ? 2 : 1
    }
    return this.#decoded + (this.#encoding?.bytesIn(raw.slice(0, at)) ?? 0)
  }

  #decode(chunk: Buffer, isLast: boolean): string {
    let start = 0
    if (this.#encoding === undefined) {
      const found = sniff(chunk, isLast)
      if (found === 'wait') {
        this.#held = Buffer.from(chunk)
        return ''
      }
      if ('fact' in found) {
        this.fault = found
        return ''
      }
      this.#encoding = found.encoding
      this.#decoded = start = found.skip
    } else {
      this.#decoded += this.#encoding.bytesIn(this.#text)
    }
    const encoding = this.#encoding
    let end = isLast ? chunk.length : encoding.whole(chunk.subarray(start)) + start
    this.#held = Buffer.from(chunk.subarray(end)) // a copy: the caller uses its buffer again
    const malformed = encoding.malformed(chunk.subarray(start, end))
    if (malformed >= 0) {
      end = start + malformed
      const byte = chunk[end]?.toString(16).toUpperCase().padStart(2, '0')
      this.fault = {
        fact: `malformed character: byte 0x${byte}`,
        offset: this.#decoded + malformed,
      }
    }
    let text = encoding.decode(chunk.subarray(start, end))
    const forbidden = text.search(FORBIDDEN)
    if (forbidden >= 0) {
      const code = text.charCodeAt(forbidden).toString(16).toUpperCase().padStart(4, '0')
      text = text.slice(0, forbidden)
      const offset = this.#decoded + encoding.bytesIn(text)
      this.fault = { fact: `character not allowed: U+${code}`, offset }
    }
    this.#text = text
    return this.#normaliseLineEnds(text)
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

const BY_NAME: Record<string, Encoding> = {
  'utf-8': UTF8,
  utf8: UTF8,
  'us-ascii': UTF8,
  ascii: UTF8,
  'iso-8859-1': LATIN1,
  latin1: LATIN1,
}

const DECLARATION = '<?xml'
const LONGEST_DECLARATION = 1024

/** The encoding, by byte order mark or declaration, and the length of the mark. */
function sniff(
  bytes: Buffer,
  isLast: boolean,
): { encoding: Encoding; skip: number } | Fault | 'wait' {
  const [first, second, third] = bytes
  if (bytes.length < 4 && !isLast) return 'wait'
  if (first === 0xff && second === 0xfe) return { encoding: UTF16LE, skip: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: UTF16BE, skip: 2 }
  if (first === 0x3c && second === 0) return { encoding: UTF16LE, skip: 0 }
  if (first === 0 && second === 0x3c) return { encoding: UTF16BE, skip: 0 }
  const skip = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0

  const head = bytes.toString('latin1', skip, skip + LONGEST_DECLARATION)
  const length = Math.min(head.length, DECLARATION.length)
  if (!DECLARATION.startsWith(head.slice(0, length))) return { encoding: UTF8, skip }
  const end = head.indexOf('?>')
  if (end < 0 && head.length < LONGEST_DECLARATION && !isLast) return 'wait'
  const declared = /^<\?xml\s[^?]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head.slice(0, end))?.[1]
  if (declared === undefined) return { encoding: UTF8, skip }
  const encoding = BY_NAME[declared.toLowerCase()]
  const offset = skip + head.indexOf(declared)
  if (encoding === undefined || (skip > 0 && encoding !== UTF8)) {
    const fact =
      encoding === undefined ? 'encoding not supported' : 'encoding contradicts the byte order mark'
    return { fact: `${fact}: "${declared}"`, offset }
  }
  return { encoding, skip }
}
