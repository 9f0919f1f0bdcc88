// Reads the document type declaration of a document that the kernel reads, and answers for the entities in it.

import type { Outside } from '../../dtd/outside.ts'
import type { EngineOptions } from '../engine.ts'
import type { Limits } from '../limits.ts'
import type { Transcoder } from '../transcode.ts'
import type { Kernel } from '../wasm.ts'
import { type DoctypeOptions, declareAttributes, KernelDoctype, type Referred } from './doctype.ts'
import type { KernelPositions } from './positions.ts'

const DOCTYPE_START = '<!DOCTYPE'.length
const LONGEST_DECLARATION = 4096 // bytes

export interface PrologOptions {
  kernel: Kernel
  transcoder: Transcoder
  places: KernelPositions
  limits: Limits
  outside: Outside
  options: EngineOptions
}

export class KernelProlog {
  /** Why the last reference is a fault, which the kernel knows only by its code. */
  refused: Referred = {}
  readonly #of: PrologOptions
  readonly #fileAttributes = new Map<number, number>()
  #doctype: KernelDoctype | undefined
  #before: KernelDoctype | undefined // of the document before, in a row of them

  constructor(options: PrologOptions) {
    this.#of = options
  }

  /** Begins the input: what the user's files declare holds for each document. */
  begin(): void {
    const { kernel, outside } = this.#of
    if (!outside.declarations) return
    for (const [element, attributes] of outside.declarations.attributes) {
      const name = kernel.name(element)
      declareAttributes(kernel, name, attributes)
      this.#fileAttributes.set(name, kernel.exports.declaredLast(name))
    }
  }

  /** Begins a document type declaration, after `<!DOCTYPE`. */
  open(): void {
    const { kernel, places } = this.#of
    const { exports } = kernel
    exports.locate(exports.position() - DOCTYPE_START)
    this.#before = this.#doctype
    this.#doctype = new KernelDoctype(places.located(), this.#doctypeOptions())
  }

  /** Reads on in the declaration that is open, if one is; answers whether it is whole. */
  read(end: number, isLast: boolean): boolean {
    const doctype = this.#doctype
    if (doctype === undefined || doctype.isWhole) return true
    const { kernel, places } = this.#of
    const { exports } = kernel
    const at = exports.position()
    const window = exports.room(0, 0)
    const length = doctype.read(kernel.bytes(window + at, end - at))
    exports.skipTo(at + length)
    if (!doctype.isWhole && !isLast) return false
    const before = this.#before
    this.#before = undefined
    if (before?.isWhole && before.text === doctype.text && before.isLike(doctype)) {
      doctype.adopt(before)
      return true
    }
    before?.forget(kernel)
    const fault = doctype.declare(kernel)
    if (fault) throw places.errorAfter(fault.before, fault.fact, doctype.start, fault.isLimit)
    return true
  }

  /** Reads the declaration of a document that follows another one. */
  declare(end: number): void {
    const { kernel, transcoder, places } = this.#of
    const { exports } = kernel
    const at = exports.position()
    exports.locate(at)
    const start = places.located()
    const text = kernel.text(exports.room(0, 0) + at, Math.min(end - at, LONGEST_DECLARATION))
    const fault = transcoder.declareAgain(text)
    if (fault) throw places.errorAfter(fault.before, fault.fact, start)
    exports.skipTo(at + transcoder.prefix)
  }

  /** The documents before have ended. */
  forget(): void {
    if (this.#doctype?.isNone) return
    this.#doctype?.forget(this.#of.kernel)
    this.#doctype = undefined
  }

  /** Counts the references to unknown entities, when no more come. */
  count(): void {
    const { kernel } = this.#of
    this.#before?.count(kernel)
    this.#doctype?.count(kernel)
  }

  /** The number of an entity that is referred to; -1 if that is a fault. */
  entity(name: number, isInAttribute: boolean, at: number): number {
    const { kernel } = this.#of
    this.#doctype ??= KernelDoctype.none(this.#doctypeOptions())
    const read = kernel.exports.bytesBefore(at)
    const found = this.#doctype.entity(kernel, name, isInAttribute, read)
    if (found.number !== undefined) return found.number
    this.refused = found
    return -1
  }

  #doctypeOptions(): DoctypeOptions {
    const { options, outside, transcoder, limits, kernel } = this.#of
    // that of the document before says nothing of this one
    const isDeclared = !options.fragments || kernel.exports.hasDeclaration() !== 0
    return {
      namespaces: options.namespaces !== false,
      isStandalone: isDeclared && transcoder.declaration?.isStandalone === true,
      outside,
      limits,
      fileAttributes: this.#fileAttributes,
    }
  }
}
