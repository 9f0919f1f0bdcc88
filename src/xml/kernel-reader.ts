// Reads one document with the kernel: hands it bytes, answers its questions, turns its faults into errors.

import type { EngineOptions } from './engine.ts'
import { Intake, wholeIn } from './intake.ts'
import { inspect } from './kernel-characters.ts'
import { type DoctypeOptions, KernelDoctype, type Referred } from './kernel-doctype.ts'
import { ENTITY_FAULT, factOf, limitOf, NAME_CLASH } from './kernel-faults.ts'
import { KernelPlaces } from './kernel-places.ts'
import { beyond, LIMITS, type Limits } from './limits.ts'
import { type Host, Kernel } from './wasm.ts'
import { LimitError, type Position, XmlError } from './xml-error.ts'

/** What the kernel makes of a document, as `kernel/element.ts` numbers it. */
export const MODE = { check: 0, tape: 1, records: 2 } as const

const STATUS = { hungry: 0, full: 1, doctype: 2, done: 3, fault: 4 } as const

const CHUNK = 256 * 1024 // bytes that the kernel reads at once
const DOCTYPE_START = '<!DOCTYPE'.length

export abstract class KernelReader {
  protected readonly kernel: Kernel
  protected readonly options: EngineOptions
  readonly #limits: Limits
  readonly #intake: Intake
  readonly #places: KernelPlaces
  #hasStarted = false
  #hasEnded = false
  #filled = 0 // bytes in the kernel's window
  #checked = 0 // of those, up to where they are characters
  #declaration = 0 // bytes of the XML declaration, until it is skipped
  #doctype: KernelDoctype | undefined
  #hasWarned = false
  #clash: Error | undefined
  #refused: Referred = {} // why a reference is a fault, which the kernel knows only by its code

  constructor(mode: keyof typeof MODE, options: EngineOptions) {
    const limits = { ...LIMITS, ...options.limits }
    this.options = options
    this.#limits = limits
    this.#intake = new Intake(options.encoding)
    this.kernel = Kernel.take(this.#host())
    this.#places = new KernelPlaces(this.kernel, this.#intake, options.source)
    this.kernel.exports.reset(
      MODE[mode],
      options.namespaces !== false,
      Math.random(),
      limits.depth,
      limits.attributes,
      limits.name,
      limits.names,
      limits.tag,
      limits.record,
      limits.expansion,
      limits.amplification,
    )
  }

  /** Hands over what the kernel has made of the bytes so far; answers whether more is wanted. */
  protected abstract deliver(): boolean
  /** Learns of a name that elements or attributes have. */
  protected describe(_name: number): void {}
  /** Learns of a name in a namespace; answers the steps of the record pattern that it satisfies. */
  protected abstract expand(name: number, uri: number): number
  protected flush(_exit: number, _from: number, _length: number, _records: number): boolean {
    return true
  }
  protected ask(_step: number, _from: number, _length: number): boolean {
    return true
  }

  /** The error of a record that has a field of the name that is to hold its own. */
  protected clash(_name: string): Error {
    return new Error('no field was to hold a name')
  }

  #host(): Host {
    return {
      describe: (name) => this.describe(name),
      expand: (name, uri) => this.expand(name, uri),
      entity: (name, isInAttribute, at) => this.#entity(name, isInAttribute !== 0, at),
      flush: (...of) => (this.flush(...of) ? 1 : 0),
      ask: (...of) => (this.ask(...of) ? 1 : 0),
      number: (from, length) => Number(this.kernel.text(from, length)),
    }
  }

  write(bytes: Uint8Array): boolean {
    if (this.#hasEnded) return false
    return this.#guarded(() => {
      const rest = this.#hasStarted ? bytes : this.#start(bytes, false)
      return rest === undefined || this.#feedAll(rest, false)
    })
  }

  space(bytes: number): Uint8Array | undefined {
    if (this.#hasEnded || !this.#hasStarted || !this.#intake.isUtf8) return undefined
    return this.kernel.bytes(this.kernel.exports.room(this.#filled, bytes), bytes)
  }

  end(): void {
    if (this.#hasEnded) return
    this.#guarded(() => {
      if (!this.#hasStarted) {
        const rest = this.#start(new Uint8Array(0), true)
        if (rest && !this.#feedAll(rest, false)) return false
      }
      if (this.#feed(new Uint8Array(0), true) && this.kernel.exports.finish() === 0)
        throw this.#fault()
      return this.deliver()
    })
    this.release()
  }

  protected get hasEnded(): boolean {
    return this.#hasEnded
  }

  leave(): void {
    this.release()
  }

  /** Ends the reading; the kernel is free for another document. */
  protected release(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.kernel.release()
  }

  /** Runs a step; what was found before its fault is delivered, and whoever has had enough does not hear of it. */
  #guarded(step: () => boolean): boolean {
    try {
      const goesOn = step()
      if (!goesOn) this.release()
      return goesOn
    } catch (error) {
      try {
        const isOfDocument = error instanceof XmlError || error === this.#clash
        if (isOfDocument && !this.deliver()) return false
      } finally {
        this.release()
      }
      throw error
    }
  }

  #start(bytes: Uint8Array, isLast: boolean): Uint8Array | undefined {
    const started = this.#intake.start(bytes, isLast)
    if (started === undefined) return undefined
    this.#hasStarted = true
    const { fault } = started
    if (fault)
      throw this.#places.errorBehind(fault.before, fault.fact, { offset: 0, line: 1, column: 1 })
    this.#declaration = this.#intake.declaration?.length ?? 0 // all ASCII
    return started.bytes
  }

  #feedAll(bytes: Uint8Array, isLast: boolean): boolean {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      if (!this.#feed(bytes.subarray(at, at + CHUNK), isLast)) return false
    }
    return true
  }

  /** Puts bytes into the window and has them read as far as they are characters. */
  #feed(bytes: Uint8Array, isLast: boolean): boolean {
    const { kernel } = this
    const { exports } = kernel
    const utf8 = this.#intake.isUtf8 ? { bytes } : this.#intake.transcode(bytes, isLast)
    const { length } = utf8.bytes
    const at = exports.room(this.#filled, length)
    const place = kernel.bytes(at, length)
    const isThere = utf8.bytes.buffer === place.buffer && utf8.bytes.byteOffset === place.byteOffset
    if (!isThere) place.set(utf8.bytes)
    const window = at - this.#filled
    this.#filled += length

    const fresh = kernel.bytes(window + this.#checked, this.#filled - this.#checked)
    // what is cut is less than a character
    const whole = this.#checked + (isLast ? fresh.length : wholeIn(fresh))
    const found = inspect(kernel, window, this.#checked, whole)
    const { end } = found
    const fact = found.fact ?? ('fault' in utf8 ? utf8.fault : undefined)
    this.#checked = end
    if (this.#declaration > 0) {
      exports.skipTo(this.#declaration)
      this.#declaration = 0
    }
    if (fact !== undefined) exports.stopWaiting() // a fault before that comes first
    const goesOn = this.#read(end, isLast && fact === undefined)
    if (goesOn && fact !== undefined) {
      exports.locate(this.#checked)
      throw this.#places.error(fact)
    }
    return goesOn
  }

  /** Has the kernel read the window up to `end`. */
  #read(end: number, isLast: boolean): boolean {
    const { exports } = this.kernel
    while (true) {
      if (
        this.#doctype &&
        !this.#doctype.isWhole &&
        !this.#readDoctype(this.#doctype, end, isLast)
      ) {
        break
      }
      const status = exports.run(end, isLast)
      if (status === STATUS.fault) throw this.#fault()
      if (status === STATUS.hungry) break
      if (status === STATUS.doctype) this.#openDoctype()
      else if (!this.deliver() || status === STATUS.done) return false
    }
    this.#discard()
    return this.deliver()
  }

  #discard(): void {
    const { exports } = this.kernel
    const spent = exports.spent()
    if (spent === 0) return
    this.#places.pass(spent)
    this.#filled = exports.discard(this.#filled)
    this.#checked -= spent
  }

  #openDoctype(): void {
    const { exports } = this.kernel
    exports.locate(exports.position() - DOCTYPE_START)
    this.#doctype = new KernelDoctype(this.#places.located(), this.#doctypeOptions())
  }

  #doctypeOptions(): DoctypeOptions {
    return {
      namespaces: this.options.namespaces !== false,
      isStandalone: this.#intake.declaration?.isStandalone === true,
      isStrict: this.options.entities === 'strict',
      limits: this.#limits,
    }
  }

  /** Reads on in the document type declaration; answers whether it is whole. */
  #readDoctype(doctype: KernelDoctype, end: number, isLast: boolean): boolean {
    const { exports } = this.kernel
    const at = exports.position()
    const window = exports.room(0, 0)
    const length = doctype.read(this.kernel.bytes(window + at, end - at))
    exports.skipTo(at + length)
    if (!doctype.isWhole && !isLast) return false
    const fault = doctype.declare(this.kernel)
    if (fault)
      throw this.#places.errorBehind(fault.before, fault.fact, doctype.start, fault.isLimit)
    for (const fact of doctype.leftOut) this.#warn(fact, doctype.start)
    return true
  }

  #entity(name: number, isInAttribute: boolean, at: number): number {
    const { kernel } = this
    const { exports } = kernel
    this.#doctype ??= KernelDoctype.none(this.#doctypeOptions())
    const read = exports.bytesBefore(at)
    const found = this.#doctype.entity(kernel, kernel.nameText(name), isInAttribute, read)
    if (found.leftOut !== undefined && !this.#hasWarned) {
      exports.locateAddress(at)
      this.#warn(found.leftOut, this.#places.located())
    }
    if (found.number !== undefined) return found.number
    this.#refused = found
    return -1
  }

  #warn(fact: string, place: Position): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    this.options.onWarning?.(this.#places.errorAt(place, fact).message)
  }

  #fault(): Error {
    const { exports } = this.kernel
    const code = exports.faultCode()
    exports.locateFault()
    const limit = limitOf(code)
    if (limit !== undefined)
      return this.#places.error(beyond(limit, this.#limits[limit]), LimitError)
    if (code === NAME_CLASH) {
      this.#clash = this.clash(this.kernel.text(exports.faultFrom(), exports.faultLength()))
      return this.#clash
    }
    const { fact = '', isLimit } = this.#refused
    if (code === ENTITY_FAULT) return this.#places.error(fact, isLimit ? LimitError : XmlError)
    return this.#places.error(factOf(this.kernel, code))
  }
}
