// Collects the values of a flat record by its fields, as pieces of what was written, and writes them.

import { Buffer } from '../bytes/memory'
import { ARRAY_END } from '../bytes/words'
import { Collection } from './collection'
import { copyMostlyShort, copyShort } from './copy'
import { Field, FieldAt } from './flat-places'

/** A value: a part of the record, some nulls, or an array of others. Known by its distance from the first one. */
type Piece = u32
const PIECE_SIZE: usize = 16
namespace PieceAt {
  export const FROM: usize = 0
  export const LENGTH: usize = 4 // or how many nulls
  export const NEXT: usize = 8 // the piece after it, 0 for none
  export const CONTENT: usize = 12 // NOTHING for a part of the record, NULLS, or the first piece of an array
}
const NOTHING: u32 = 0
const NULLS: u32 = 1

const pieces: Buffer = new Buffer()
let piecesEnd: usize = PIECE_SIZE
const flat: Buffer = new Buffer()

/** The fields of the dictionary whose values are collected, in their order. */
@final export class Dictionary {
  static serial: u32 = 0
  static first: Field = 0
  static last: Field = 0
}

/** The columns of the array whose dictionaries are collected. */
@final export class Columns {
  static serial: u32 = 0
  static first: Field = 0
  static last: Field = 0
}

export function resetFlatValues(): void {
  pieces.reset()
  flat.reset()
}

/** Forgets those of the record before. */
export function clearFlatValues(): void {
  piecesEnd = PIECE_SIZE
}

@inline function at(piece: Piece): usize {
  return pieces.from + piece
}

function newPiece(from: usize, length: usize, content: u32): Piece {
  pieces.grant(piecesEnd, PIECE_SIZE)
  const piece = piecesEnd
  piecesEnd += PIECE_SIZE
  store<u32>(at(piece), from)
  store<u32>(at(piece), length, PieceAt.LENGTH)
  store<u32>(at(piece), 0, PieceAt.NEXT)
  store<u32>(at(piece), content, PieceAt.CONTENT)
  return piece
}

/** Adds a value of the record to a field; of an array what is between its brackets. */
export function addValue(field: Field, from: usize, length: usize, isArray: bool): void {
  const piece = newPiece(from, length, NOTHING)
  add(field, piece, piece, isArray)
}

/** Adds nothing to a field. */
export function addNull(field: Field): void {
  const piece = newPiece(0, 1, NULLS)
  add(field, piece, piece, false)
}

/** What comes under one name is an array. */
function add(field: Field, first: Piece, last: Piece, isArray: bool): void {
  if (load<u32>(field, FieldAt.SERIAL) == Dictionary.serial) {
    store<u32>(at(load<u32>(field, FieldAt.LAST)), first, PieceAt.NEXT)
    store<u32>(field, last, FieldAt.LAST)
    store<u32>(field, 1, FieldAt.IS_ARRAY)
    return
  }
  store<u32>(field, Dictionary.serial, FieldAt.SERIAL)
  store<u32>(field, first, FieldAt.FIRST)
  store<u32>(field, last, FieldAt.LAST)
  store<u32>(field, isArray, FieldAt.IS_ARRAY)
  store<u32>(field, 0, FieldAt.NEXT)
  if (Dictionary.last) store<u32>(Dictionary.last, field, FieldAt.NEXT)
  else Dictionary.first = field
  Dictionary.last = field
}

/** Adds the values of the dictionary to the columns, in a row. */
export function addRowOfDictionary(row: u32): void {
  for (let field = Dictionary.first; field; field = load<u32>(field, FieldAt.NEXT)) {
    const first: Piece = load<u32>(field, FieldAt.FIRST)
    addToColumn(field, load<u32>(field, FieldAt.IS_ARRAY) ? newPiece(0, 0, first) : first, row)
  }
}

/** Adds a value of the record to a column. */
export function addCell(column: Field, from: usize, length: usize, row: u32): void {
  addToColumn(column, newPiece(from, length, NOTHING), row)
}

function addToColumn(column: Field, piece: Piece, row: u32): void {
  if (load<u32>(column, FieldAt.COLUMN_SERIAL) != Columns.serial) {
    store<u32>(column, Columns.serial, FieldAt.COLUMN_SERIAL)
    store<u32>(column, 0, FieldAt.COLUMN_LAST)
    store<u32>(column, 0, FieldAt.ROWS)
    store<u32>(column, 0, FieldAt.NEXT_COLUMN)
    if (Columns.last) store<u32>(Columns.last, column, FieldAt.NEXT_COLUMN)
    else Columns.first = column
    Columns.last = column
  }
  fillColumn(column, row)
  appendToColumn(column, piece)
  store<u32>(column, row + 1, FieldAt.ROWS)
}

/** Has a column so many rows, at least: what it does not have is null. */
function fillColumn(column: Field, rows: u32): void {
  const missing = rows - load<u32>(column, FieldAt.ROWS)
  if (missing) appendToColumn(column, newPiece(0, missing, NULLS))
}

function appendToColumn(column: Field, piece: Piece): void {
  const last: Piece = load<u32>(column, FieldAt.COLUMN_LAST)
  if (last) store<u32>(at(last), piece, PieceAt.NEXT)
  else store<u32>(column, piece, FieldAt.COLUMN_FIRST)
  store<u32>(column, piece, FieldAt.COLUMN_LAST)
}

/** Adds a column of so many rows to a field. */
export function addColumn(field: Field, column: Field, rows: u32): void {
  fillColumn(column, rows)
  add(field, load<u32>(column, FieldAt.COLUMN_FIRST), load<u32>(column, FieldAt.COLUMN_LAST), true)
}

/** Where the flat record is written. */
@inline export function flatFrom(): usize {
  return flat.from
}

/** Writes the fields of the dictionary; answers how long they are. One that is too long for a record may not be whole. */
export function writeFlat(): usize {
  flat.grant(0, 64)
  store<u8>(flat.from, 0x7b)
  let to: usize = 1
  for (let field = Dictionary.first; field && to <= Collection.longest; field = load<u32>(field, FieldAt.NEXT)) {
    const length: usize = load<u32>(field, FieldAt.KEY_LENGTH)
    flat.grant(to, length + 64)
    to = copyShort(flat.from + to, load<u32>(field), length) - flat.from
    const first: Piece = load<u32>(field, FieldAt.FIRST)
    to = load<u32>(field, FieldAt.IS_ARRAY) ? writeArray(to, first) : writePiece(to, first)
  }
  // `{"a":1,` to `{"a":1}`
  store<u8>(flat.from + to - 1, 0x7d)
  return to
}

/** Writes an array of pieces at a distance, and a comma; answers the next one. */
function writeArray(start: usize, first: Piece): usize {
  flat.grant(start, 64)
  store<u8>(flat.from + start, 0x5b)
  let to = start + 1
  for (let piece = first; piece && to <= Collection.longest; piece = load<u32>(at(piece), PieceAt.NEXT)) to = writePiece(to, piece)
  store<u16>(flat.from + to - 1, ARRAY_END)
  return to + 1
}

/** Writes a piece, and a comma. */
function writePiece(to: usize, piece: Piece): usize {
  const content = load<u32>(at(piece), PieceAt.CONTENT)
  if (content > NULLS) return writeArray(to, content)
  const length: usize = load<u32>(at(piece), PieceAt.LENGTH)
  if (content == NULLS) return writeNulls(to, length)
  flat.grant(to, length + 64)
  const out = copyMostlyShort(flat.from + to, load<u32>(at(piece)), length)
  store<u8>(out, 0x2c)
  return out + 1 - flat.from
}

function writeNulls(start: usize, count: usize): usize {
  let to = start
  for (let i: usize = 0; i < count && to <= Collection.longest; i++) {
    flat.grant(to, 64)
    store<u64>(flat.from + to, NULL_COMMA)
    to += 5
  }
  return to
}

const NULL_COMMA: u64 = 0x2c6c6c756e // null,
