// Reads the document type declaration for the kernel, and tells it what it declares.

import type { Attribute } from '../dtd/attribute-text.ts'
import { type Doctype, DoctypeFault } from '../dtd/doctype.ts'
import { DoctypeEnd } from '../dtd/doctype-end.ts'
import { Entities } from '../dtd/entities.ts'
import { parseDoctype } from '../dtd/parse-doctype.ts'
import { beyond, type Limits } from './limits.ts'
import type { Kernel } from './wasm.ts'
import type { Position } from './xml-error.ts'

interface DoctypeOptions {
  namespaces: boolean
  isStandalone: boolean
  isStrict: boolean
  limits: Limits
}

/** What a reference to an entity came to: its number, or the fact that forbids it. */
export interface Referred {
  number?: number
  fact?: string
  /** The fact about what its text lacks. */
  leftOut?: string
}

// kinds of entity, as `kernel/input.ts` numbers them
const PLAIN = 0
const MARKUP = 1

export class KernelDoctype {
  /** Where it begins. */
  readonly start: Position
  isWhole = false
  leftOut: readonly string[] = []
  readonly #options: DoctypeOptions | undefined
  readonly #end = new DoctypeEnd()
  readonly #pieces: string[] = ['<!DOCTYPE']
  #length = 0 // bytes
  #entities: Entities

  constructor(start: Position, options?: DoctypeOptions, isStrict = false) {
    this.start = start
    this.#options = options
    this.#entities = new Entities(undefined, { isStandalone: false, isStrict })
  }

  /** That of a document without one. */
  static none(isStrict: boolean): KernelDoctype {
    const none = new KernelDoctype({ offset: 0, line: 1, column: 1 }, undefined, isStrict)
    none.isWhole = true
    return none
  }

  /** Takes the bytes that belong to it, whole characters; answers how many. */
  read(bytes: Buffer): number {
    const end = this.#end.find(bytes)
    const own = end < 0 ? bytes : bytes.subarray(0, end)
    this.#pieces.push(own.toString('utf8'))
    this.#length += own.length
    this.isWhole = end >= 0
    return own.length
  }

  /** Tells the kernel of attributes and instructions; answers the fault, and the text before it. */
  declare(kernel: Kernel): { fact: string; before: string; isLimit: boolean } | undefined {
    if (this.#options === undefined) return undefined
    const { isStandalone, isStrict } = this.#options
    const text = this.#pieces.join('')
    this.#pieces.length = 0
    let doctype: Doctype
    try {
      doctype = parseDoctype(text, { ...this.#options, isComplete: this.isWhole })
    } catch (error) {
      if (!(error instanceof DoctypeFault)) throw error
      return { fact: error.fact, before: text.slice(0, error.at), isLimit: error.isLimit }
    }
    this.leftOut = doctype.leftOut
    this.#entities = new Entities(doctype, { isStandalone, isStrict })
    for (const [element, attributes] of doctype.attributes) {
      const elementName = kernel.name(element)
      // the kernel finds the last one first
      for (const { name, isTokenised, value } of attributes.toReversed()) {
        const length = Buffer.byteLength(value ?? '')
        const attribute = kernel.name(name)
        const hasValue = value !== undefined
        const to = kernel.exports.declareAttribute(
          elementName,
          attribute,
          isTokenised,
          hasValue,
          length,
        )
        kernel.bytes(to, length).write(value ?? '')
      }
    }
    for (const { target, data } of doctype.instructions) {
      kernel.exports.tellInstruction(kernel.name(target), ...kernel.keep(data))
    }
    return undefined
  }

  /** Gives the kernel the text of an entity. */
  entity(kernel: Kernel, name: string, isInAttribute: boolean): Referred {
    if (isInAttribute) return this.#inAttribute(kernel, name)
    const found = this.#entities.resolve(name)
    if (found.kind === 'fault') return { fact: found.fact }
    if (found.kind === 'left out') {
      return { number: kernel.addEntity('', PLAIN), leftOut: found.fact }
    }
    return { number: kernel.addEntity(found.text, found.isPlain ? PLAIN : MARKUP) }
  }

  #inAttribute(kernel: Kernel, name: string): Referred {
    let leftOut: string | undefined
    let added = 0
    const most = Math.min(this.#options?.limits.expansion ?? 0, MOST_IN_ATTRIBUTE)
    const attribute: Attribute = {
      at: 0,
      grow(characters) {
        added += characters
        if (added > most) throw new DoctypeFault(beyond('expansion', most), 0, true)
      },
      leaveOut(fact) {
        leftOut ??= fact
      },
    }
    try {
      const text = this.#entities.inAttribute(name, attribute)
      return { number: kernel.addEntity(text, PLAIN), ...(leftOut !== undefined && { leftOut }) }
    } catch (error) {
      if (!(error instanceof DoctypeFault)) throw error
      return { fact: error.fact }
    }
  }
}

/** Characters of one value: billions of laughs end here before they are counted against the bytes read. */
const MOST_IN_ATTRIBUTE = 64 * 1024 * 1024
