// Reads one document with the kernel: hands it bytes, answers its questions, turns its faults into errors.

import type { Outside } from '../../dtd/outside.ts'
import * as layout from '../../kernel/layout.ts'
import { saidBy } from '../encodings.ts'
import type { EngineOptions } from '../engine.ts'
import { beyond, LIMITS, type Limits } from '../limits.ts'
import { outsideOf } from '../outside.ts'
import type { Border } from '../part.ts'
import { Transcoder } from '../transcode.ts'
import { Exhausted, type Host, isDefect, Kernel } from '../wasm.ts'
import { LimitError, type Position, XmlError } from '../xml-error.ts'
import { KernelBorders } from './borders.ts'
import type { ErrorRecovery, Recoverable } from './error-recovery.ts'
import { factOf, fullOf, limitOf } from './faults.ts'
import { KernelPositions } from './positions.ts'
import { KernelProlog } from './prolog.ts'
import { type Mode, set } from './settings.ts'
import { KernelWindow } from './window.ts'

const CHUNK = 256 * 1024 // bytes that the kernel reads at once

export abstract class KernelReader {
  protected readonly kernel: Kernel
  protected readonly options: EngineOptions
  protected readonly places: KernelPositions
  readonly #limits: Limits
  readonly #outside: Outside
  readonly #transcoder: Transcoder
  #recovery: ErrorRecovery | undefined
  #hasStarted = false
  #hasEnded = false
  readonly #window: KernelWindow
  readonly #borders: KernelBorders
  readonly #prolog: KernelProlog
  #clash: Error | undefined
  #isRefused = false // by those who were given what was read

  constructor(mode: Mode, options: EngineOptions) {
    const limits = { ...LIMITS, ...options.limits }
    this.options = options
    this.#limits = limits
    this.#outside = options.outside ?? outsideOf(options)
    this.#transcoder = new Transcoder(saidBy(options))
    this.kernel = Kernel.take(this.#host())
    this.places = new KernelPositions(this.kernel, this.#transcoder, options.source)
    this.#borders = new KernelBorders(this.kernel, this.places)
    this.#window = new KernelWindow(this.kernel, this.#transcoder, this.places)
    const reader = { kernel: this.kernel, transcoder: this.#transcoder, places: this.places }
    this.#prolog = new KernelProlog({ ...reader, limits, options, outside: this.#outside })
    set(this.kernel, mode, limits, options.namespaces)
    this.kernel.exports.reset()
  }

  /** Has what is at fault left out, and the document read on after it. */
  protected resume(recovery: (reader: Recoverable) => ErrorRecovery): void {
    const { kernel, places, options } = this
    const { fragments = false } = options
    const longest = this.#limits.record
    this.#recovery = recovery({ kernel, places, window: this.#window, longest, fragments })
  }

  /** The error of what is beyond a limit by what is made of it: it ends the reading. */
  protected beyond(limit: keyof Limits, place: Position): Error {
    this.#isRefused = true
    return this.places.errorAt(place, beyond(limit, this.#limits[limit]), LimitError)
  }

  /** Hands over what the kernel has made of the bytes so far; answers whether more is wanted. */
  protected abstract deliver(): boolean
  /** Learns of a name that elements or attributes have, or that one is in another namespace than before. */
  protected describe(_name: number, _uri?: number): void {}
  /** Learns of a name in a namespace; answers the steps of the record pattern that it satisfies. */
  protected abstract expand(name: number, uri: number): number
  /** Takes what leaves by an exit; answers whether that takes more. */
  protected flush?(exit: number, from: number, length: number, records: number): boolean
  protected checkSource?(from: number, length: number, record: number, offset: number): void
  protected ask?(step: number, from: number, length: number): boolean
  /** Changes a record as a step does; answers the length of what it becomes, in the room for that. */
  protected rewrite?(step: number, from: number, length: number): number
  /** The error of a record that has a field of that name already. */
  protected clash?(name: string): Error

  #host(): Host {
    return {
      describe: (name) => this.describe(name),
      expand: (name, uri) => this.expand(name, uri),
      nameIn: (...of) => this.describe(...of),
      entity: (name, isInAttribute, at) => this.#prolog.entity(name, isInAttribute !== 0, at),
      flush: (...of) => (this.flush?.(...of) ? 1 : 0),
      ask: (...of) => (this.ask?.(...of) ? 1 : 0),
      rewrite: (...of) => this.rewrite?.(...of) ?? 0,
      forget: () => this.#prolog.forget(),
      offsetOf: (utf8) => this.places.offsetForKernel(utf8),
      checkSource: (...of) => this.checkSource?.(...of),
      number: (from, length) => Number(this.kernel.text(from, length)),
    }
  }

  write(bytes: Uint8Array): boolean {
    if (this.#hasEnded) return false
    return this.#guarded(() => {
      this.#enter()
      const rest = this.#hasStarted ? bytes : this.#start(bytes, false)
      return rest === undefined || this.#feedAll(rest, false)
    })
  }

  border(): Border | undefined {
    if (this.#hasEnded || this.#window.filled > 0 || this.#recovery?.isSeeking) return undefined
    return this.#transcoder.isUtf8 ? this.#borders.reached() : undefined
  }

  hearOf(charset: string): void {
    this.#transcoder.hearOf(charset)
  }

  space(bytes: number): Uint8Array | undefined {
    if (this.#hasEnded || !this.#hasStarted) return undefined
    try {
      return this.#window.space(bytes)
    } catch (error) {
      throw this.#expressed(error)
    }
  }

  end(): void {
    if (this.#hasEnded) return
    this.#guarded(() => {
      this.#enter()
      if (!this.#hasStarted) {
        const rest = this.#start(new Uint8Array(0), true)
        if (rest && !this.#feedAll(rest, false)) return false
      }
      do {
        if (!this.#feed(new Uint8Array(0), true)) return false
      } while (!this.#mayEnd())
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
    this.#prolog.count()
    this.kernel.release()
    this.#outside.leave()
  }

  /** Runs a step; what was found before a fault is delivered first, and a target that wants no more gets no fault. */
  #guarded(step: () => boolean): boolean {
    try {
      const goesOn = step()
      if (!goesOn) this.release()
      return goesOn
    } catch (thrown) {
      const error = this.#expressed(thrown)
      try {
        const isOfDocument =
          !this.#isRefused && (error instanceof XmlError || error === this.#clash)
        if (isOfDocument && !this.deliver()) return false
      } finally {
        this.release()
      }
      throw error
    }
  }

  /** What a user hears of an error: none of the kernel's own, which has no more memory or a defect. */
  #expressed(error: unknown): unknown {
    if (!(isDefect(error) || error instanceof Exhausted)) return error
    this.kernel.isSound = false
    return this.places.failure(error, this.kernel.exports.recordStart() !== -1)
  }

  #start(bytes: Uint8Array, isLast: boolean): Uint8Array | undefined {
    const started = this.#transcoder.start(bytes, isLast)
    if (started === undefined) return undefined
    this.#hasStarted = true
    const { fault } = started
    if (fault) throw this.places.errorAfter(fault.before, fault.fact)
    const { warning, declaration } = this.#transcoder
    const { fragments = false, inside, onWarning } = this.options
    const isSaid = warning !== undefined && !fragments && !inside
    if (isSaid) onWarning?.(this.places.errorAfter('', warning).message)
    this.#window.start()
    if (fragments) this.kernel.exports.setFragments(declaration !== undefined)
    this.#prolog.begin()
    return started.bytes
  }

  /** Reads what stands around a part of the document, as if that followed at once. */
  #enter(): void {
    const { inside } = this.options
    if (!inside || this.#hasStarted) return
    const rest = this.#start(Buffer.from(inside.around), true)
    if (rest) this.#feedAll(rest, false)
    if (this.#window.filled > 0) throw new Error('a part of a document begins inside a token')
    this.#borders.begin(inside)
  }

  #feedAll(bytes: Uint8Array, isLast: boolean): boolean {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      if (!this.#feed(bytes.subarray(at, at + CHUNK), isLast)) return false
    }
    return true
  }

  /** Has bytes read as far as they are characters, after faults too if that is wanted. */
  #feed(bytes: Uint8Array, isLast: boolean): boolean {
    this.#window.take(bytes, isLast)
    while (true) {
      try {
        return this.#readOn(isLast)
      } catch (error) {
        if (!this.#recovery?.leavesOut(error)) throw error
        if (!this.deliver()) return false
      }
    }
  }

  #readOn(isLast: boolean): boolean {
    const { exports } = this.kernel
    if (this.#recovery?.isSeeking && !this.#recovery.seek(isLast)) {
      this.#window.discard()
      return this.deliver()
    }
    const { end, isAll, fact } = this.#window.inspect(isLast)
    if (fact !== undefined) exports.stopWaiting() // a fault before that comes first
    const goesOn = this.#read(end, isLast && isAll && fact === undefined)
    if (goesOn && !isAll) return this.#readOn(isLast)
    if (goesOn) this.#recovery?.limitRecord()
    if (goesOn && fact !== undefined) {
      exports.locate(this.#window.checked)
      throw this.places.error(fact)
    }
    return goesOn
  }

  /** Whether the document may end here, or all of it was left out from a fault on. */
  #mayEnd(): boolean {
    const recovery = this.#recovery
    if (recovery?.isSeeking) {
      recovery.end()
      return true
    }
    if (this.kernel.exports.finish() !== 0) return true
    const fault = this.#fault()
    if (!recovery?.leavesOut(fault)) throw fault
    return false
  }

  /** Has the kernel read the window up to `end`. */
  #read(end: number, isLast: boolean): boolean {
    const { exports } = this.kernel
    while (true) {
      if (!this.#prolog.read(end, isLast)) break
      if (exports.faultCode() !== layout.FAULT_NONE) throw this.#fault() // there is no room for what was declared
      const status = exports.run(end, isLast)
      if (status === layout.STATUS_FAULT) throw this.#fault()
      if (status === layout.STATUS_HUNGRY) break
      if (status === layout.STATUS_DOCTYPE) this.#prolog.open()
      else if (status === layout.STATUS_DECLARATION) this.#prolog.declare(end)
      else if (!this.deliver() || status === layout.STATUS_DONE) return false
    }
    const goesOn = this.deliver() // before what it refers to leaves the window
    this.#window.discard()
    return goesOn
  }

  #fault(): Error {
    const { exports } = this.kernel
    const code = exports.faultCode()
    exports.locateFault()
    const limit = limitOf(code)
    if (limit !== undefined)
      return this.places.error(beyond(limit, this.#limits[limit]), LimitError)
    const full = fullOf(code)
    if (full !== undefined) return this.places.error(full, LimitError)
    if (code === layout.FAULT_NAME_CLASH) {
      this.#clash = this.clash?.(this.kernel.text(exports.faultFrom(), exports.faultLength()))
      return this.#clash ?? new Error('no field was to hold a name')
    }
    const { fact = '', isLimit } = this.#prolog.refused
    if (code === layout.FAULT_ENTITY)
      return this.places.error(fact, isLimit ? LimitError : XmlError)
    return this.places.error(factOf(this.kernel, code))
  }
}
