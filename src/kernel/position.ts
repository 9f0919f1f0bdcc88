// Provides lines and columns: line ends are counted as bytes arrive, columns when somebody asks.

import { Collection } from './collect'
import { Input } from './input'
import { Judgement } from './judgement'
import { forgetMarks } from './marks'
import { window } from './memory'
import { charactersIn, CR, inspect, Inspection, isLineEnd, LF, lineEndsIn } from './scan'
import { countTo, moveWaypoint, Waypoint } from './waypoint'

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

/** Takes back what was inspected behind `end`. */
export function truncate(end: usize): void {
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
  if (Waypoint.at && at >= Waypoint.at) {
    countTo(at)
    Position.offset = <f64>Input.base + <f64>(at - window.from)
    Position.line = Waypoint.lineThere
    Position.column = Waypoint.columnThere
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

/** The first byte that is still to be read, or may have to be read again. */
export function firstNeeded(): usize {
  return isRecordKept() ? Collection.start : Input.pos
}

function isRecordKept(): bool {
  return Judgement.isOpen || (Collection.keeps && Collection.record != 0)
}

/** Takes what is before that out of the window, of which `filled` bytes are in use; answers how many are left. */
export function discard(filled: usize): usize {
  const needed = firstNeeded()
  const length = needed - window.from
  if (!length) return filled
  if (isRecordKept()) Collection.start = window.from
  else if (Collection.record && Collection.start) {
    locate(Collection.start)
    Position.recordOffset = Position.offset
    Position.recordLine = Position.line
    Position.recordColumn = Position.column
    Collection.start = 0
  }
  if (Waypoint.at) moveWaypoint(needed)
  let start = needed
  while (start > window.from && !isLineEnd(start - 1, Position.inspected)) start--
  const characters = <f64>charactersIn(start, needed)
  Position.before = start > window.from ? characters : Position.before + characters
  memory.copy(window.from, needed, filled - length)
  forgetMarks()
  Input.base += length
  Input.pos -= length
  if (Waypoint.at) Waypoint.at = window.from
  Position.inspected -= length
  return filled - length
}
