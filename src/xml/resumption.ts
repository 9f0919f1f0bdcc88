// Leaves out what is at fault in a document and goes on behind it, where the next record begins. What was read up to a
// fault is read again from there, as a record that does not end takes those behind it for its own; but not too often.

import type { BadRecord, Tolerance } from './bad-record.ts'
import { limitOf } from './kernel-faults.ts'
import type { KernelPlaces } from './kernel-places.ts'
import type { KernelWindow } from './kernel-window.ts'
import { Landmarks } from './landmarks.ts'
import { beyond, type Limits } from './limits.ts'
import type { Pattern } from './pattern.ts'
import type { Kernel } from './wasm.ts'
import { LimitError, XmlError } from './xml-error.ts'

/** What reads a document. */
export interface Resumable {
  kernel: Kernel
  window: KernelWindow
  places: KernelPlaces
  /** How long a record may be, in bytes as it came too. */
  longest: number
  /** Whether other documents may follow. */
  fragments: boolean
}

export interface ResumptionOptions extends Resumable {
  tolerance: Tolerance
  pattern: Pattern
}

/** What may be read again: so much, and so many times the bytes before the fault. */
const FREE = 1 << 20
const TIMES = 8

const TAG_NOT_CLOSED = 9

// beyond these limits is the document, not a record
const OF_DOCUMENT = new Set<keyof Limits | undefined>([
  'names',
  'expansion',
  'amplification',
  undefined,
])

export class Resumption {
  readonly #of: ResumptionOptions
  readonly #landmarks: Landmarks
  #bad: Omit<BadRecord, 'bytes'> | undefined // what is being left out: it begins where the kernel is
  #fault = 0 // where the reader came to, from there
  #allowance = 0 // bytes that may be read again for the fault at hand
  #again = 0 // bytes that were
  #isOver = false // nothing behind can be a record
  #isTold = false
  #last = -1 // the offset of the last fault

  constructor(options: ResumptionOptions) {
    this.#of = options
    const { exports } = options.kernel
    const here = (at: number) => exports.position() + at
    this.#landmarks = new Landmarks(options.pattern, {
      wasRecord: (at, length) => exports.wasRecord(here(at), length) !== 0,
      hasRecords: () => exports.hasRecords() !== 0,
      openDepth: (at, length) => exports.openDepth(here(at), length),
    })
    exports.keepRecords()
  }

  /** Whether it looks for where to go on. */
  get isSeeking(): boolean {
    return this.#bad !== undefined
  }

  /** @throws LimitError when the open record is longer than a record may be. */
  limitRecord(): void {
    const { kernel, window, places, longest } = this.#of
    const start = kernel.exports.recordStart()
    if (start < 0 || window.filled - start <= longest) return
    kernel.exports.locate(start)
    throw places.error(beyond('record', longest), LimitError)
  }

  /** Takes note of a fault; answers whether what is at fault can be left out, and is to be. */
  leavesOut(error: unknown): boolean {
    const { kernel, window, places, tolerance, longest, fragments } = this.#of
    const { exports } = kernel
    if (!(error instanceof XmlError) || exports.hasRoot() === 0 || window.isBroken) return false
    const code = exports.faultCode()
    const isRecordTooLong = code === 0 && error instanceof LimitError
    const isOfDocument = error instanceof LimitError && OF_DOCUMENT.has(limitOf(code))
    if (isOfDocument && !isRecordTooLong) return false

    const record = exports.recordStart()
    const token = exports.tokenStart()
    const isInEntity = exports.isRecordInEntity() !== 0
    const reached = code === 0 ? window.checked : exports.faultEnd()
    const start = record < 0 || isInEntity ? window.startOfToken(token, reached) : record
    exports.locate(start)
    const place = places.located()
    exports.abandon()
    exports.skipTo(start)
    // what follows the fault may not be there yet
    const read = window.bytesFrom(start).subarray(0, reached - start)
    const isRecord = record >= 0 || this.#landmarks.isRecordAt(read, 0)
    // where the same stops the reading again, without a record, it is no other fault
    const isSame = !isRecord && error.offset === this.#last
    this.#last = error.offset
    if (!isSame && !tolerance.allows(error)) return false
    this.#bad = { error, start: place, isRecord }
    this.#isTold = isSame
    exports.leaveBehind(start)

    const isOutside = exports.depth() === 0
    this.#isOver = isOutside && !fragments
    this.#fault = Math.min(reached - start, longest)
    this.#allowance = FREE + TIMES * error.offset
    const isAtEndTag = code === TAG_NOT_CLOSED
    const next = record < 0 && isAtEndTag ? 0 : 1
    const from = record < 0 || isInEntity ? Math.max(this.#fault, next) : 1
    const isAnyRoot = isOutside && record < 0
    this.#landmarks.begin({ from, fault: this.#fault, isAtEndTag, isAnyRoot })
    return true
  }

  /** Goes on to where something can be read; answers whether that is in the window. */
  seek(isLast: boolean): boolean {
    const { kernel, window, longest } = this.#of
    const from = kernel.exports.position()
    const bytes = window.bytesFrom(from)
    const landmark = this.#isOver ? undefined : this.#find(bytes, isLast)
    if (landmark === undefined) {
      if (this.#isOver) this.#landmarks.at = bytes.length
      if (bytes.length > longest) this.#letGo(from, bytes)
      return false
    }
    this.#tell(bytes.subarray(0, landmark.at))
    this.#bad = undefined
    if (landmark.depth > 0) kernel.exports.leaveTo(landmark.depth)
    window.goTo(from + landmark.at)
    kernel.exports.leaveBehind(from + landmark.at)
    return true
  }

  /** The document ends with what is left out. */
  end(): void {
    this.#tell(this.#of.window.bytesFrom(this.#of.kernel.exports.position()))
    this.#bad = undefined
  }

  #find(bytes: Buffer, isLast: boolean): { at: number; depth: number } | undefined {
    const landmark = this.#landmarks.find(bytes, isLast)
    if (landmark === undefined || landmark.at >= this.#fault) return landmark
    const again = this.#again + this.#fault - landmark.at
    if (again <= this.#allowance) {
      this.#again = again
      return landmark
    }
    this.#landmarks.jump()
    return this.#landmarks.find(bytes, isLast)
  }

  /** Keeps no more of what is left out. */
  #letGo(from: number, bytes: Buffer): void {
    this.#tell(bytes)
    const { at } = this.#landmarks
    this.#of.window.goTo(from + at)
    this.#of.kernel.exports.leaveBehind(from + at)
    this.#landmarks.shift(at)
    this.#fault -= at
  }

  #tell(bytes: Buffer): void {
    if (this.#bad && !this.#isTold) {
      this.#of.tolerance.leaveOut({ ...this.#bad, bytes: bytes.subarray(0, this.#of.longest) })
    }
    this.#isTold = true
  }
}
