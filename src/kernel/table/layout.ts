// Provides the numbers that the writer of tables and its host both know. AssemblyScript and TypeScript both take this
// file.

/** Bytes that are left free before what the host keeps there: the constants of AssemblyScript are in them, from 1024 on. */
export const BASE = 2048
/** Bytes after a text that are read with it, and mean nothing, or are written over. */
export const PADDING = 64

// A name that an object may have: the names of one object follow each other, in the order in which they are expected.

export const NAME_SIZE = 24
export const NAME_AT_KEY = 0 // `"name":`
export const NAME_AT_LENGTH = 4 // of the key
export const NAME_AT_CELL = 8 // that takes its value, or 0
export const NAME_AT_BELOW = 12 // where the names begin that are in its value, and where they end
export const NAME_AT_BELOW_END = 16
export const NAME_AT_MARK = 20

// Marks of names, of which a record that has both is for the host.

/** Of `author/name`, a name as stages make it. */
export const MARK_MADE = 1
/** Of `author`, which is looked into instead. */
export const MARK_WAY = 2

// A cell, of the record that is being read.

export const CELL_SIZE = 16
export const CELL_AT_FROM = 0
export const CELL_AT_LENGTH = 4
export const CELL_AT_FORM = 8
export const CELL_AT_SEEN = 12 // kinds that it takes, as bits: a value of another is for the host

/** Nothing, or null. */
export const FORM_NONE = 0
/** As it stands: text without an escape, a number, a word. */
export const FORM_PLAIN = 1
/** Text with escapes. */
export const FORM_ESCAPED = 2
/** An array or an object, as JSON. */
export const FORM_JSON = 3

export const KIND_SCALAR = 1
export const KIND_OBJECT = 2
export const KIND_ARRAY = 4

// An entry of the table of cells: where the value begins, then its length and its form.

export const ENTRY_SIZE = 8
export const ENTRY_AT_FORM = 4
export const FORM_BITS = 2

/** What every value counts in a group of rows, beside the characters of a text. */
export const VALUE_SIZE = 96

// What values are, one bit each.

export const FOUND_TEXT = 1
export const FOUND_INTEGER = 2
export const FOUND_NUMBER = 4
export const FOUND_BOOLEAN = 8
export const FOUND_NESTED = 16

// How rows are written, one bit each.

/** Names that are not known are passed over; else such a record is for the host. */
export const LETS_PASS = 1
/** What a spreadsheet takes for a formula is written so that it does not. */
export const GUARDS = 2
/** Lines end in CR LF. */
export const ENDS_IN_CRLF = 4
/** Nothing is quoted. */
export const IS_BARE = 8
/** All values are written, in the order of the record; there are no cells. */
export const IS_IN_ORDER = 16
