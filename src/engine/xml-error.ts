// Provides the error of a document: the fact, and where in the input it was noticed.

import { CosaxError } from '../core/errors.ts'
import { visible } from '../core/printable.ts'
import { worded } from '../core/words.ts'

/** Where in a document: `offset` in bytes from 0, `line` and `column` (in characters) from 1. */
export interface Position {
  offset: number
  line: number
  column: number
}

/** The line and column at the end of a text that starts at a place. */
export function positionAfter(
  text: string,
  { line, column }: Position,
): { line: number; column: number } {
  const lines = text.split(/\r\n?|\n/)
  const characters = Array.from(lines.at(-1) ?? '').length
  if (lines.length === 1) return { line, column: column + characters }
  return { line: line + lines.length - 1, column: characters + 1 }
}

/**
 * A document that is not well-formed, is cut off, or is beyond a limit. `message` starts with
 * `source:line:column: `; `fact` is the rest of it. `path` is the way to the element that was open,
 * as in `/buses/bus`.
 */
export class XmlError extends CosaxError implements Position {
  readonly source: string
  readonly fact: string
  readonly offset: number
  readonly line: number
  readonly column: number
  readonly path: string
  /** What may help, where that is known: a flag of the command line, or another program. */
  advice: string | undefined

  constructor(words: string, source: string, position: Position, path: string) {
    const fact = visible(words)
    super(`${source}:${position.line}:${position.column}: ${fact}`)
    this.fact = worded(fact)
    this.source = source
    this.offset = position.offset
    this.line = position.line
    this.column = position.column
    this.path = path
  }
}

/** A document beyond one of the limits that keep hostile input harmless; the message names the flag. */
export class LimitError extends XmlError {}

/**
 * A defect of cosax, noticed while it read a document, about which it says nothing: please report it. The place is how
 * far the reading had come; `cause` is what happened.
 */
export class DefectError extends CosaxError implements Position {
  readonly offset: number
  readonly line: number
  readonly column: number

  constructor(cause: Error, source: string, { offset, line, column }: Position) {
    super(`${source}:${line}:${column}: a defect of cosax, please report it: ${cause.message}`)
    this.cause = cause
    this.offset = offset
    this.line = line
    this.column = column
  }
}
