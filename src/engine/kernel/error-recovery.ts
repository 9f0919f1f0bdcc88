// Leaves out what is at fault in a document and goes on after it, where the next record begins. What was read up to a
// fault is read again from there, as a record that does not end takes those after it for its own; but not too often.

import {
  FAULT_DEPTH,
  FAULT_NONE,
  FAULT_SECOND_ROOT,
  FAULT_TAG_NOT_CLOSED,
  FAULT_TAG_NOT_OPENED,
  PLACE_CDATA,
  PLACE_COMMENT,
  PLACE_INSTRUCTION,
  REFUSED_CUT,
  REFUSED_IS_RECORD,
  REFUSED_UNREADABLE,
} from '../../kernel/layout.ts'
import type { BadRecord, BadRecordPolicy } from '../bad-record.ts'
import { beyond, type Limits } from '../limits.ts'
import type { Pattern } from '../pattern.ts'
import type { Kernel } from '../wasm.ts'
import { LimitError, XmlError } from '../xml-error.ts'
import { isFullForGood, limitOf } from './faults.ts'
import type { KernelPositions } from './positions.ts'
import { ResyncPoints, type Search } from './resync-points.ts'
import type { KernelWindow } from './window.ts'

/** What reads a document. */
export interface Recoverable {
  kernel: Kernel
  window: KernelWindow
  places: KernelPositions
  /** How long a record may be, in bytes as it came too. */
  longest: number
  /** Whether other documents may follow. */
  fragments: boolean
}

export interface ErrorRecoveryOptions extends Recoverable {
  badRecords: BadRecordPolicy
  pattern: Pattern
}

/** What may be read again: so much, and so many times the bytes before the fault. */
const FREE = 1 << 20
const TIMES = 8

/** What is open around such a fault need not be what the document means. */
const OF_STRUCTURE = new Set<number>([FAULT_TAG_NOT_CLOSED, FAULT_TAG_NOT_OPENED, FAULT_DEPTH])

/** What the parser is in, by its place. */
const KINDS: Readonly<Record<number, Search['kind']>> = {
  [PLACE_COMMENT]: 'comment',
  [PLACE_CDATA]: 'CDATA',
  [PLACE_INSTRUCTION]: 'instruction',
}

const LESS = 0x3c
const LONGEST = 64 * 1024 // bytes of a start tag that is waited for
const TAG = /^<\/?[^!?/\s<>]/

/** A fault, and what the kernel was at; places from where what is left out begins. */
interface Found {
  error: XmlError
  isInRecord: boolean
  isBetween: boolean
  isInEntity: boolean
  reached: number
  isAtEndTag: boolean
  kind: Search['kind']
}

// beyond these limits is the document, not a record
const OF_DOCUMENT = new Set<keyof Limits | undefined>([
  'names',
  'expansion',
  'amplification',
  undefined,
])

export class ErrorRecovery {
  readonly #of: ErrorRecoveryOptions
  readonly #landmarks: ResyncPoints
  #bad: Omit<BadRecord, 'bytes'> | undefined // what is being left out: it begins where the kernel is
  #fault = 0 // where the reader came to, from there
  #allowance = 0 // bytes that may be read again for the fault at hand
  #again = 0 // bytes that were
  #isOver = false // nothing after it can be a record
  #isReported = false
  #last = -1 // the offset of the last fault
  #tag: Found | undefined // the fault is in a start tag, of which it is not known yet whether the element can be opened
  #isLost = false // or the whole document would be left out

  constructor(options: ErrorRecoveryOptions) {
    this.#of = options
    const { exports } = options.kernel
    const here = (at: number) => exports.position() + at
    this.#landmarks = new ResyncPoints(options.pattern, {
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
    const { kernel, window, places, badRecords } = this.#of
    const { exports } = kernel
    if (!(error instanceof XmlError) || window.isBroken || this.#isLost) return false
    const code = exports.faultCode()
    const isLimit = error instanceof LimitError
    if (isLimit && code !== FAULT_NONE && OF_DOCUMENT.has(limitOf(code))) return false
    if (isFullForGood(code)) return false

    const record = exports.recordStart()
    const token = exports.tokenStart()
    const isInEntity = exports.isRecordInEntity() !== 0
    const reached = code === FAULT_NONE ? window.checked : exports.faultEnd()
    const start = record < 0 || isInEntity ? window.startOfToken(token, reached) : record
    const bytes = window.bytesFrom(start)
    const isUncertain = isLimit || code === FAULT_SECOND_ROOT || OF_STRUCTURE.has(code)
    const isTag = record < 0 && !isUncertain && TAG.test(bytes.toString('latin1', 0, 3))
    if (exports.hasRoot() === 0 && (!isTag || code === FAULT_NONE)) return false

    exports.locate(start)
    const place = places.located()
    // what follows the fault may not be there yet
    const read = bytes.subarray(0, reached - start)
    const isRecord = record >= 0 || this.#landmarks.isRecordAt(read, 0)
    // where the same stops the reading again, without a record, it is no other fault
    const isSame = !isRecord && error.offset === this.#last
    this.#last = error.offset
    if (!isSame && !badRecords.allows(error)) return false
    this.#bad = { error, start: place, isRecord }
    this.#isReported = isSame
    const kind = KINDS[exports.place()]
    const isBetween = record < 0 && (kind !== undefined || bytes[0] !== LESS)
    const found = {
      ...{ error, isInEntity, reached: reached - start, kind, isBetween },
      ...{ isInRecord: record >= 0, isAtEndTag: code === FAULT_TAG_NOT_CLOSED },
    }
    if (isTag) this.#tag = found
    else exports.abandon(OF_STRUCTURE.has(code))
    exports.skipTo(start)
    exports.forgetPlacesBefore(start)
    if (!isTag) this.#search(found)
    return true
  }

  /** Goes on to where something can be read; answers whether that is in the window. */
  seek(isLast: boolean): boolean {
    if (this.#tag !== undefined) {
      const isOpen = this.#open(this.#tag, isLast)
      if (isOpen !== undefined) return isOpen
    }
    const { kernel, window, longest } = this.#of
    const from = kernel.exports.position()
    const bytes = window.bytesFrom(from)
    const landmark = this.#isOver ? undefined : this.#find(bytes, isLast)
    if (landmark === undefined) {
      if (this.#isOver) this.#landmarks.at = bytes.length
      if (bytes.length > longest) this.#letGo(from, bytes)
      return false
    }
    if (landmark.depth > 0) kernel.exports.leaveTo(landmark.depth)
    this.#goOn(from, landmark.at)
    return true
  }

  /** Opens, or closes, the element of a tag at fault; answers whether it did, and nothing if that cannot be. */
  #open(found: Found, isLast: boolean): boolean | undefined {
    const { kernel, window } = this.#of
    const { exports } = kernel
    const from = exports.position()
    const end = exports.passDamaged(from, window.filled)
    if (end === REFUSED_CUT && !isLast && window.filled - from < LONGEST) return false
    this.#tag = undefined
    const isInRecord = end <= REFUSED_IS_RECORD
    if (this.#bad && end !== REFUSED_UNREADABLE) this.#bad.isRecord = isInRecord
    if (end > 0 || end < REFUSED_IS_RECORD) {
      this.#goOn(from, Math.abs(end) - from)
      return true
    }
    if (exports.hasRoot() === 0 && !isInRecord) {
      this.#isLost = true
      throw found.error
    }
    exports.abandon(false)
    exports.skipTo(from)
    this.#search({ ...found, isInRecord })
    return undefined
  }

  #search(found: Found): void {
    const { error, isInRecord, isInEntity, reached, isAtEndTag, kind, isBetween } = found
    const { kernel, window, longest, fragments } = this.#of
    const isOutside = kernel.exports.depth() === 0
    this.#isOver = isOutside && !fragments
    this.#fault = Math.min(reached, longest)
    this.#allowance = FREE + TIMES * error.offset
    const next = !isInRecord && isAtEndTag ? 0 : 1
    const from = !isInRecord || isInEntity ? Math.max(this.#fault, next) : 1
    const isAnyRoot = isOutside && !isInRecord
    const isWhole = isInRecord && !isInEntity
    const search = {
      ...{ from, fault: this.#fault, kind, isAtEndTag, isBetween },
      ...{ isOutside, isAnyRoot, isInRecord: isWhole },
    }
    this.#landmarks.begin(window.bytesFrom(kernel.exports.position()), search)
  }

  /** The document ends with what is left out. */
  end(): void {
    this.#report(this.#of.window.bytesFrom(this.#of.kernel.exports.position()))
    this.#bad = undefined
  }

  /** Leaves out so many bytes and goes on after them. */
  #goOn(from: number, length: number): void {
    const { kernel, window } = this.#of
    this.#report(window.bytesFrom(from).subarray(0, length))
    this.#bad = undefined
    window.goTo(from + length)
    kernel.exports.forgetPlacesBefore(from + length)
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
    this.#report(bytes)
    const { at } = this.#landmarks
    this.#of.window.goTo(from + at)
    this.#of.kernel.exports.forgetPlacesBefore(from + at)
    this.#landmarks.shift(at)
    this.#fault -= at
  }

  #report(bytes: Buffer): void {
    if (this.#bad && !this.#isReported) {
      this.#of.badRecords.leaveOut({ ...this.#bad, bytes: bytes.subarray(0, this.#of.longest) })
    }
    this.#isReported = true
  }
}
