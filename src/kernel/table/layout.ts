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

// A name in a tree that grows while lines are read, and what is known of the values there. Its key, and the length of that,
// stand where other names have them.

export const TREE_NODE_SIZE = 64
export const TREE_NODE_AT_FIRST = 8 // of the names in its value, or 0
export const TREE_NODE_AT_NEXT = 12 // beside it, or 0
export const TREE_NODE_AT_NUMBER = 16
export const TREE_NODE_AT_MARKS = 20
export const TREE_NODE_AT_OBJECT = 24 // the number of the object that had it last
export const TREE_NODE_AT_RECORD = 28 // the number of the record that had a value there last
export const TREE_NODE_AT_RECORDS = 32 // how many had one
export const TREE_NODE_AT_TEXTS = 36 // how many are counted
export const TREE_NODE_AT_TEXT = 40 // the number of the first of them, and of the last, or 0
export const TREE_NODE_AT_LAST_TEXT = 44
export const TREE_NODE_AT_SKETCH = 48 // where that of its values is, or 0

/** The host knows that there are values; else a record with one is for it. */
export const TREE_NODE_TAKES = 1
/** Its values are wanted in their order. */
export const TREE_NODE_IS_IN_ORDER = 2

// A text that is counted: a value as JSON, in one place. They have numbers from 1 on.

export const TEXT_SIZE = 24
export const TEXT_AT_FROM = 0
export const TEXT_AT_LENGTH = 4
export const TEXT_AT_TIMES = 8
export const TEXT_AT_NODE = 12
export const TEXT_AT_NEXT = 16 // the number of the next in the same place, or 0
export const TEXT_AT_HASH = 20

export const MOST_TEXTS = 65_535
/** Bytes of one, with its quotes: these are no more than 100 characters. */
export const LONGEST_TEXT = 102
/** Of the table that they are found by, a word each. */
export const TEXT_SLOTS = 262_144

/** The bit of a value that is not counted, beside the number of its name: after it, where it begins, and its length. */
export const IS_UNCOUNTED = 0x8000_0000

// A sketch: what is known of the values of a place that has many different texts. Texts are units of UTF-16.

export const SKETCH_AT_VALUES = 0
export const SKETCH_AT_NUMBERS = 8
export const SKETCH_AT_SUM = 16 // of the numbers, and what was lost by rounding
export const SKETCH_AT_LOST = 24
export const SKETCH_AT_MIN = 32
export const SKETCH_AT_MAX = 40
export const SKETCH_AT_DECIMALS = 48
export const SKETCH_AT_DISTINCT = 52 // how many different hashes there are, up to one more than are counted exactly
export const SKETCH_AT_COUNTS = 56 // of texts that are counted
export const SKETCH_AT_FORGOT = 60 // whether any was forgotten
export const SKETCH_AT_TEXTS_END = 64 // after the first of these
export const SKETCH_AT_FIRST_UNITS = 68 // of the first text in order, as long as there are no numbers, and of the last
export const SKETCH_AT_LAST_UNITS = 72
export const SKETCH_AT_FIRST_TEXT = 80
export const SKETCH_AT_LAST_TEXT = 296
export const SKETCH_AT_REGISTERS = 512 // for the estimate of different texts, or the hashes, one more than they are
export const SKETCH_AT_SEEN = 16_896 // a bit for some of each hash: where it is 0 no counted text has that
export const SKETCH_AT_CHAINS = 25_088 // by other bits, the number of the counted text that came last, or 0
export const SKETCH_AT_BEFORE = 33_280 // of each of these, the one that came before it, or 0
export const SKETCH_AT_COUNTED = 37_296
export const SKETCH_AT_TEXTS = 69_312
export const SKETCH_SIZE = 473_600

/** For a number of units: there is no text. */
export const NO_TEXT = 0xffff_ffff

/** Units of a text that are shown; of a longer one an ellipsis stands after them. */
export const LONGEST_SHOWN = 100

/** Different texts that are counted exactly. */
export const EXACT_DISTINCT = 1000
export const EXACT_SLOTS = 2048
/** Of a hash, for one of the registers, a byte each: an error of 0.8 %. */
export const REGISTER_BITS = 14
export const REGISTERS = 16_384
export const DISTINCT_SEED = 1

// A text that is counted for the most frequent: its hash, then its place and how often it came.

export const COUNTED_SIZE = 16
export const COUNTED_AT_PLACE = 4
export const COUNTED_AT_TIMES = 8
/** Of its place the bits that are its units, before them those for where it begins. */
export const UNITS_BITS = 7
/** When there are more, half of them go. */
export const MOST_COUNTED = 2000
export const SEEN_BITS = 65_536
export const CHAIN_BITS = 12

/** Bytes in which texts are summed up. */
export const SUMMARY_ROOM = 17_408

/** Values of one record. */
export const MOST_VALUES = 16_384
/** Bytes of one: the name, where it begins, its length. */
export const PLACE_SIZE = 12

/** Different texts of a column that are found. */
export const MOST_IN_DICTIONARY = 32_768
/** Of the table that they are found by, a word each. */
export const DICTIONARY_SLOTS = 65_536

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
