// Provides shapes of objects: keys in their order, as a tree, each of which guesses the key that comes next. An object of a
// shape is made by a function for it, as V8 makes one from a literal in a twentieth of the time that it takes key by key.

import type { Value } from '../../record/record.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

const FEW = 8 // keys that are compared one by one
const OFTEN = 10 // objects after which a shape is worth a function of its own
const MOST_KEYS = 200 // that such a function is made for
const MOST_FUNCTIONS = 1000
const LARGE = 10_000 // shapes

type Make = (members: readonly Value[], first: number) => Value

/** How large a tree is. */
interface Size {
  shapes: number
  functions: number
}

export class Shape {
  /** Bytes of the last key with its quotes and the colon. */
  readonly length: number
  /** The text that the last key had last, if it is short: it often has it again. */
  text = ''
  readonly #size: Size
  readonly #before: Shape | undefined // the same without the last key
  readonly #last: string
  readonly #written: Uint8Array // that with its quotes and the colon
  readonly #longer = new Map<string, Shape>()
  #next: Shape | undefined // the longer one that was last met
  #objects = 0
  #keys: readonly string[] | undefined
  #make: Make | undefined

  constructor(before?: Shape, last = '', written: Uint8Array = new Uint8Array(0)) {
    this.length = written.length
    this.#size = before ? before.#size : { shapes: 0, functions: 0 }
    this.#before = before
    this.#last = last
    this.#written = written
  }

  /** Whether the tree has so many shapes that it is better begun anew. */
  get isLarge(): boolean {
    return this.#size.shapes > LARGE
  }

  /** This shape and the key that stands at a place. */
  with(bytes: Buffer, at: number): Shape {
    const next = this.#next
    if (next?.endsAt(bytes, at)) return next
    let longer: Shape | undefined
    if (this.#longer.size <= FEW) {
      for (const known of this.#longer.values()) if (known.endsAt(bytes, at)) longer = known
    }
    longer ??= this.#longerBy(bytes.subarray(at, afterText(bytes, at + 1) + 1))
    this.#next = longer
    return longer
  }

  endsAt(bytes: Uint8Array, at: number): boolean {
    const written = this.#written
    for (let i = 0; i < written.length; i++) if (written[i] !== bytes[at + i]) return false
    return true
  }

  #longerBy(written: Buffer): Shape {
    const json = written.toString('utf8', 0, written.length - 1)
    const known = this.#longer.get(json)
    if (known) return known
    this.#size.shapes++
    const longer = new Shape(this, JSON.parse(json) as string, Uint8Array.from(written))
    this.#longer.set(json, longer)
    return longer
  }

  /** The object of this shape with the members from one on. */
  object(members: readonly Value[], first: number): Value {
    if (this.#make === undefined && ++this.#objects > OFTEN) this.#make = this.#worthwhile()
    return this.#make === undefined ? this.#byKey(members, first) : this.#make(members, first)
  }

  #worthwhile(): Make {
    const keys = this.#allKeys()
    const byKey: Make = (members, first) => this.#byKey(members, first)
    if (keys.length > MOST_KEYS || this.#size.functions === MOST_FUNCTIONS) return byKey
    this.#size.functions++
    return made(keys) ?? byKey
  }

  #byKey(members: readonly Value[], first: number): Value {
    return Object.fromEntries(
      this.#allKeys().map((key, i) => [key, members[first + i] as Value] as const),
    )
  }

  #allKeys(): readonly string[] {
    if (this.#keys) return this.#keys
    const keys: string[] = []
    for (let shape: Shape = this; shape.#before; shape = shape.#before) keys.push(shape.#last)
    this.#keys = keys.reverse()
    return keys
  }
}

/** A function that makes objects with these keys; none where code may not be made from text. A key is in it as JSON. */
function made(keys: readonly string[]): Make | undefined {
  const members = keys.map((key, i) => `${literal(key)}: members[first + ${i}]`)
  try {
    return new Function('members', 'first', `return { ${members.join(', ')} }`) as Make
  } catch {
    return undefined
  }
}

/** As it stands without brackets, this one key is no member. */
function literal(key: string): string {
  return key === '__proto__' ? '["__proto__"]' : JSON.stringify(key)
}

/** Where a text ends of which the place is inside, its quote included. */
export function afterText(bytes: Uint8Array, inside: number): number {
  let at = inside
  for (; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
  return at + 1
}
