// Turns the bytes of a document into text with normalised line ends, whatever the cuts between chunks.
// A byte or character that XML does not allow stops it.

import type { Encoding } from './encoding.ts'
import { leadOf, type Said, type Sniffed, saidBy, sniff } from './encodings.ts'
import type { EngineOptions } from './engine.ts'

export class Decoder {
  /** What stopped it: a byte or a character that cannot be, right after the last text. */
  fault: string | undefined
  /** What did not stop it because it repairs: the first in the last text, and where. */
  repaired: { fact: string; index: number } | undefined
  readonly #repairs: boolean
  readonly #said: Said
  #encoding: Encoding | undefined
  #held: Buffer = Buffer.alloc(0) // bytes that wait: the declaration, or a character cut in two
  #carriageReturn = false // the last text ended in CR: an LF after it belongs to it
  #dropped = 0 // 1 when the last text began with such an LF
  #decoded = 0 // bytes before #text
  #length = 0 // bytes of #text
  #text = '' // the last text, line ends as in the input

  /** One that repairs reads U+FFFD for what cannot be, and as UTF-8 or by its mark what names no encoding it knows. */
  constructor({ lenient = false, ...options }: EngineOptions = {}) {
    this.#repairs = lenient
    this.#said = saidBy(options)
  }

  /** Learns, before the first bytes, what a server says of the encoding. */
  hearOf(charset: string): void {
    this.#said.charset = charset
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
    const isFirst = this.#encoding === undefined
    if (this.#encoding === undefined) {
      const found = sniff(chunk, isLast, this.#said)
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
    const led = isFirst && this.#said.leads ? leadOf(text) : undefined
    if (led === undefined) return this.#normaliseLineEnds(text)
    this.repaired = { fact: led.fact, index: 0 }
    return this.#normaliseLineEnds(text.replaceAll('\ufeff', ' '))
  }

  /** Stops after a text, or goes on to the end of the bytes that begin with it. */
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
