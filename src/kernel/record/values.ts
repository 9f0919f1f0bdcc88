// Provides how values are written where that is not as usual: numbers and booleans instead of texts, and
// the white space around them.

import { setting } from '../bytes/memory'
import { isScalar, lowerBoolean } from '../bytes/scalar'
import { EMPTY_OBJECT, NULL, TEXT_END } from '../bytes/words'
import {
  SETTING_VALUES, VALUES_ABSORBED, VALUES_FLAT, VALUES_LISTED, VALUES_SPACED, VALUES_TYPED, VALUES_WRAPPED,
} from '../layout'
import { Keys } from '../markup/keys'
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
  /** Whether each text is in an object, and none is an object without anything in it. */
  static areWrapped: bool = false
  /** Whether an object of one array is that array, and text beside children goes. */
  static areAbsorbed: bool = false
  /** Whether elements are lists of what is in them. */
  static areListed: bool = false
}

export function resetValues(): void {
  Values.areUsual = true
  Values.areTyped = false
  Values.areSpaced = false
  Values.areFlat = false
  Values.areWrapped = false
  Values.areAbsorbed = false
  Values.areListed = false
}

/** Takes what a mapping says of values from the settings. */
export function setValues(): void {
  const bits = <u32>setting(SETTING_VALUES)
  Values.areUsual = (bits & ~VALUES_FLAT) == 0
  Values.areTyped = (bits & VALUES_TYPED) != 0
  Values.areSpaced = (bits & VALUES_SPACED) != 0
  Values.areFlat = (bits & VALUES_FLAT) != 0
  Values.areWrapped = (bits & VALUES_WRAPPED) != 0
  Values.areAbsorbed = (bits & VALUES_ABSORBED) != 0
  Values.areListed = (bits & VALUES_LISTED) != 0
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
  if (Values.areWrapped) return endWrapped(from, end)
  if (end == from + 1) {
    store<u32>(from, NULL)
    return from + 4
  }
  if (Values.areAbsorbed && Values.areTyped) {
    // other ways to write a boolean too
    const length = lowerBoolean(from + 1, end)
    if (length) return copyShort(from, from + 1, length)
  }
  return endWhole(from, end)
}

/** `"text` to `{"$":"text"}`, or `{}` without text. */
function endWrapped(from: usize, to: usize): usize {
  if (to == from + 1) {
    store<u16>(from, EMPTY_OBJECT)
    return from + 2
  }
  const value = from + 1 + Keys.textLength
  memory.copy(value, from, to - from)
  store<u8>(from, 0x7b)
  memory.copy(from + 1, Keys.text, Keys.textLength)
  const end = endWhole(value, value + (to - from))
  store<u8>(end, 0x7d)
  return end + 1
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
