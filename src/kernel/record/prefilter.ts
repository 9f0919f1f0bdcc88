// Filters records before they are written: one that a filter is likely to refuse is read for its tests only, and
// read again to be written if it passes them all.

import { RESULTS } from '../bytes/memory'
import {
  DO_EDIT, DO_SELECT, DO_TEST, PURPOSE_TEST, PURPOSE_VALUE, STEP_AT_AFTER, STEP_AT_DO, STEP_AT_FIRST, STEP_AT_IS_DONE,
  STEP_AT_PASSED, STEP_AT_SECOND, STEP_AT_TOTAL,
} from '../layout'
import { Expansion, Input, placeOf } from '../markup/input'
import { leaveTo } from '../markup/scopes'
import { Collection } from './collection'
import { Fields } from './fields'
import { NameField } from './name-field'
import { Program, stepAt } from './program'
import { Before, depthAround, leaveRecord, readAgain } from './replay'

/** How much of a document is kept to be read again. A longer record is written without regard to its tests. */
const MOST_KEPT: usize = 1 << 20

@final export class Prefilter {
  /** Whether the next record is written at once: the one before passed its tests, or may be too long. */
  static writesNext: bool = false
}

export function resetPrefilter(): void {
  Prefilter.writesNext = false
}

/** Whether a record that begins here is filtered first. */
@inline export function isFilteredFirst(): bool {
  return Program.filtersFirst && !Prefilter.writesNext && Input.level == 0
}

/** Begins a record. */
@inline export function openPrefilter(): void {
  Collection.isFiltered = isFilteredFirst()
  Fields.purpose = Collection.isFiltered ? PURPOSE_TEST : PURPOSE_TEST | PURPOSE_VALUE
}

/** Ends a record; answers whether it was only filtered: then it is done with, or comes again to be written. */
@inline export function closePrefilter(): bool {
  if (!Program.filtersFirst) return false
  Prefilter.writesNext = runTests() || (Collection.isFiltered && mayBeTooLong())
  if (!Collection.isFiltered) return false
  if (Prefilter.writesNext) readAgain()
  else {
    leaveRecord()
    Collection.records++
    countPassed()
  }
  return true
}

/** Whether the record must be written for its limit to hold, wherever it was cut and whatever came before it. */
function mayBeTooLong(): bool {
  const length = placeOf(Input.pos) - Collection.start
  const most = 4 * (<u64>length + Expansion.bytes - Before.expansion) + NameField.keyLength + 1024
  return length > MOST_KEPT || most > <u64>Collection.longest
}

/** Notes which steps the record passes by its tests; answers whether it comes to one that makes use of it. */
function runTests(): bool {
  for (let step: u32 = 0; step < Program.steps; step++) {
    const at = stepAt(step)
    const after = load<i32>(at, STEP_AT_AFTER)
    let passes = !load<u32>(at, STEP_AT_IS_DONE) && (after < 0 || load<u32>(stepAt(after), STEP_AT_PASSED))
    const what = load<u32>(at, STEP_AT_DO)
    if (what == DO_TEST) {
      passes = passes && load<u8>(RESULTS + load<u32>(at, STEP_AT_FIRST)) == load<u8>(at, STEP_AT_SECOND)
    } else if (passes && what != DO_SELECT && what != DO_EDIT) return true
    store<u32>(at, passes ? 1 : 0, STEP_AT_PASSED)
  }
  return false
}

/** Counts, for the record that was only filtered, the steps that it passed. */
function countPassed(): void {
  for (let step: u32 = 0; step < Program.steps; step++) {
    const at = stepAt(step)
    if (load<u32>(at, STEP_AT_PASSED)) store<f64>(at, load<f64>(at, STEP_AT_TOTAL) + 1, STEP_AT_TOTAL)
  }
}

/** Whether so much of a record came that its beginning must go. */
export function isBeyondPrefilter(): bool {
  return Collection.isFiltered && Input.end - Collection.start > MOST_KEPT
}

/** Leaves the record that is being filtered, to write it. */
export function endPrefilter(): void {
  leaveTo(depthAround())
  Prefilter.writesNext = true
  readAgain()
}
