// Provides the numbers that the reader of JSON lines and its host both know. AssemblyScript and TypeScript both take
// this file.

// Why reading stopped. `src/engine/lines/faults.ts` has the words.

export const LINE_WHOLE = 0
export const LINE_EXPECTED_VALUE = 1
export const LINE_EXPECTED_NAME = 2
export const LINE_EXPECTED_NAME_OR_END = 3
export const LINE_EXPECTED_COLON = 4
export const LINE_EXPECTED_OBJECT_GOES_ON = 5
export const LINE_EXPECTED_ARRAY_GOES_ON = 6
export const LINE_EXPECTED_END = 7
export const LINE_CONTROL_CHARACTER = 8
export const LINE_ESCAPE = 9
export const LINE_NUMBER = 10
export const LINE_DEPTH = 11
export const LINE_LENGTH = 12

/** Bytes before the table; nothing is there. */
export const TABLE = 1024
/** Lines that are found in one call at most. */
export const MOST_LINES = 4096
/** Where a line begins, where it ends, and its marks: numbers of four bytes each. */
export const LINE_WORDS = 3
/** Where lists of names are: each name has its length before it, a byte, and 0 ends a list. */
export const NAMES = 50_176 // TABLE + 4 * LINE_WORDS * MOST_LINES
export const NAMES_SIZE = 4096
/** Where it is noted in which object a name was met last, in four bytes at one of these places: names may share one. */
export const MET = 54_272 // NAMES + NAMES_SIZE
export const MET_PLACES = 65_536
/** Where levels of nesting begin; the text follows them. */
export const LEVELS = 316_416 // MET + 4 * MET_PLACES
/** Bytes of a level: the number of an object, or 0 for an array. */
export const LEVEL_SIZE = 4
/** Bytes after the text that are read with it, and mean nothing. */
export const PADDING = 32

// Marks of a line, as bits.

/** It has a number of many characters, which may be more than a double holds. */
export const MARK_LONG_NUMBER = 1
/** It has a number. */
export const MARK_NUMBER = 2
/** It has a text with an escape. */
export const MARK_ESCAPE = 4
/** JavaScript may write the value in another way: there is white space, `1.0`, `\/`, or a name is there twice. */
export const MARK_LOOSE = 8
