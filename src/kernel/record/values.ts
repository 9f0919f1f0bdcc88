// Provides how values are written where that is not as usual: numbers and booleans instead of texts, and
// the white space around them.

import { setting } from '../bytes/memory'
import { isScalar } from '../bytes/scalar'
import { NULL, TEXT_END } from '../bytes/words'
import { SETTING_VALUES, VALUES_FLAT, VALUES_SPACED, VALUES_TYPED } from '../layout'
import { copyShort } from './copy'
import { trimmed } from './trim'

@final export class Values {
  /** Whether all texts are values as they stand in quotes, without the white space around them. */
  static areUsual: bool = true
  static areTyped: bool = false
  /**
   * Whether they keep the white space. What waits beside children begins with a byte that stands for nothing then, so that
   * it is never empty: white space is passed over where it is.
   */
  static areSpaced: bool = false
  /** Whether no value of a record is to have others in it. */
  static areFlat: bool = false
}

export function resetValues(): void {
  Values.areUsual = true
  Values.areTyped = false
  Values.areSpaced = false
  Values.areFlat = false
}

/** Takes what a mapping says of values from the settings. */
export function setValues(): void {
  const bits = <u32>setting(SETTING_VALUES)
  Values.areUsual = (bits & ~VALUES_FLAT) == 0
  Values.areTyped = (bits & VALUES_TYPED) != 0
  Values.areSpaced = (bits & VALUES_SPACED) != 0
  Values.areFlat = (bits & VALUES_FLAT) != 0
}

/** Ends a value that is `"text` from `from` to `to`, or `null` without text; answers its end. */
@inline export function endText(from: usize, to: usize): usize {
  if (!Values.areUsual) return endUnusual(from, to)
  const end = trimmed(from + 1, to)
  if (end == from + 1) {
    store<u32>(from, NULL)
    return from + 4
  }
  store<u8>(end, 0x22)
  return end + 1
}

function endUnusual(from: usize, to: usize): usize {
  const end = Values.areSpaced ? to : trimmed(from + 1, to)
  if (end == from + 1) {
    store<u32>(from, NULL)
    return from + 4
  }
  return endWhole(from, end)
}

/** Ends a value that is `"text`, of which nothing goes; answers its end. */
@inline export function endWhole(from: usize, to: usize): usize {
  if (Values.areTyped && isScalar(from + 1, to)) return copyShort(from, from + 1, to - from - 1)
  store<u8>(to, 0x22)
  return to + 1
}

/** The same of an attribute, with the comma after it. */
@inline export function endAttribute(from: usize, to: usize): usize {
  if (Values.areTyped) {
    const end = endWhole(from, to)
    store<u8>(end, 0x2c)
    return end + 1
  }
  store<u16>(to, TEXT_END)
  return to + 2
}
