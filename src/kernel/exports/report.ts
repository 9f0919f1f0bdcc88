// Provides what came of a document: records, events, the fault and where it is.

import { Fault } from '../bytes/fault'
import { output, STEPS, TAPE, window } from '../bytes/memory'
import { Output } from '../bytes/output'
import { EVENT_SIZE, hasRoomForEvents, put, Tape } from '../markup/tape'
import { Utf16 } from '../document/utf16'
import {
  EVENT_INSTRUCTION, FAULT_NAME_CLASH, FAULT_RECORD, FAULT_VALUES_FULL, MODE_TAPE, PLACE_CONTENT, PLACE_INSTRUCTION,
  STEP_AT_COUNT, STEP_AT_TOTAL, STEP_SIZE,
} from '../layout'
import { FRAME_SIZE, Frames, In } from '../markup/frames'
import { Input, placeOf, shownPlaceOf } from '../markup/input'
import { EMPTY, Name } from '../markup/names'
import { expandedOf, indexOfExpanded } from '../markup/namespaces'
import { locate as locateIn, Position } from '../markup/position'
import { Parser, Reading } from '../markup/reading'
import { grantScratch } from '../markup/room'
import { Collection } from '../record/collection'
import { flushDirect, flushExits } from '../record/program'
import { Rows } from '../record/rows'

export function flushAll(): void {
  flushDirect()
  flushExits()
}

export function records(): f64 {
  return Collection.records
}

/** Where the words of the rows end that are being handed over, and where their lines are. */
export function rowsEnd(): usize {
  return Rows.end
}

export function rowsLines(): usize {
  return Rows.lines
}

export function countAt(step: u32): f64 {
  return load<f64>(STEPS + <usize>step * STEP_SIZE, STEP_AT_COUNT)
}

/** How many records passed a step. */
export function passedAt(step: u32): f64 {
  return load<f64>(STEPS + <usize>step * STEP_SIZE, STEP_AT_TOTAL)
}

export function tape(): usize {
  return TAPE
}

export function tapeLength(): u32 {
  return <u32>((Tape.end - TAPE) / EVENT_SIZE)
}

export function texts(): usize {
  return output.from
}

/** How many bytes of them there are. */
export function textsLength(): usize {
  return Output.end - output.from
}

/** How many bytes `writeUtf16` wrote after its ranges. */
export function utf16Length(): usize {
  return Utf16.bytes
}

/** Tells of an instruction that the host has read; answers whether there was room for it. */
export function addInstruction(target: Name, from: usize, length: usize): bool {
  if (Reading.mode != MODE_TAPE) return true
  const expanded = expandedOf(target, EMPTY)
  if (!expanded || !hasRoomForEvents(1)) return false
  const start = Output.end + grantScratch(Output.end, length)
  memory.copy(start, from, length)
  Output.end = start + length
  put(EVENT_INSTRUCTION, indexOfExpanded(expanded), start, Output.end)
  return true
}

/** The host has taken the events; the data of an instruction that is being read stays. */
export function clearTape(): void {
  Tape.end = TAPE
  let kept: usize = 0
  if (Parser.place == PLACE_INSTRUCTION) {
    const data = output.from + Parser.data
    kept = Output.end - data
    memory.copy(output.from, data, kept)
    Parser.data = 0
  }
  Output.end = output.from + kept
}

export function faultCode(): i32 {
  return Fault.code
}

export function faultAt(): usize {
  return Fault.at
}

export function faultFrom(): usize {
  return Fault.from
}

export function faultLength(): usize {
  return Fault.length
}

export function faultOther(): Name {
  return Fault.other
}

/** Finds the place of the fault, or that of the record for one that is about a whole record. */
export function locateFault(): void {
  const isAboutRecord =
    Fault.code == FAULT_RECORD || Fault.code == FAULT_NAME_CLASH || Fault.code >= FAULT_VALUES_FULL
  if (isAboutRecord && !Collection.start) {
    Position.offset = Position.recordOffset
    Position.line = Position.recordLine
    Position.column = Position.recordColumn
  } else locateIn(isAboutRecord ? Collection.start : shownPlaceOf(Fault.at))
}

/** Finds the place of a byte in the window. */
export function locate(at: usize): void {
  locateIn(window.from + at)
}

/** Finds the place of a byte of the document that is in the window. */
export function locateOffset(offset: f64): void {
  locateIn(window.from + <usize>(offset - <f64>Input.base))
}

/** How many bytes of the document come before something in the text being read: at once, unlike its place. */
export function bytesBefore(at: usize): f64 {
  return <f64>Input.base + <f64>(placeOf(at) - window.from)
}

export function offset(): f64 {
  return Position.offset
}

export function line(): f64 {
  return Position.line
}

export function column(): f64 {
  return Position.column
}

export function hasRoot(): bool {
  return Reading.hasRoot
}

/** What in the document is being read; between tokens, where that is in an entity. */
export function place(): i32 {
  return Input.level > 0 ? PLACE_CONTENT : Parser.place
}

export function depth(): u32 {
  return Frames.depth
}

/** The name of the n-th open element, from the root. */
export function openName(n: u32): Name {
  return load<u32>(Frames.top - <usize>(Frames.depth - 1 - n) * FRAME_SIZE, In.NAME)
}
