// Provides what stopped the reading: a code that the host has words for, a place, and what stands there.

export namespace Code {
  export const NONE = 0
  export const ENDS_EARLY = 1
  export const EXPECTED_NAME = 2
  export const EXPECTED_TAG_END = 3
  export const EXPECTED_SPACE = 4
  export const EXPECTED_EQUALS = 5
  export const EXPECTED_QUOTE = 6
  export const LESS_THAN_IN_ATTRIBUTE = 7
  export const ATTRIBUTE_REPEATED = 8
  export const TAG_NOT_CLOSED = 9
  export const TAG_NOT_OPENED = 10
  export const TEXT_OUTSIDE_ROOT = 11
  export const SECOND_ROOT = 12
  export const CDATA_END_IN_TEXT = 13
  export const EXPECTED_SEMICOLON = 14
  export const CHARACTER_NOT_ALLOWED = 15
  export const MARKUP_NOT_KNOWN = 16
  export const HYPHENS_IN_COMMENT = 17
  export const INSTRUCTION_TARGET = 18
  export const DOCTYPE_MISPLACED = 19
  export const PREFIX_NOT_DECLARED = 20
  export const NAMESPACE_NOT_ALLOWED = 21
  export const NAMESPACE_EMPTY = 22
  export const ATTRIBUTE_REPEATED_IN_NAMESPACE = 23
  export const COLON_MISPLACED = 24
  export const ENTITY = 25 // the host knows
  export const ENTITY_NOT_BALANCED = 26
  export const ENTITY_RECURSIVE = 27
  export const DEPTH = 28
  export const ATTRIBUTES = 29
  export const NAME = 30
  export const NAMES = 31
  export const TAG = 32
  export const RECORD = 33
  export const EXPANSION = 34
  export const AMPLIFICATION = 35
  export const NAME_CLASH = 36 // of the field that is to hold the record's name
  export const NO_ROOT = 37
  export const PREFIX_NOT_FOR_ELEMENTS = 38
  export const EXPECTED_TAG = 39
  export const EXPECTED_ATTRIBUTE = 40
  export const CHARACTER_IN_NAME = 41
  export const EXPECTED_END_BEHIND_SLASH = 42
  export const CDATA_OUTSIDE_ROOT = 43
  export const SECOND_DOCTYPE = 44
  export const EXPECTED_DIGIT = 45
  export const ENDS_IN_TAG = 46
  export const ENDS_IN_COMMENT = 47
  export const ENDS_IN_CDATA = 48
  export const ENDS_IN_INSTRUCTION = 49
  export const ENDS_IN_REFERENCE = 50
  export const ENDS_IN_MARKUP = 51
  // a table is full, which no flag makes larger
  export const NAMES_FULL = 52
  export const DEPTH_FULL = 53
  export const ATTRIBUTES_FULL = 54
  export const NAMESPACES_FULL = 55
  export const PREFIXES_FULL = 56
  // and these are about a whole record
  export const VALUES_FULL = 57
  export const FIELDS_FULL = 58
}

@final export class Fault {
  static code: i32 = 0
  static at: usize = 0
  /** What the fact quotes: bytes in memory. */
  static from: usize = 0
  static length: usize = 0
  /** More to quote: a name. */
  static other: usize = 0
}

/** Notes a fault; answers false, for the caller to give up with. */
export function fail(code: i32, at: usize, from: usize = 0, length: usize = 0): bool {
  Fault.code = code
  Fault.at = at
  Fault.from = from
  Fault.length = length
  Fault.other = 0
  return false
}
