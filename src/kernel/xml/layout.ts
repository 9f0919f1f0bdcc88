// Provides the numbers that the writer of elements and its host both know. AssemblyScript and TypeScript both take this
// file.

/** Bytes that are left free before what is kept: the constants of AssemblyScript are in them, from 1024 on. */
export const BASE = 2048
/** Bytes after a text that are read with it, and mean nothing, or are written over. */
export const PADDING = 64

/** A hash table of names: where the first of each chain is. */
export const SLOTS = 2048
export const SLOTS_SIZE = 16384
/** Where names are kept, and how many bytes of them. */
export const NAMES = 18432 // SLOTS + SLOTS_SIZE
export const NAMES_SIZE = 786432
/** Where lines begin. */
export const LINES = 804864 // NAMES + NAMES_SIZE

/** A longer name is for the host. */
export const LONGEST_NAME = 1000
/** Room that is there for whatever is not text: both tags of a name, and a number. */
export const ROOM = 4096

// What a name of a field is.

/** A record that has it is for the host. */
export const KIND_REFUSED = 0
export const KIND_ELEMENT = 1
export const KIND_ATTRIBUTE = 2
export const KIND_TEXT = 3
