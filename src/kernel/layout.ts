// Provides the numbers that the host and the kernel both know. AssemblyScript and TypeScript take this same file: it holds
// numbers, imports nothing, and no other file repeats one of them.

// Faults: why reading stopped. `src/engine/kernel/faults.ts` has the words.

export const FAULT_NONE = 0
export const FAULT_ENDS_EARLY = 1
export const FAULT_EXPECTED_NAME = 2
export const FAULT_EXPECTED_TAG_END = 3
export const FAULT_EXPECTED_SPACE = 4
export const FAULT_EXPECTED_EQUALS = 5
export const FAULT_EXPECTED_QUOTE = 6
export const FAULT_LESS_THAN_IN_ATTRIBUTE = 7
export const FAULT_ATTRIBUTE_REPEATED = 8
export const FAULT_TAG_NOT_CLOSED = 9
export const FAULT_TAG_NOT_OPENED = 10
export const FAULT_TEXT_OUTSIDE_ROOT = 11
export const FAULT_SECOND_ROOT = 12
export const FAULT_CDATA_END_IN_TEXT = 13
export const FAULT_EXPECTED_SEMICOLON = 14
export const FAULT_CHARACTER_NOT_ALLOWED = 15
export const FAULT_MARKUP_NOT_KNOWN = 16
export const FAULT_HYPHENS_IN_COMMENT = 17
export const FAULT_INSTRUCTION_TARGET = 18
export const FAULT_DOCTYPE_MISPLACED = 19
export const FAULT_PREFIX_NOT_DECLARED = 20
export const FAULT_NAMESPACE_NOT_ALLOWED = 21
export const FAULT_NAMESPACE_EMPTY = 22
export const FAULT_ATTRIBUTE_REPEATED_IN_NAMESPACE = 23
export const FAULT_COLON_MISPLACED = 24
export const FAULT_ENTITY = 25 // the host knows
export const FAULT_ENTITY_NOT_BALANCED = 26
export const FAULT_ENTITY_RECURSIVE = 27
export const FAULT_DEPTH = 28
export const FAULT_ATTRIBUTES = 29
export const FAULT_NAME = 30
export const FAULT_NAMES = 31
export const FAULT_TAG = 32
export const FAULT_RECORD = 33
export const FAULT_EXPANSION = 34
export const FAULT_AMPLIFICATION = 35
export const FAULT_NAME_CLASH = 36 // of the field that is to hold the record's name
export const FAULT_NO_ROOT = 37
export const FAULT_PREFIX_NOT_FOR_ELEMENTS = 38
export const FAULT_EXPECTED_TAG = 39
export const FAULT_EXPECTED_ATTRIBUTE = 40
export const FAULT_CHARACTER_IN_NAME = 41
export const FAULT_EXPECTED_END_AFTER_SLASH = 42
export const FAULT_CDATA_OUTSIDE_ROOT = 43
export const FAULT_SECOND_DOCTYPE = 44
export const FAULT_EXPECTED_DIGIT = 45
export const FAULT_ENDS_IN_TAG = 46
export const FAULT_ENDS_IN_COMMENT = 47
export const FAULT_ENDS_IN_CDATA = 48
export const FAULT_ENDS_IN_INSTRUCTION = 49
export const FAULT_ENDS_IN_REFERENCE = 50
export const FAULT_ENDS_IN_MARKUP = 51

// A table is full, which no flag makes larger.
export const FAULT_NAMES_FULL = 52
export const FAULT_DEPTH_FULL = 53
export const FAULT_ATTRIBUTES_FULL = 54
export const FAULT_NAMESPACES_FULL = 55
export const FAULT_PREFIXES_FULL = 56

// So are these, of which each is about a whole record.
export const FAULT_VALUES_FULL = 57
export const FAULT_FIELDS_FULL = 58

// Modes: what is made of a document.

export const MODE_CHECK = 0 // nothing
export const MODE_TAPE = 1 // events
export const MODE_RECORDS = 2

// Statuses: why `run` stopped.

export const STATUS_HUNGRY = 0 // all is read
export const STATUS_FULL = 1 // the host should take the events
export const STATUS_DOCTYPE = 2 // after <!DOCTYPE, which the host reads
export const STATUS_DONE = 3 // nothing more is wanted
export const STATUS_FAULT = 4
export const STATUS_DECLARATION = 5 // at <?xml of a document after another one, which the host reads

// Places: where in the document the parser is.

export const PLACE_CONTENT = 0 // between tokens
export const PLACE_COMMENT = 1
export const PLACE_CDATA = 2
export const PLACE_INSTRUCTION = 3

// Why no tag at fault was passed; less than all of these is the negative end of an empty record.

export const REFUSED_CUT = 0 // more bytes are needed
export const REFUSED_UNREADABLE = -1
export const REFUSED_IS_RECORD = -2
