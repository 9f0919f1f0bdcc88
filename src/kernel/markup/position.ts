// Provides lines and columns: line ends are counted as bytes arrive, columns when somebody asks.

import { window } from '../bytes/memory'
import { charactersIn, CR, inspect, Inspection, isLineEnd, LF, lineEndsIn } from '../bytes/scan'
import { Input } from './input'
import { countTo, LineCheckpoint } from './line-checkpoint'

@final export class Position {
  /** Line ends in all that was inspected. */
  static lines: f64 = 0
  static inspected: usize = 0 // where that ends
  /** Characters of the line in which the window begins that stand before it. */
  static before: f64 = 0
  static endsInReturn: bool = false
  // the place asked for last
  static offset: f64 = 0
  static line: f64 = 0
  static column: f64 = 0
  // that of the open record, once its start has left the window
  static recordOffset: f64 = 0
  static recordLine: f64 = 0
  static recordColumn: f64 = 0
}

export function resetPosition(): void {
  Position.lines = 0
  Position.inspected = window.from
  Position.before = 0
  Position.endsInReturn = false
  LineCheckpoint.at = 0
}

/** What comes next stands after so many line ends, and so many characters of its line. */
export function placeLines(lines: f64, characters: f64): void {
  Position.lines = lines
  Position.before = characters
  Position.endsInReturn = false
}

/** Counts the lines up to `end`; answers where the first character stands that XML does not allow, or `end`. */
export function inspectUpTo(end: usize): usize {
  const from = Position.inspected
  const stop = inspect(from, end)
  let lines = Inspection.lines
  // the line was counted with the CR before
  if (Position.endsInReturn && stop > from && load<u8>(from) == LF) lines--
  if (stop > from) Position.endsInReturn = load<u8>(stop - 1) == CR
  Position.lines += lines
  Position.inspected = stop
  return stop
}

/** Takes back what was inspected after `end`. */
export function takeBackInspection(end: usize): void {
  for (let p = end; p < Position.inspected; p++) if (isLineEnd(p, Position.inspected)) Position.lines--
  Position.inspected = end
}

/** Counts the lines up to `end`, whatever the characters. */
export function passUninspected(end: usize): void {
  const from = Position.inspected
  if (end <= from) return
  let lines = lineEndsIn(from, end)
  if (Position.endsInReturn && load<u8>(from) == LF) lines--
  Position.endsInReturn = load<u8>(end - 1) == CR
  Position.lines += lines
  Position.inspected = end
}

/** Finds offset, line and column of a place in the window. */
export function locate(at: usize): void {
  if (LineCheckpoint.at && at >= LineCheckpoint.at) {
    countTo(at)
    Position.offset = <f64>Input.base + <f64>(at - window.from)
    Position.line = LineCheckpoint.lineThere
    Position.column = LineCheckpoint.columnThere
    return
  }
  const lines = lineEndsIn(at, Position.inspected)
  let start = at
  while (start > window.from && !isLineEnd(start - 1, Position.inspected)) start--
  const isWhole = start > window.from
  Position.offset = <f64>Input.base + <f64>(at - window.from)
  Position.line = Position.lines - <f64>lines + 1
  Position.column = <f64>charactersIn(start, at) + (isWhole ? 1 : Position.before + 1)
}
