// Provides a place that was passed, for lines and columns behind it to be counted from there: where a document has
// many faults, counting from the end of the window for each would take too long.

import { charactersIn, CR, isLineEnd, LF, lineEndsIn } from './scan'

@final export class Waypoint {
  static at: usize = 0 // 0 for none
  static line: f64 = 0
  static column: f64 = 0
  static isBehindReturn: bool = false
  // the place counted last
  static lineThere: f64 = 0
  static columnThere: f64 = 0
}

export function startWaypoint(at: usize): void {
  Waypoint.at = at
  Waypoint.line = 1
  Waypoint.column = 1
  Waypoint.isBehindReturn = false
}

/** Finds line and column of a place that is not before the waypoint. */
export function countTo(at: usize): void {
  let from = Waypoint.at
  // the line was counted with the CR before
  if (Waypoint.isBehindReturn && from < at && load<u8>(from) == LF) from++
  const lines = lineEndsIn(from, at)
  Waypoint.lineThere = Waypoint.line + <f64>lines
  let start = at
  if (lines) while (!isLineEnd(start - 1, at)) start--
  else start = from
  Waypoint.columnThere = <f64>charactersIn(start, at) + (lines ? 1 : Waypoint.column)
}

/** Moves on to a place. */
export function moveWaypoint(at: usize): void {
  if (at <= Waypoint.at) return
  countTo(at)
  Waypoint.isBehindReturn = load<u8>(at - 1) == CR
  Waypoint.at = at
  Waypoint.line = Waypoint.lineThere
  Waypoint.column = Waypoint.columnThere
}
