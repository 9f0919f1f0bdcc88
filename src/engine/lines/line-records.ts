// Turns the bytes of JSON lines into records, each a line: the engine of inputs that are records already.

import { LINE_LENGTH } from '../../kernel/lines/layout.ts'
import type { Value } from '../../record/record.ts'
import type { BadRecordPolicy } from '../bad-record.ts'
import type { Engine } from '../engine.ts'
import type { LineScanner } from '../line-scanner.ts'

import { LimitError, type Position, type XmlError } from '../xml-error.ts'
import { adviceFor, type Found, factOf, isLimit, type LineLimits } from './faults.ts'
import { JsonError } from './json-error.ts'
import { JsonLine } from './json-line.ts'
import type { LineProgram } from './line-program.ts'
import { markOf } from './mark.ts'

export interface LineRecordsOptions {
  /** What to call the input in errors. */
  source: string
  scanner: LineScanner
  program: LineProgram
  limits: LineLimits
  /** Grows with each record. */
  report: { records: number }
  /** Makes the record of a line, and of its number in the input from 1, where it leaves as one. */
  recordOf?: (line: JsonLine, record: number) => Value
  /** Decides about lines that are no JSON; without it the first ends the reading. */
  badRecords?: BadRecordPolicy | undefined
}

const SHOWN = 40 // bytes of what stands where a fault is

/** Reads one input. */
export class LineRecords implements Engine {
  readonly explainsItself = true
  readonly #of: LineRecordsOptions
  readonly #line: JsonLine
  #hasBegun = false
  #hasEnded = false
  #hasLeft = false
  #isSkipping = false // to the end of a line that was too long
  #isDone = false
  #lines = 0 // ended before what is read next
  #records = 0

  constructor(options: LineRecordsOptions) {
    this.#of = options
    this.#line = new JsonLine(options.scanner)
    options.scanner.reset()
    const { recordOf } = options
    options.program.begin(recordOf && ((line) => recordOf(line, this.#records)))
  }

  /** Of this input. */
  get records(): number {
    return this.#records
  }

  /** Whether it has stopped inside a line. */
  get isInRecord(): boolean {
    return this.#isSkipping || this.#of.scanner.filled > this.#of.scanner.from
  }

  space(bytes: number): Buffer {
    return this.#of.scanner.space(bytes)
  }

  write(bytes: Uint8Array): boolean {
    const { scanner } = this.#of
    scanner.add(bytes)
    const fresh = scanner.filled - bytes.length
    const end = scanner.endOfLines(fresh, scanner.filled)
    return this.#read(end === fresh ? scanner.from : end)
  }

  end(): void {
    const { scanner } = this.#of
    this.#hasEnded = true
    if (!this.#isDone) {
      scanner.endLine()
      this.#read(scanner.filled)
    }
    this.leave()
  }

  leave(): void {
    if (this.#hasLeft) return
    this.#hasLeft = true
    this.#isDone = true
    this.#of.program.sum()
    this.#of.scanner.reset()
  }

  /** Reads the lines up to there, and looks at how long the next is. */
  #read(end: number): boolean {
    const { scanner, limits } = this.#of
    if (this.#isDone) return false
    if (this.#isSkipping && !this.#skip()) return true
    if (!this.#hasBegun && !this.#begin(end)) return true
    while (scanner.from < end) {
      const malformed = scanner.malformed(scanner.from, end)
      const stop = malformed < 0 ? end : scanner.startOfLine(malformed)
      if (!this.#readLines(stop)) return false
      if (malformed >= 0) this.#refuseCharacter(malformed)
    }
    if (scanner.filled - scanner.from > limits.record) {
      this.#refuse({ code: LINE_LENGTH, at: scanner.from })
    }
    return true
  }

  /** Looks at how the input begins, when there is enough of it; answers whether there is. */
  #begin(end: number): boolean {
    const { scanner, limits } = this.#of
    const { from, filled } = scanner
    if (end <= from && filled - from <= limits.record) return false
    this.#hasBegun = true
    const mark = markOf(scanner.bytes(from, Math.min(filled, from + 4)))
    scanner.from += mark.length
    if (mark.fact !== undefined) {
      throw this.#errorAt(mark.fact, from, { advice: mark.advice })
    }
    return true
  }

  #readLines(end: number): boolean {
    const { scanner } = this.#of
    while (scanner.from < end) {
      const first = scanner.from
      const count = scanner.scan(end)
      this.#lines += scanner.passed
      this.#of.program.turnTo(scanner.from)
      this.#line.areAscii = scanner.isAscii(first, scanner.from)
      if (!this.#take(count)) {
        this.leave()
        return false
      }
      const { fault } = scanner
      if (fault.code !== 0) this.#refuse(fault)
    }
    return true
  }

  #take(count: number): boolean {
    const { program, report } = this.#of
    let goesOn = true
    let taken = 0
    try {
      while (goesOn && taken < count) {
        this.#line.turnTo(taken++)
        this.#records++
        goesOn = program.take(this.#line)
      }
    } finally {
      report.records += taken
      program.flush()
    }
    return goesOn && !program.isDone
  }

  #refuseCharacter(at: number): void {
    const byte = this.#of.scanner.byteAt(at).toString(16).toUpperCase().padStart(2, '0')
    const advice = 'JSON lines are in UTF-8: iconv -f windows-1252 -t utf-8 FILE makes it of others'
    this.#leaveOut(this.#errorAt(`malformed character: byte 0x${byte}`, at, { advice }))
  }

  #refuse({ code, at }: { code: number; at: number }): void {
    const { scanner, limits } = this.#of
    const found = this.#found(code, at)
    const line = scanner
      .bytes(scanner.from, scanner.from + 2)
      .toString('latin1')
      .trim()
    const advice = this.#lines === 0 ? adviceFor(found, line) : undefined
    this.#leaveOut(this.#errorAt(factOf(found, limits), at, { advice, isLimit: isLimit(code) }))
  }

  #found(code: number, at: number): Found {
    const { scanner } = this.#of
    const end = scanner.nextLine(at)
    const isLast = this.#hasEnded && end === scanner.filled
    const stop = end < 0 ? scanner.filled : end - 1
    const [rest = ''] = scanner.text(at, Math.min(stop, at + SHOWN)).split('\ufffd')
    return { code, rest, isCut: isLast && scanner.isEndMade }
  }

  #errorAt(
    fact: string,
    at: number,
    { advice, isLimit = false }: { advice?: string | undefined; isLimit?: boolean },
  ): XmlError {
    const Kind = isLimit ? LimitError : JsonError
    const error = new Kind(fact, this.#of.source, this.#positionOf(at), '')
    error.advice = advice
    return error
  }

  /** A place on the line that is read next. */
  #positionOf(at: number): Position {
    const { scanner } = this.#of
    const column = charactersIn(scanner.bytes(scanner.from, at)) + 1
    return { offset: scanner.offsetOf(at), line: this.#lines + 1, column }
  }

  /** Goes on after the line that is read next, or ends the reading there. */
  #leaveOut(error: XmlError): void {
    const { scanner, badRecords, limits } = this.#of
    if (badRecords?.allows(error) !== true) throw error
    const start = this.#positionOf(scanner.from)
    const next = scanner.nextLine(scanner.from)
    const stop = next < 0 ? scanner.filled : next - 1
    const bytes = scanner.bytes(scanner.from, Math.min(stop, scanner.from + limits.record))
    badRecords.leaveOut({ error, start, isRecord: true, bytes, form: 'json' })
    this.#isSkipping = next < 0
    if (next < 0) scanner.from = scanner.filled
    else this.#pass(next)
  }

  /** Leaves out what is left of a line; answers whether that has come to its end. */
  #skip(): boolean {
    const { scanner } = this.#of
    const next = scanner.nextLine(scanner.from)
    if (next < 0) {
      scanner.from = scanner.filled
      return false
    }
    this.#isSkipping = false
    this.#pass(next)
    return true
  }

  #pass(next: number): void {
    this.#of.scanner.from = next
    this.#lines++
  }
}

/** How many characters begin among these bytes of UTF-8. */
function charactersIn(bytes: Uint8Array): number {
  let characters = 0
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) characters++
  return characters
}
