// Turns the places that the kernel finds, in UTF-8, into those of the document as it came, and errors there.

import { exhausted } from '../limits.ts'
import type { Transcoder } from '../transcode.ts'
import { Exhausted, type Kernel } from '../wasm.ts'
import { DefectError, LimitError, type Position, positionAfter, XmlError } from '../xml-error.ts'

const START: Position = { offset: 0, line: 1, column: 1 }

export class KernelPositions {
  readonly #kernel: Kernel
  readonly #transcoder: Transcoder
  readonly #source: string
  #passed = 0 // bytes of the document that have left the window, if they are not UTF-8
  #passedUtf8 = 0 // and as UTF-8
  #record = { utf8: -1, offset: 0 } // where the open record began, once that has left the window
  #last = { utf8: 0, offset: 0 } // the place asked for last

  constructor(kernel: Kernel, transcoder: Transcoder, source = 'input') {
    this.#kernel = kernel
    this.#transcoder = transcoder
    this.#source = source
  }

  /** Call it before the first bytes leave the window. */
  pass(bytes: number): void {
    if (this.#transcoder.isUtf8) return
    const start = this.#kernel.exports.recordStart()
    if (start >= 0 && start < bytes) {
      const utf8 = this.#passedUtf8 + start
      this.#record = { utf8, offset: this.offsetOf(utf8) - this.#transcoder.mark }
    }
    this.#passed += this.#transcoder.sourceBytes(this.#window(bytes))
    this.#passedUtf8 += bytes
    this.#last = { utf8: this.#passedUtf8, offset: this.#passed }
  }

  /** The offset in the document of one in UTF-8, of something in the window or of the open record. */
  offsetOf(utf8: number): number {
    const { mark, isUtf8 } = this.#transcoder
    if (isUtf8) return mark + utf8
    if (utf8 === this.#record.utf8) return mark + this.#record.offset
    if (utf8 < this.#last.utf8) this.#last = { utf8: this.#passedUtf8, offset: this.#passed }
    const from = this.#last.utf8 - this.#passedUtf8
    const between = this.#window(utf8 - this.#passedUtf8).subarray(from)
    this.#last = { utf8, offset: this.#last.offset + this.#transcoder.sourceBytes(between) }
    return mark + this.#last.offset
  }

  /** The same for the kernel, which is told how to find it without asking again. */
  offsetForKernel(utf8: number): number {
    const { mark, isUtf8 } = this.#transcoder
    if (isUtf8) this.#kernel.exports.countFrom(mark)
    return this.offsetOf(utf8)
  }

  /** The place of something in the window, by its offset in UTF-8. */
  placeOf(utf8: number): Position {
    this.#kernel.exports.locateOffset(utf8)
    return this.located()
  }

  /** The place that the kernel has located last. */
  located(): Position {
    const { exports } = this.#kernel
    const utf8 = exports.offset()
    const [line, column] = [exports.line(), exports.column()]
    const { mark, isUtf8 } = this.#transcoder
    if (isUtf8) return { offset: mark + utf8, line, column }
    const ahead = this.#window(Math.max(0, utf8 - this.#passedUtf8))
    return { offset: mark + this.#passed + this.#transcoder.sourceBytes(ahead), line, column }
  }

  /** An error at the place located last. */
  error(fact: string, Kind: typeof XmlError = XmlError): XmlError {
    return this.errorAt(this.located(), fact, Kind)
  }

  errorAt(place: Position, fact: string, Kind: typeof XmlError = XmlError): XmlError {
    return new Kind(fact, this.#source, place, this.#kernel.path())
  }

  /** The error that a defect of the kernel is, or that there is no more memory: at what was to be read. */
  failure(cause: Error, isRecordOpen: boolean): Error {
    const place = this.#reached()
    if (!(cause instanceof Exhausted)) return new DefectError(cause, this.#source, place)
    return this.errorAt(place, exhausted(isRecordOpen ? 'record' : 'tag'), LimitError)
  }

  /** How far the reading has come, as far as that can still be said. */
  #reached(): Position {
    try {
      const { exports } = this.#kernel
      exports.locate(exports.tokenStart())
      return this.located()
    } catch {
      return { offset: 0, line: 1, column: 1 }
    }
  }

  /** An error at the end of a text that starts at a place. */
  errorAfter(before: string, fact: string, start: Position = START, isLimit = false): XmlError {
    const from = start.offset === 0 ? this.#transcoder.mark : start.offset
    const offset = from + this.#transcoder.sourceBytes(Buffer.from(before))
    return this.errorAt(
      { offset, ...positionAfter(before, start) },
      fact,
      isLimit ? LimitError : XmlError,
    )
  }

  /** The first bytes of the window. */
  #window(bytes: number): Buffer {
    return this.#kernel.bytes(this.#kernel.exports.room(0, 0), bytes)
  }
}
