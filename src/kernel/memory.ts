// Provides the places in memory: tables at fixed addresses, which cost nothing until touched, then buffers that grow.

const MIB: usize = 1 << 20

// AssemblyScript keeps its own constants below the first MiB.
// What the host tells about fields, tests, steps and columns.
export const NODES: usize = MIB
export const TESTS: usize = MIB + 0x1000
export const RESULTS: usize = MIB + 0x10000
export const STEPS: usize = MIB + 0x20000
export const COLUMNS: usize = MIB + 0x40000
export const PROGRAM_END: usize = 3 * MIB
export const EXITS: usize = PROGRAM_END // lines on their way out, a buffer for each exit
export const EXITS_END: usize = 8 * MIB
export const TAPE: usize = EXITS_END // events
export const TAPE_END: usize = 40 * MIB
export const SLOTS: usize = TAPE_END // hash tables of names and of names in namespaces
export const SLOTS_END: usize = 64 * MIB
export const NAMES: usize = SLOTS_END // entries of names
export const NAMES_END: usize = 128 * MIB
export const NAME_BYTES: usize = NAMES_END
export const NAME_BYTES_END: usize = 280 * MIB
export const FRAMES: usize = NAME_BYTES_END // open elements
export const FRAMES_END: usize = 360 * MIB
export const MEMBERS: usize = FRAMES_END // fields of open elements
export const MEMBERS_END: usize = 460 * MIB
export const ATTRIBUTES: usize = MEMBERS_END // of the start tag being read
export const ATTRIBUTES_END: usize = 500 * MIB
export const BINDINGS: usize = ATTRIBUTES_END // namespace prefixes and what they meant outside
export const BINDINGS_END: usize = 520 * MIB
export const CAPTURES: usize = BINDINGS_END // values of wanted fields in the record being written
export const CAPTURES_END: usize = 560 * MIB
export const INPUTS: usize = CAPTURES_END // what is read around the entities being read
export const INPUTS_END: usize = 580 * MIB
const BUFFERS: usize = INPUTS_END

/** Zeros behind every text that is read: a vector may reach over its end, and no document holds a zero. */
export const PADDING: usize = 64

let free: usize = 0 // where memory not yet given out begins

/** A buffer that moves to the end of memory when it must grow; what it held stays in it. */
@final export class Buffer {
  from: usize = 0
  capacity: usize = 0

  reset(): void {
    this.from = 0
    this.capacity = 0
  }

  /** Makes room for `more` bytes behind those `used`; answers by how much the buffer moved. */
  ensure(used: usize, more: usize): usize {
    const size = used + more
    if (size <= this.capacity) return 0
    let capacity = max<usize>(this.capacity, 65536)
    while (capacity < size) capacity <<= 1
    const before = this.from
    this.from = allocate(capacity + PADDING)
    if (this.capacity) memory.copy(this.from, before, used)
    this.capacity = capacity
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
}

/** Memory grows in large steps: each one is news to the garbage collector of the host. */
const STEP: i32 = 256 // pages of 64 KiB

export function allocate(size: usize): usize {
  if (!free) free = BUFFERS
  const at = free
  free = (free + size + 15) & ~15
  const missing = <i32>((free + 65535) >>> 16) - memory.size()
  if (missing > 0 && memory.grow(max(missing, STEP)) < 0 && memory.grow(missing) < 0) unreachable()
  return at
}
