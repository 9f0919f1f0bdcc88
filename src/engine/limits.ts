// Provides the limits that keep hostile documents harmless, each with the flag that raises it.

export interface Limits {
  /** Elements open at once. */
  depth: number
  /** Attributes of one start tag, those given by a declaration too. */
  attributes: number
  /** Bytes of one name. */
  name: number
  /** Bytes of all different names together. */
  names: number
  /** Bytes of one start tag as written, attribute values included. */
  tag: number
  /** Bytes of one record as a line of JSON. */
  record: number
  /** Bytes that entities and declared attributes add to a document. */
  expansion: number
  /** How many times the bytes read so far they may add, beyond the first MiB. */
  amplification: number
}

const KIB = 1024
const MIB = 1024 * KIB

/** Far above honest data. */
export const LIMITS: Readonly<Limits> = {
  depth: 1000,
  attributes: 10_000,
  name: 256 * KIB,
  names: 64 * MIB,
  tag: 16 * MIB,
  record: 256 * MIB,
  expansion: 10 * 1024 * MIB,
  amplification: 100,
}

/** The fact of an error about a limit, which ends with its flag. */
export function beyond(limit: keyof Limits, value: number): string {
  return `${WORDS[limit](value)}: raise --max-${limit}`
}

/** The fact of an error about memory, which no flag makes more of. */
export function exhausted(limit: 'record' | 'tag'): string {
  const what = limit === 'record' ? 'record' : 'start tag'
  return `${what} needs more than the 4 GiB of memory that a document can have, whatever --max-${limit} allows`
}

const WORDS: Record<keyof Limits, (value: number) => string> = {
  depth: (value) => `more than ${value} elements open`,
  attributes: (value) => `more than ${value} attributes in a start tag`,
  name: (value) => `name longer than ${value} bytes`,
  names: (value) => `different names longer than ${value} bytes together`,
  tag: (value) => `start tag or instruction longer than ${value} bytes`,
  record: (value) => `record longer than ${value} bytes`,
  expansion: (value) => `entities add more than ${value} bytes`,
  amplification: (value) => `entities add more than ${value} times the bytes read`,
}
