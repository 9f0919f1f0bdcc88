// Provides the places in memory: tables at fixed addresses, which cost nothing until touched, then buffers that grow.
// All stand apart, so that who writes over an end is noticed.

import {
  COLUMN_SIZE, MOST_PROGRAM_COLUMNS, MOST_PROGRAM_STEPS, MOST_PROGRAM_TESTS, NODE_SIZE, SETTINGS_SIZE, STEP_SIZE, TABLE_NODES, TABLE_SETTINGS, TABLE_STEPS,
  TABLE_TESTS, TEST_SIZE,
} from '../layout'
import { allWithdrawn, granted } from './granted'
import { exhaust } from './imports'

const MIB: usize = 1 << 20

/** What the sizes of tables are counted in: a server has a memory for each client, and a small one for that. */
const UNIT: usize = COMPACT ? MIB / 128 : MIB
/** Where the tables begin, after the constants of AssemblyScript and what the host writes. */
const FIRST: usize = COMPACT ? MIB + 0x80000 : 3 * MIB

/** Where tables end that move when they are full: in the build for tests they are short, so that they do. */
const MEMBERS_LIMIT: usize = FIRST + 457 * UNIT
const CAPTURES_LIMIT: usize = FIRST + 557 * UNIT
const NOTES_LIMIT: usize = FIRST + 597 * UNIT
const SHORT: usize = 1 << 11

/** What stands before each table and after each buffer; it begins with the canary. */
const GAP: usize = CHECKED ? 1 << 16 : 128
export const CANARY: u64 = 0x9f3c_61d2_a85b_70e4

// AssemblyScript keeps its own constants below the first MiB.
// What the host writes: nodes of fields, settings, tests, steps and columns.
export const NODES: usize = MIB
const SETTINGS: usize = MIB + 0x800
export const TESTS: usize = MIB + 0x1000
export const RESULTS: usize = MIB + 0x10000
export const STEPS: usize = MIB + 0x20000
export const COLUMNS: usize = MIB + 0x40000
export const COLUMNS_END: usize = FIRST
export const EXITS: usize = COLUMNS_END + GAP // lines on their way out, a buffer for each exit
export const EXITS_END: usize = FIRST + 5 * UNIT
export const TAPE: usize = EXITS_END + GAP // events
export const TAPE_END: usize = FIRST + 37 * UNIT
export const SLOTS: usize = TAPE_END + GAP // a hash table of names
export const SLOTS_END: usize = FIRST + 42 * UNIT
export const EXPANDED_SLOTS: usize = SLOTS_END + GAP // one of names in namespaces
export const EXPANDED_SLOTS_END: usize = FIRST + 51 * UNIT
export const EXPANDED: usize = EXPANDED_SLOTS_END + GAP // names in namespaces
export const EXPANDED_END: usize = FIRST + 61 * UNIT
export const NAMES: usize = EXPANDED_END + GAP // entries of names
export const NAMES_END: usize = FIRST + 125 * UNIT
export const NAME_BYTES: usize = NAMES_END + GAP
export const NAME_BYTES_END: usize = FIRST + 277 * UNIT
export const FRAMES: usize = NAME_BYTES_END + GAP // open elements
export const FRAMES_END: usize = FIRST + 357 * UNIT
export const MEMBERS: usize = FRAMES_END + GAP // fields of open elements
export const MEMBERS_END: usize = CHECKED ? MEMBERS + SHORT : MEMBERS_LIMIT
export const ATTRIBUTES: usize = MEMBERS_LIMIT + GAP // of the start tag being read
export const ATTRIBUTES_END: usize = FIRST + 497 * UNIT
export const BINDINGS: usize = ATTRIBUTES_END + GAP // namespace prefixes and what they meant outside
export const BINDINGS_END: usize = FIRST + 517 * UNIT
export const CAPTURES: usize = BINDINGS_END + GAP // values of wanted fields in the record being written
export const CAPTURES_END: usize = CHECKED ? CAPTURES + SHORT : CAPTURES_LIMIT
export const INPUTS: usize = CAPTURES_LIMIT + GAP // what is read around the entities being read
export const INPUTS_END: usize = FIRST + 577 * UNIT
export const NOTES: usize = INPUTS_END + GAP // where the fields of the record being written stand
export const NOTES_END: usize = CHECKED ? NOTES + SHORT : NOTES_LIMIT
export const GAPS: usize = NOTES_LIMIT + GAP // what stands before the values of attributes, for the first names
export const GAPS_END: usize = GAPS + (COMPACT ? 1 << 15 : 1 << 19)
export const SPACES: usize = GAPS_END + GAP // white space after elements of some names, where it is kept
const SPACES_END: usize = SPACES + (1 << 13)
const BUFFERS: usize = SPACES_END + GAP

/** Where a table that the host writes begins. */
export function tableAt(which: u32): usize {
  if (which == TABLE_NODES) return NODES
  if (which == TABLE_SETTINGS) return SETTINGS
  return which == TABLE_TESTS ? TESTS : which == TABLE_STEPS ? STEPS : COLUMNS
}

@inline export function setting(n: u32): f64 {
  return load<f64>(SETTINGS + (<usize>n << 3))
}

/** Grants what is in the tables: each looks at its end before it is written to. */
function grantTables(): void {
  // the host looks at no end
  if (NODES + 32 * NODE_SIZE > SETTINGS) ERROR('the table of nodes is too short')
  if (SETTINGS + SETTINGS_SIZE > TESTS) ERROR('the table of settings is too short')
  if (TESTS + MOST_PROGRAM_TESTS * TEST_SIZE > RESULTS) ERROR('the table of tests is too short')
  if (RESULTS + MOST_PROGRAM_TESTS > STEPS) ERROR('the table of results is too short')
  if (STEPS + MOST_PROGRAM_STEPS * STEP_SIZE > COLUMNS) ERROR('the table of steps is too short')
  if (COLUMNS + MOST_PROGRAM_COLUMNS * COLUMN_SIZE > COLUMNS_END) ERROR('the table of columns is too short')
  granted(0, 0, NODES)
  granted(0, RESULTS, STEPS)
  granted(0, STEPS, COLUMNS)
  granted(0, EXITS, EXITS_END)
  granted(0, TAPE, TAPE_END)
  granted(0, SLOTS, SLOTS_END)
  granted(0, EXPANDED_SLOTS, EXPANDED_SLOTS_END)
  granted(0, EXPANDED, EXPANDED_END)
  granted(0, NAMES, NAMES_END)
  granted(0, NAME_BYTES, NAME_BYTES_END)
  granted(0, FRAMES, FRAMES_END)
  granted(0, MEMBERS, MEMBERS_END)
  granted(0, ATTRIBUTES, ATTRIBUTES_END)
  granted(0, BINDINGS, BINDINGS_END)
  granted(0, CAPTURES, CAPTURES_END)
  granted(0, INPUTS, INPUTS_END)
  granted(0, NOTES, NOTES_END)
  granted(0, GAPS, GAPS_END)
  granted(0, SPACES, SPACES_END)
}

/** Zeros after every text that is read: a vector may reach over its end, and no document holds a zero. */
export const PADDING: usize = 64

let free: usize = 0 // where memory not yet given out begins

/** A buffer that grows where it stands if it is the last in memory, or moves to the end; what it held stays in it. */
@final export class Buffer {
  from: usize = 0
  capacity: usize = 0

  reset(): void {
    this.from = 0
    this.capacity = 0
  }

  /** Grants room for `more` bytes after those `used`; answers by how much the buffer moved. */
  grant(used: usize, more: u64): usize {
    const size = <u64>used + more
    const moved = size <= <u64>this.capacity ? 0 : this.widen(used, size)
    granted(changetype<usize>(this), this.from, this.from + size)
    return moved
  }

  private widen(used: usize, size: u64): usize {
    const before = this.from
    const isLast = before && before + this.capacity + GAP == free
    let capacity: u64 = max<usize>(this.capacity, 65536)
    while (capacity < size) capacity <<= 1
    // memory costs nothing until touched: with more of it, two that grow by turns move half as often
    if (!isLast && used >= MIB) capacity <<= 1
    if (isLast) free = before
    while (capacity > size && !reaches(<u64>free + capacity + GAP)) capacity = max(capacity >> 1, size)
    this.from = take(capacity + GAP)
    granted(changetype<usize>(this), this.from, this.from + used)
    if (!isLast && this.capacity) memory.copy(this.from, before, used)
    this.capacity = <usize>capacity
    if (!CHECKED) store<u64>(this.from + this.capacity, CANARY)
    return this.from - before
  }
}

/** The part of the document being read. */
export const window: Buffer = new Buffer()
/** JSON being written, or the texts of events. */
export const output: Buffer = new Buffer()
/** Text that stands beside child elements, kept until its element ends. */
export const side: Buffer = new Buffer()

/** Takes back all that was given out. */
export function release(): void {
  free = BUFFERS
  allWithdrawn()
  grantTables()
}

/** Memory that stays as long as the document. */
export function allocate(size: usize): usize {
  const at = take(size)
  granted(0, at, at + size)
  return at
}

/** Memory grows in large steps: each one is news to the garbage collector of the host. */
const STEP: i64 = COMPACT ? 16 : 256 // pages of 64 KiB
const MOST: i64 = 65535 // with the last one, addresses would wrap around

function take(size: u64): usize {
  if (!free) free = BUFFERS
  const at = free
  const end = (<u64>free + size + 15) & ~15
  if (!reaches(end)) exhaust()
  free = <usize>end
  return at
}

/** Whether memory goes so far, or has been made to. */
function reaches(end: u64): bool {
  const missing = <i64>((end + 65535) >> 16) - memory.size()
  return missing <= 0 || grow(missing)
}

function grow(pages: i64): bool {
  const most = MOST - memory.size()
  return pages <= most && (memory.grow(<i32>min(max(pages, STEP), most)) >= 0 || memory.grow(<i32>pages) >= 0)
}
