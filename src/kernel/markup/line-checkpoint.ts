// Provides a place that was passed, for lines and columns after it to be counted from there: where a document has
// many faults, counting from the end of the window for each would take too long.

import { charactersIn, CR, isLineEnd, LF, lineEndsIn } from '../bytes/scan'

@final export class LineCheckpoint {
  static at: usize = 0 // 0 for none
  static line: f64 = 0
  static column: f64 = 0
  static isAfterReturn: bool = false
  // the place counted last
  static lineThere: f64 = 0
  static columnThere: f64 = 0
}

export function startCheckpoint(at: usize): void {
  LineCheckpoint.at = at
  placeCheckpoint(at, 1, 1)
}

/** Moves it, if there is one, to a place with a line and a column. */
export function placeCheckpoint(at: usize, line: f64, column: f64): void {
  if (!LineCheckpoint.at) return
  LineCheckpoint.at = at
  LineCheckpoint.line = line
  LineCheckpoint.column = column
  LineCheckpoint.isAfterReturn = false
}

/** Finds line and column of a place that is not before the checkpoint. */
export function countTo(at: usize): void {
  let from = LineCheckpoint.at
  // the line was counted with the CR before
  if (LineCheckpoint.isAfterReturn && from < at && load<u8>(from) == LF) from++
  const lines = lineEndsIn(from, at)
  LineCheckpoint.lineThere = LineCheckpoint.line + <f64>lines
  let start = at
  if (lines) while (!isLineEnd(start - 1, at)) start--
  else start = from
  LineCheckpoint.columnThere = <f64>charactersIn(start, at) + (lines ? 1 : LineCheckpoint.column)
}

/** Moves on to a place. */
export function moveCheckpoint(at: usize): void {
  if (at <= LineCheckpoint.at) return
  countTo(at)
  LineCheckpoint.isAfterReturn = load<u8>(at - 1) == CR
  LineCheckpoint.at = at
  LineCheckpoint.line = LineCheckpoint.lineThere
  LineCheckpoint.column = LineCheckpoint.columnThere
}
