// Runs the steps of the program on each record: tests, counts, and the ways out as lines or objects.

import { lookAtCanaries } from '../bytes/canaries'
import { ask, flush } from '../bytes/imports'
import { EXITS, EXITS_END, output, RESULTS, STEPS } from '../bytes/memory'
import { Output } from '../bytes/output'
import {
  DO_ASK, DO_COUNT, DO_EDIT, DO_HEAD, DO_LINES, DO_RECORDS, DO_ROWS, DO_SKIP, DO_TEST, NO_EXIT, STEP_AT_AFTER, STEP_AT_COUNT,
  STEP_AT_DO, STEP_AT_FIRST, STEP_AT_IS_DONE, STEP_AT_PASSED, STEP_AT_SECOND,
  STEP_AT_SHAPE, STEP_AT_TOTAL, STEP_SIZE,
} from '../layout'
import { Collection } from './collection'
import { compose, Composed } from './compose'
import { copyMostlyShort } from './copy'
import { edit } from './edit'
import { locate, Provenance, writeLocated, writeProvenance } from './provenance'
import { addRow, beginRow, emptyRows, ExitAt, hasRoomForRow, LINES_OF_ROWS, NO_ROWS, putRowAlone, Row } from './rows'

// An exit's buffer, of EXIT_SIZE bytes: how much is in it, how many records, then the bytes.
const EXIT_HEADER: usize = 16

@final export class Program {
  static steps: u32 = 0
  static exits: u32 = 0
  static exitSize: usize = 0
  /** The one exit that takes every kept record whole as a line: nothing is copied to it. */
  static direct: i32 = -1 // NO_EXIT, which is no constant to the compiler here
  static isDone: bool = false
  /** Where the record being written begins, from the start of the output; before it are direct lines. */
  static record: usize = 0
  static flushed: usize = 0 // the end of the lines that the host has taken
  static lines: u32 = 0
  /** Whether whole records are written, or only their fields. */
  static isWhole: bool = false
  /** Whether it is of use to test a record before it is written. */
  static filtersFirst: bool = false
}

const DIRECT_FULL: usize = 128 << 10

@inline export function stepAt(step: u32): usize {
  return STEPS + <usize>step * STEP_SIZE
}

/** Has nothing done with records until a program is started. */
export function resetProgram(): void {
  Program.steps = 0
  Program.exits = 0
  Program.direct = NO_EXIT
  Program.isWhole = false
  Program.filtersFirst = false
  Program.isDone = false
  Program.record = 0
  Program.lines = 0
  lastRecords = 0
}

/** Clears the exits and finds out whether there is anything to do. */
export function startProgram(): void {
  Program.exitSize = Program.exits ? ((EXITS_END - EXITS) / Program.exits) & ~15 : 0
  if (Program.exitSize > 128 << 10) Program.exitSize = 128 << 10
  for (let exit: u32 = 0; exit < Program.exits; exit++) {
    store<u32>(bufferOf(exit), 0)
    store<u32>(bufferOf(exit), 0, 4)
    store<i32>(bufferOf(exit), NO_ROWS, ExitAt.STEP)
  }
  for (let step: u32 = 0; step < Program.steps; step++) {
    const at = stepAt(step)
    if (load<u32>(at, STEP_AT_DO) != DO_ROWS) continue
    store<i32>(bufferOf(load<u32>(at, STEP_AT_FIRST)), step, ExitAt.STEP)
    if (linesOfRows(at)) store<i32>(linesOfRows(at), LINES_OF_ROWS, ExitAt.STEP)
  }
  Program.record = 0
  Program.flushed = 0
  Program.lines = 0
  findDone()
}

/** Runs the steps on the record that has just been written; false with a fault. */
export function finishRecord(): bool {
  let keeps = false
  let hasEnded = false
  for (let step: u32 = 0; step < Program.steps; step++) {
    const at = stepAt(step)
    const after = load<i32>(at, STEP_AT_AFTER)
    const what = load<u32>(at, STEP_AT_DO)
    let passes = !load<u32>(at, STEP_AT_IS_DONE) && (after < 0 || load<u32>(stepAt(after), STEP_AT_PASSED))
    const first = load<u32>(at, STEP_AT_FIRST)
    if (passes) {
      switch (what) {
        case DO_TEST:
          passes = load<u8>(RESULTS + first) == load<u8>(at, STEP_AT_SECOND)
          break
        case DO_ASK:
          passes = askAbout(step, first, load<u32>(at, STEP_AT_SECOND))
          break
        case DO_SKIP:
          if (load<f64>(at, STEP_AT_COUNT) > 0) {
            store<f64>(at, load<f64>(at, STEP_AT_COUNT) - 1, STEP_AT_COUNT)
            passes = false
          }
          break
        case DO_HEAD:
          if (load<f64>(at, STEP_AT_COUNT) == 1) hasEnded = true
          store<f64>(at, load<f64>(at, STEP_AT_COUNT) - 1, STEP_AT_COUNT)
          break
        case DO_COUNT:
          store<f64>(at, load<f64>(at, STEP_AT_COUNT) + 1, STEP_AT_COUNT)
          break
        case DO_LINES:
          if (first == <u32>Program.direct) keeps = true
          else if (!copyToExit(at, first, 0x0a)) hasEnded = true
          break
        case DO_RECORDS:
          if (!copyToExit(at, first, 0x2c)) hasEnded = true
          break
        case DO_ROWS:
          if (!copyToRows(at, first)) hasEnded = true
          break
      }
    }
    store<u32>(at, passes ? 1 : 0, STEP_AT_PASSED)
    if (passes) store<f64>(at, load<f64>(at, STEP_AT_TOTAL) + 1, STEP_AT_TOTAL)
  }
  if (keeps) {
    if (Provenance.isWanted) locate(output.from + Program.record)
    store<u8>(Output.end, 0x0a)
    Output.end++
    Program.record = Output.end - output.from
    Program.lines++
    if (Program.record > DIRECT_FULL && !flushDirect()) hasEnded = true
  } else Output.end = output.from + Program.record
  if (hasEnded) findDone()
  return true
}

/** Hands the direct lines to the host. */
export function flushDirect(): bool {
  const from = output.from + Program.flushed
  const length = Program.record - Program.flushed
  // a record in progress stands after the lines, and stays there
  if (!Collection.record) {
    Program.record = 0
    Output.end = output.from
  }
  Program.flushed = Program.record
  if (!length) return true
  const isOpen = handOver(<u32>Program.direct, from, length, Program.lines)
  Program.lines = 0
  if (!isOpen) closeExit(<u32>Program.direct)
  return isOpen
}

/** Hands bytes to the host, as long as they can be trusted. */
function handOver(exit: u32, from: usize, length: usize, records: u32): bool {
  lookAtCanaries()
  return flush(exit, from, length, records)
}

@inline function bufferOf(exit: u32): usize {
  return EXITS + <usize>exit * Program.exitSize
}

/** Hands all that waits in the exits' buffers to the host. */
export function flushExits(): void {
  let isAnyClosed = false
  for (let exit: u32 = 0; exit < Program.exits; exit++) if (!flushExit(exit)) isAnyClosed = true
  if (isAnyClosed) findDone()
}

function flushExit(exit: u32): bool {
  const buffer = bufferOf(exit)
  const length = load<u32>(buffer)
  const rows = load<i32>(buffer, ExitAt.STEP)
  if (rows == LINES_OF_ROWS || !length) return true
  const records = load<u32>(buffer, 4)
  if (rows != NO_ROWS) emptyRows(buffer, linesOfRows(stepAt(rows)), Program.exitSize)
  store<u32>(buffer, 0)
  store<u32>(buffer, 0, 4)
  const isOpen = handOver(exit, buffer + EXIT_HEADER, length, records)
  if (!isOpen) closeExit(exit)
  return isOpen
}

function closeExit(exit: u32): void {
  for (let step: u32 = 0; step < Program.steps; step++) {
    const what = load<u32>(stepAt(step), STEP_AT_DO)
    const isWay = what == DO_LINES || what == DO_RECORDS || what == DO_ROWS
    if (isWay && load<u32>(stepAt(step), STEP_AT_FIRST) == exit) store<u32>(stepAt(step), 1, STEP_AT_IS_DONE)
  }
}

/** The exit for objects whose records came last: others must not overtake them. */
let lastRecords: u32 = 0

/** Copies the record, as it is at a step, into the buffer of an exit; answers whether that takes more. */
function copyToExit(step: usize, exit: u32, separator: u8): bool {
  if (separator == 0x2c && exit != lastRecords) {
    flushExit(lastRecords)
    lastRecords = exit
  }
  const to = Provenance.isWanted && separator == 0x0a ? writeLocated(output.from + Program.record) : shapedEnd(step)
  const from = to - Composed.length
  let length = to - from
  store<u8>(to, separator)
  if (Provenance.isWanted && separator == 0x2c) length = writeProvenance(to + 1) - 1 - from
  const buffer = bufferOf(exit)
  const room = Program.exitSize - EXIT_HEADER - 16 // what is copied may be so many bytes too far
  if (load<u32>(buffer) + length + 1 > room) {
    if (!flushExit(exit)) return false
    if (length + 1 > room) {
      if (handOver(exit, from, length + 1, 1)) return true
      closeExit(exit)
      return false
    }
  }
  const used = load<u32>(buffer)
  copyMostlyShort(buffer + EXIT_HEADER + used, from, length + 1)
  store<u32>(buffer, used + <u32>length + 1)
  store<u32>(buffer, load<u32>(buffer, 4) + 1, 4)
  return true
}

/** Puts the record together as it is at a step, if need be; answers the end of its `Composed.length` bytes. */
function shapedEnd(step: usize): usize {
  const shape = load<u32>(step, STEP_AT_SHAPE)
  const record = output.from + Program.record
  if (!shape) {
    Composed.length = Output.end - record
    return Output.end
  }
  const maker = stepAt(shape - 1)
  const first = load<u32>(maker, STEP_AT_FIRST)
  if (load<u32>(maker, STEP_AT_DO) == DO_EDIT) return edit(shape - 1, first, record, Output.end)
  return compose(Output.end, first, load<u32>(maker, STEP_AT_SECOND))
}

/** Adds the record to the rows of an exit, and as a line to theirs; answers whether that takes more. */
function copyToRows(step: usize, exit: u32): bool {
  const lines = linesOfRows(step)
  let to = Output.end
  let length: usize = 0
  if (lines) {
    to = shapedEnd(step)
    store<u8>(to++, 0x0a)
    length = Composed.length + 1
  }
  beginRow(step, to, length)
  const buffer = bufferOf(exit)
  const room = Program.exitSize - EXIT_HEADER
  if (!hasRoomForRow(buffer, lines, room)) {
    if (!flushExit(exit)) return false
    if (!hasRoomForRow(buffer, lines, room)) {
      const text = putRowAlone()
      if (handOver(exit, Row.at, text, 1)) return true
      closeExit(exit)
      return false
    }
  }
  addRow(buffer, lines, room)
  return true
}

/** The buffer of the lines of rows; 0 if they have none. */
function linesOfRows(step: usize): usize {
  const exit = load<i32>(step, STEP_AT_SECOND)
  return exit == NO_EXIT ? 0 : bufferOf(exit)
}

function askAbout(step: u32, columns: u32, columnsEnd: u32): bool {
  const to = compose(Output.end, columns, columnsEnd)
  return ask(step, to - Composed.length, Composed.length)
}

/** Whether no step comes after one that does this. */
@inline function isWayOut(what: u32): bool {
  return what == DO_LINES || what == DO_RECORDS || what == DO_ROWS || what == DO_COUNT
}

/** Marks the steps after which nothing can happen any more. */
function findDone(): void {
  Program.isDone = true
  for (let step: i32 = <i32>Program.steps - 1; step >= 0; step--) {
    const at = stepAt(step)
    const what = load<u32>(at, STEP_AT_DO)
    let isDone = load<u32>(at, STEP_AT_IS_DONE) != 0
    if (what == DO_HEAD && load<f64>(at, STEP_AT_COUNT) <= 0) isDone = true
    if (!isDone && !isWayOut(what)) {
      isDone = true
      for (let next: u32 = step + 1; next < Program.steps; next++) {
        const isNext = load<i32>(stepAt(next), STEP_AT_AFTER) == step
        if (isNext && !load<u32>(stepAt(next), STEP_AT_IS_DONE)) isDone = false
      }
    }
    if (isDone) store<u32>(at, 1, STEP_AT_IS_DONE)
    else if (load<i32>(at, STEP_AT_AFTER) < 0) Program.isDone = false
  }
}
