// Writes lines of JSON, a record each, as the rows of a table, or finds the cells of columns in them, and stops at a
// record that is for the host: one that has a field without a cell, or anything unusual. The lines are known to be JSON
// without white space.

import { IS_IN_ORDER } from './layout'
import { bareEnd, writeValues } from './bare'
import { emptyCells, lookAt, putRow, rowSize, setCells } from './cells'
import { Reached } from '../reached'
import { clearCells, endRow, longestRow, setRow, writeRow } from './separated'
export { booleans, integers, kindsOf, numbers, presence, texts } from './columns'
export { bounds, dictionary, differentTexts, greatestText, leastText, plainTexts, setTexts, textReached } from './dictionary'
export { count, reached, stopped } from '../reached'
export { countUnits } from './summary'
export { beginTexts, countTexts, sketchOf } from './texts'
import { CLOSING_BRACE, how, OPENING_BRACE, record, setHow, text } from './walk'

let names: usize = 0
let namesEnd: usize = 0
let textName: usize = 0
let delimiter: u8 = 0
let found: u32 = 0

/** Says how rows are written, and the names that records have; `text` is that for a record that is only text, or 0. */
export function begin(bits: u32, between: u32, from: usize, to: usize, text: usize, places: usize, placesEnd: usize): void {
  setHow(bits)
  delimiter = <u8>between
  names = from
  namesEnd = to
  textName = text
  setRow(places, placesEnd, between)
}

/** The same for columns: their cells stand side by side. */
export function beginCells(bits: u32, from: usize, to: usize, text: usize, cells: usize, cellsEnd: usize): void {
  setHow(bits)
  names = from
  namesEnd = to
  textName = text
  setCells(cells, cellsEnd)
}

/** Writes the rows of the lines up to `end` between `out` and `outEnd`; answers where they end. */
export function rows(from: usize, end: usize, out: usize, outEnd: usize): usize {
  let p = from
  Reached.records = 0
  Reached.isForHost = false
  while (p < end) {
    Reached.position = p
    const isInOrder = (how & IS_IN_ORDER) != 0
    // what is in order is written while it is read: no line is longer than what is left
    if (isInOrder && out + longestRow(end - p) > outEnd) break
    p = isInOrder ? writeValues(p, out, delimiter) : cellsOf(p)
    if (!p) {
      Reached.isForHost = true
      if (!isInOrder) clearCells()
      return out
    }
    if (isInOrder) out = endRow(bareEnd)
    else {
      if (out + longestRow(p - Reached.position) > outEnd) {
        clearCells()
        return out
      }
      out = writeRow(out)
    }
    p++ // the line end
    Reached.records++
  }
  if (p >= end) Reached.position = end
  return out
}

/** Takes note of lines that come. */
export function look(from: usize, end: usize): void {
  lookAt(from, end)
}

/** How much the records hold that were found by the last call. */
export function size(): u32 {
  return found
}

/**
 * Finds the cells of the lines up to `end`, of `most` records at most and until these hold as much as `enough`, and puts
 * them into the table from `table` to `tableEnd`.
 */
export function cells(from: usize, end: usize, table: usize, tableEnd: usize, most: u32, enough: u32): void {
  let p = from
  const width = rowSize()
  Reached.records = 0
  found = 0
  Reached.isForHost = false
  while (p < end && Reached.records < most && found < enough && table + width <= tableEnd) {
    Reached.position = p
    p = cellsOf(p)
    if (!p) {
      Reached.isForHost = true
      emptyCells()
      return
    }
    found += putRow(table, load<u8>(Reached.position) == OPENING_BRACE, Reached.position, p)
    table += width
    p++ // the line end
    Reached.records++
  }
  Reached.position = p
}

@inline function cellsOf(p: usize): usize {
  if (load<u8>(p) == OPENING_BRACE) return load<u8>(p, 1) == CLOSING_BRACE ? 0 : record(p + 1, names, namesEnd)
  return textName ? text(textName, p) : 0
}
