// Provides the numbers that the host and the kernel both know. AssemblyScript and TypeScript both take this file: it
// holds numbers, imports nothing, and no other file repeats one of them.

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

// Steps of a program: what each does with a record.
export const DO_TEST = 0 // lets it through if the result of a test is as wanted
export const DO_ASK = 1
export const DO_SKIP = 2
export const DO_HEAD = 3
export const DO_SELECT = 4
export const DO_EDIT = 5
// No step comes after one of these.
export const DO_LINES = 6
export const DO_RECORDS = 7
export const DO_COUNT = 8
export const DO_ROWS = 9

// Tests of a program: how a field is compared.
export const OPERATOR_EXISTS = 0
// These compare texts, the others numbers.
export const OPERATOR_EQUAL = 1
export const OPERATOR_UNEQUAL = 2
export const OPERATOR_LESS = 3
export const OPERATOR_AT_MOST = 4
export const OPERATOR_MORE = 5
export const OPERATOR_AT_LEAST = 6
export const OPERATOR_NUMBER_EQUAL = 7
export const OPERATOR_NUMBER_UNEQUAL = 8

// Purposes: why an element at a node is read, or its text. One bit each.
export const PURPOSE_TEST = 1
export const PURPOSE_VALUE = 2

// Flags of a name, one bit each. The host sets those of fields and arrays.
export const FLAG_DESCRIBED = 1 // the host was asked about it
export const FLAG_COLON = 2
export const FLAG_COLON_MISPLACED = 4
export const FLAG_DECLARES = 8 // xmlns or xmlns:prefix
export const FLAG_CLASHES = 16 // as an element: with a field that is added to records
export const FLAG_ATTRIBUTE_CLASHES = 32
export const FLAG_RECORD = 64 // of a record, where records are kept
export const FLAG_MAPPED = 128 // a namespace for which another prefix is written
export const FLAG_ARRAY = 0x10_0000 // always in an array: as a child or an attribute
export const FLAG_ARRAY_IN_RECORD = 0x20_0000 // right in the record
export const FLAG_ARRAY_OF_CHILDREN = 0x40_0000 // as a child
export const FLAG_TEXT = 0x80_0000 // all that is in it is one text
export const FLAG_TEXT_IN_RECORD = 0x100_0000
export const FLAG_INNER = 0x200_0000 // the same as XML
export const FLAG_INNER_IN_RECORD = 0x400_0000
export const FLAG_UNCOMMON = 0x780_0000 // any of these
export const FLAG_ALL_BUT_ARRAYS = 0xf_ffff

// How attributes are written.
export const ATTRIBUTES_PREFIXED = 0 // "@name":
export const ATTRIBUTES_NESTED = 1 // "name": in an object of their own
export const ATTRIBUTES_AS_CHILDREN = 2 // as children of a name that may have a prefix
export const ATTRIBUTES_DROPPED = 3

// How names are written.
export const NAMES_KEPT = 0
export const NAMES_STRIPPED = 1 // without their prefixes
export const NAMES_MAPPED = 2 // the host says how, for each namespace; what it has flagged is not declared
export const NAMES_EXPANDED = 3 // the same, and nothing is declared

// How values are not as usual, one bit each.
export const VALUES_TYPED = 1 // numbers and booleans
export const VALUES_SPACED = 2 // white space around texts stays
export const VALUES_FLAT = 4 // none are in others: the host makes records flat that are not
export const VALUES_WRAPPED = 8 // texts too are in objects, which say what is declared around them (BadgerFish)
export const VALUES_ABSORBED = 16 // children of one name are the array they are in, text beside children goes (Parker)
export const VALUES_LISTED = 32 // elements are lists of what is in them (JsonML)

// Entities, by what is in them.
export const ENTITY_PLAIN = 0 // text without markup and references
export const ENTITY_MARKUP = 1
export const ENTITY_COUNTED = 2 // plain, and the host wants to know how often
export const ENTITY_KEPT = 3 // counted too: the reference as it was written, or nothing, which adds nothing

// Events, of so many words each: what it is, a name, where its text is and how long.
export const EVENT_WORDS = 4
export const EVENT_START = 1
export const EVENT_ATTRIBUTE = 2
export const EVENT_TEXT = 3
export const EVENT_END = 4
export const EVENT_INSTRUCTION = 5

// Declared attributes, one bit each.
export const DECLARED_TOKENISED = 1 // white space around its value goes
export const DECLARED_VALUE = 2 // elements without it have this value

// Settings: the host writes the number of each, eight bytes, into one table, and then calls what reads them.
// Read by `reset`, for a document.
export const SETTING_MODE = 0
export const SETTING_NAMESPACES = 1 // 0 or 1
export const SETTING_SEED = 2 // its bits are mixed into the hashes of names
export const SETTING_DEPTH = 3 // from here to the amplification: limits
export const SETTING_ATTRIBUTES = 4
export const SETTING_NAME = 5
export const SETTING_NAMES = 6
export const SETTING_TAG = 7
export const SETTING_RECORD = 8
export const SETTING_EXPANSION = 9
export const SETTING_AMPLIFICATION = 10
// Read by `setProgram`, for the program that stands in the tables.
export const SETTING_STEPS = 11 // how many
export const SETTING_EXITS = 12
export const SETTING_TESTS = 13
export const SETTING_DIRECT = 14 // the one exit that takes every kept record whole as a line, or NO_EXIT
export const SETTING_WHOLE = 15 // 0 for only the wanted fields of records
export const SETTING_PREFILTER = 16 // 1 if it is of use to test a record before it is written
// Read by `setNameField`, for the field that receives the name of the record's element.
export const SETTING_NAME_KEY = 17 // where its key stands, as JSON with the colon
export const SETTING_NAME_KEY_LENGTH = 18
export const SETTING_NAME_NODE = 19 // or NO_NODE
export const SETTING_NAME_TEXT_NODE = 20 // that of its text, or NO_NODE
export const SETTING_NAME_IS_TEXT = 21 // whether its key is that of the text
// Read by `setMapping`, for how records are written.
export const SETTING_ATTRIBUTES_AS = 22 // one of ATTRIBUTES_…
export const SETTING_PREFIX = 23 // where what stands before their names is, or before all of them as JSON
export const SETTING_PREFIX_LENGTH = 24
export const SETTING_TEXT_KEY = 25 // where the key of text beside others is, as JSON with the colon
export const SETTING_TEXT_KEY_LENGTH = 26
export const SETTING_TEXT_NAME = 27 // the same as it stands in a tag, where an element may have that name
export const SETTING_TEXT_NAME_LENGTH = 28 // or 0
export const SETTING_VALUES = 29 // how values are not as usual: VALUES_…
export const SETTING_NAMES_AS = 30 // NAMES_…
export const SETTING_SOURCE_KEY = 31 // read by `setSource`: the field for where a record is from, up to its number
export const SETTING_SOURCE_KEY_LENGTH = 32
export const SETTING_SOURCE_BEFORE = 33 // how many records came before
export const SETTING_FLAT_SEPARATOR = 34 // read by `setFlat`: where what stands between joined names is, as JSON
export const SETTING_FLAT_SEPARATOR_LENGTH = 35
export const SETTING_FLAT_SEEN = 36 // how many bytes of records the host wants to see before they are made flat
export const SETTINGS_SIZE = 296 // bytes

// The tables that the host writes a program into. An entry has so many bytes (SIZE), and each field stands so far from
// its start (AT).

export const TABLE_NODES = 0
export const TABLE_TESTS = 1
export const TABLE_STEPS = 2
export const TABLE_COLUMNS = 3
export const TABLE_SETTINGS = 4

// A node of the tree of fields.
export const NO_NODE = -1
export const NODE_SIZE = 32
export const NODE_AT_CHILDREN = 0 // the nodes below it as bits
export const NODE_AT_TESTS = 4
export const NODE_AT_TESTS_END = 8
export const NODE_AT_IS_CAPTURED = 12 // whether its value is wanted
export const NODE_AT_TEXT = 16 // the node of its text, or NO_NODE
export const NODE_AT_PURPOSE = 20

// A test on a field.
export const MOST_PROGRAM_TESTS = 1900
export const TEST_SIZE = 32
export const TEST_AT_OPERATOR = 0
export const TEST_AT_TEXT = 4 // what it compares with: a text as it stands in JSON,
export const TEST_AT_LENGTH = 8
export const TEST_AT_NUMBER = 16 // or a number

// A step.
export const MOST_PROGRAM_STEPS = 2700
export const STEP_SIZE = 48
export const STEP_AT_AFTER = 0 // the number of a step, -1 for all records
export const STEP_AT_DO = 4
export const STEP_AT_FIRST = 8 // a test; the first column; where an edit stands; an exit
export const STEP_AT_SECOND = 12 // the wanted result; the end of the columns; the exit whose buffer has the lines of rows
export const STEP_AT_COUNT = 16 // records to come, for head and skip; records that came
export const ROWS_AT_COLUMNS = 16 // of rows: the first column, and the end of the columns
export const ROWS_AT_COLUMNS_END = 20
export const STEP_AT_IS_DONE = 24
export const STEP_AT_SHAPE = 28 // 1 + the select or edit step that has made the record what it is here
export const STEP_AT_PASSED = 32 // whether this record did
export const STEP_AT_TOTAL = 40 // records that did

// A column of a selection.
export const MOST_PROGRAM_COLUMNS = 16_000
export const COLUMN_SIZE = 16
export const COLUMN_AT_KEY = 0 // as JSON, with the colon
export const COLUMN_AT_KEY_LENGTH = 4
export const COLUMN_AT_NODE = 8

// An edit: what becomes of the fields of a record by their roles, then what is added if it is not there.
export const EDIT_AT_ROOM = 0 // how much longer a record may become
export const EDIT_AT_ADDITIONS = 4 // from its start
export const EDIT_AT_ADDED = 8 // how many
export const EDIT_AT_FATES = 16

// What becomes of a field; that of role 0 is not used. An addition has the same form.
export const FATE_SIZE = 20
export const FATE_AT_WHAT = 0
export const FATE_AT_TEXT = 4 // `"name":`, or with a value and a comma
export const FATE_AT_LENGTH = 8
export const FATE_AT_TARGET = 12 // the role of the name that it has afterwards
export const FATE_AT_SEEN = 16 // the record in which a field of that name was met last
export const FATE_KEEP = 0
export const FATE_DROP = 1
export const FATE_RENAME = 2
export const FATE_REPLACE = 3

// A row: words in which stand the end of its line among the lines, then for each column the end of its value in the text
// of all rows, and in the last bits what it is. A comma stands after each value.
export const VALUE_BITS = 3
export const VALUE_MISSING = 0
export const VALUE_ASCII = 1 // a text in quotes, without an escape
export const VALUE_TEXT = 2 // the same in other characters
export const VALUE_NULL = 3
export const VALUE_JSON = 4 // any other

// Exits: a buffer each, which all have their part of one table.
export const MOST_PROGRAM_EXITS = 1000
export const NO_EXIT = -1
