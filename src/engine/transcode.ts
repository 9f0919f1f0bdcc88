// Turns the bytes of a document into UTF-8 for the kernel, in pieces of whole characters, and places in that back.

import { type Declaration, parseDeclaration } from '../dtd/declaration.ts'
import { DoctypeFault } from '../dtd/doctype.ts'
import type { Encoding } from './encoding.ts'
import { isNamed, leadOf, type Said, sniff, UTF8 } from './encodings.ts'

/** What is wrong with the start of a document, and the text before it. */
export interface StartFault {
  fact: string
  before: string
}

export class Transcoder {
  readonly #said: Said
  #encoding: Encoding = UTF8
  /** Bytes of the mark before the text. */
  mark = 0
  declaration: Declaration | undefined
  #held: Buffer = Buffer.alloc(0) // the start of the document, or of a character

  /** How long, as UTF-8, what comes before the document proper is: its declaration, and what stands before that. */
  prefix = 0
  /** What is wrong with the start, where it is read all the same. */
  warning: string | undefined

  /** `known` is the name of the encoding, where that is not left to the document. */
  constructor({ known, leads = false }: Said) {
    this.#said = { leads, ...(known !== undefined && { known }) }
  }

  /** Learns, before the first bytes, what a server says of the encoding. */
  hearOf(charset: string): void {
    this.#said.charset = charset
  }

  /** Whether bytes need no change. */
  get isUtf8(): boolean {
    return this.#encoding === UTF8
  }

  /** Learns the encoding from the first bytes; answers with the rest of them, nothing if it needs more. */
  start(bytes: Uint8Array, isLast: boolean): { bytes: Buffer; fault?: StartFault } | undefined {
    const head = Buffer.concat([this.#held, bytes])
    const found = sniff(head, isLast, this.#said)
    if (found === 'wait') {
      this.#held = head
      return undefined
    }
    this.#held = Buffer.alloc(0)
    this.#encoding = found.encoding
    this.mark = found.skip
    const rest = head.subarray(found.skip)
    const text = found.encoding.decode(
      rest.subarray(0, found.encoding.whole(rest.subarray(0, 4096))),
    )
    const fault = this.#declare(text)
    if (fault && (found.fact === undefined || fault.before.length <= found.before.length)) {
      return { bytes: rest, fault }
    }
    if (found.fact !== undefined) {
      return { bytes: rest, fault: { fact: found.fact, before: found.before } }
    }
    return { bytes: rest }
  }

  #declare(text: string): StartFault | undefined {
    const { lead = '', fact } = (this.#said.leads ? leadOf(text) : undefined) ?? {}
    this.warning = fact
    this.prefix = Buffer.byteLength(lead)
    const rest = text.slice(lead.length)
    if (!/^<\?xml[ \t\r\n?]/.test(rest)) return undefined
    try {
      this.declaration = parseDeclaration(rest)
      this.prefix += this.declaration.length // all ASCII
      return undefined
    } catch (error) {
      if (!(error instanceof DoctypeFault)) throw error
      return { fact: error.fact, before: text.slice(0, lead.length + error.at) }
    }
  }

  /** Reads the declaration of a document that follows another one, which must be in the same encoding. */
  declareAgain(text: string): StartFault | undefined {
    const fault = this.#declare(text)
    const { encoding = 'utf-8' } = this.declaration ?? {}
    const isSaid = (this.#said.known ?? this.#said.charset) !== undefined
    if (fault || isSaid || isNamed(this.#encoding, encoding)) return fault
    const before = text.slice(0, Math.max(0, text.indexOf(encoding, text.indexOf('encoding'))))
    return { fact: `encoding is not that of the document before: "${encoding}"`, before }
  }

  /** The same as UTF-8, of an encoding that is not; what is malformed ends it, as a fact. */
  transcode(bytes: Uint8Array, isLast: boolean): { bytes: Buffer; fault?: string } {
    const encoding = this.#encoding
    const all = Buffer.concat([this.#held, bytes])
    const whole = isLast ? all.length : encoding.whole(all)
    this.#held = Buffer.from(all.subarray(whole))
    const read = all.subarray(0, whole)
    const malformed = encoding.malformed(read)
    const text = Buffer.from(encoding.decode(malformed < 0 ? read : read.subarray(0, malformed)))
    return malformed < 0 ? { bytes: text } : { bytes: text, fault: malformedAt(read, malformed) }
  }

  /** How many bytes of the document, in its own encoding, these of UTF-8 come from. */
  sourceBytes(utf8: Buffer): number {
    return this.isUtf8 ? utf8.length : this.#encoding.bytesIn(utf8.toString('utf8'))
  }
}

/** How many of the bytes make up whole characters. */
export function wholeIn(bytes: Buffer): number {
  return UTF8.whole(bytes)
}

export function malformedAt(bytes: Buffer, at: number): string {
  return `malformed character: byte 0x${bytes[at]?.toString(16).toUpperCase().padStart(2, '0')}`
}
