// Reads values from JSON as the kernel writes it, without spaces: what `JSON.parse` makes of it, several times as fast where
// records are alike, since the keys of an object are guessed from the one before.

import type { Value } from '../../record/record.ts'
import { afterText, Shape } from './shape.ts'
import { Stretch } from './stretch.ts'

const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d

const DEEP = 200 // levels, below which the platform reads on: it needs no stack for them
const LONG = 1 << 20 // bytes of a batch that holds a long record, of which there are few
const SHORT = 32 // characters of a text that is likely to come again

/** The values of a batch, each of which a comma follows. */
export function valuesIn(batch: Buffer): Value[] {
  return usual.read(batch)
}

/** It may read the batches of any number of documents, one after the other. */
export class ValueReader {
  #bytes: Buffer = Buffer.alloc(0)
  #texts = new Stretch(this.#bytes, 'latin1')
  #at = 0
  #depth = 0
  #shapes = new Shape()
  /** The members of objects that are open, the outermost first. */
  readonly #members: Value[] = []
  #filled = 0
  #plain = '' // the text read last, if it stands there as it is

  read(batch: Buffer): Value[] {
    if (batch.length > LONG) {
      return JSON.parse(`[${batch.toString('utf8', 0, batch.length - 1)}]`) as Value[]
    }
    this.#bytes = batch
    this.#texts = new Stretch(batch, 'latin1')
    this.#at = this.#depth = this.#filled = 0
    if (this.#shapes.isLarge) this.#shapes = new Shape()
    const values: Value[] = []
    while (this.#at < batch.length) {
      values.push(this.#value())
      this.#at++
    }
    this.#members.length = 0
    return values
  }

  #value(): Value {
    switch (this.#bytes[this.#at]) {
      case QUOTE:
        return this.#text()
      case OPEN_OBJECT:
        return this.#depth < DEEP ? this.#object() : this.#deep()
      case OPEN_ARRAY:
        return this.#depth < DEEP ? this.#array() : this.#deep()
      default:
        return this.#scalar()
    }
  }

  #object(): Value {
    const first = this.#filled
    let shape = this.#shapes
    this.#depth++
    this.#at++ // {▮"key":
    while (this.#bytes[this.#at] !== CLOSE_OBJECT) {
      shape = shape.with(this.#bytes, this.#at)
      this.#at += shape.length
      this.#members[this.#filled++] = this.#isAgain(shape.text) ? shape.text : this.#member(shape)
      if (this.#bytes[this.#at] === COMMA) this.#at++
    }
    this.#at++
    this.#depth--
    this.#filled = first
    return shape.object(this.#members, first)
  }

  #array(): Value {
    const values: Value[] = []
    this.#depth++
    this.#at++
    while (this.#bytes[this.#at] !== CLOSE_ARRAY) {
      values.push(this.#value())
      if (this.#bytes[this.#at] === COMMA) this.#at++
    }
    this.#at++
    this.#depth--
    return values
  }

  /** Whether a text is the value that follows; if so that is passed. */
  #isAgain(text: string): boolean {
    const bytes = this.#bytes
    const from = this.#at + 1
    const to = from + text.length
    if (bytes[to] !== QUOTE || bytes[this.#at] !== QUOTE) return false
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) !== bytes[from + i]) return false
    }
    this.#at = to + 1
    return true
  }

  /** The value of the last key of a shape. */
  #member(shape: Shape): Value {
    this.#plain = ''
    const value = this.#value()
    if (this.#plain === value && value.length <= SHORT) shape.text = value
    return value
  }

  #text(): string {
    const bytes = this.#bytes
    const from = this.#at + 1
    let at = from
    let all = 0
    for (let byte = bytes[at] as number; byte !== QUOTE; byte = bytes[++at] as number) {
      if (byte === BACKSLASH) return this.#parsed(afterText(bytes, at)) as string
      all |= byte
    }
    this.#at = at + 1
    if (all >= 0x80) return bytes.toString('utf8', from, at)
    this.#plain = this.#texts.cut(from, at)
    return this.#plain
  }

  /** `null`, `true`, `false` or a number. */
  #scalar(): Value {
    let at = this.#at
    for (let byte = this.#bytes[at]; !isAfterScalar(byte); byte = this.#bytes[at]) at++
    return this.#parsed(at)
  }

  #deep(): Value {
    const bytes = this.#bytes
    let at = this.#at
    let open = 0
    do {
      const byte = bytes[at] as number
      if (byte === QUOTE) at = afterText(bytes, at + 1)
      else {
        if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) open++
        if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) open--
        at++
      }
    } while (open > 0)
    return this.#parsed(at)
  }

  #parsed(to: number): Value {
    const json = this.#bytes.toString('utf8', this.#at, to)
    this.#at = to
    return JSON.parse(json) as Value
  }
}

const usual = new ValueReader() // of all documents, which are often alike

function isAfterScalar(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte === undefined
}
