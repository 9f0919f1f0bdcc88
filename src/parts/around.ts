// Finds what stands around a place of a document: with that, what follows can be read alone.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { EngineOptions } from '../engine/engine.ts'
import { kernelEngine } from '../engine/kernel/kernel.ts'
import { everyRecord, type Pattern, parsePattern } from '../engine/pattern.ts'
import { Selector } from '../engine/selector.ts'
import { END, EVENT_WORDS, type Name, START, type Tape } from '../engine/tape.ts'
import { XmlError } from '../engine/xml-error.ts'
import type { Plan } from '../plan/plan.ts'

/** The document up to a place, without what has ended there. */
export interface Around {
  /** All before the root: the XML declaration, the document type declaration. */
  prolog: string
  /** The start tags of the open elements, the root first. */
  tags: string[]
}

export function textOf({ prolog, tags }: Around): string {
  return prolog + tags.join('')
}

/** Gives bytes of the document, as many as are asked for or up to its end; they may be overwritten by the next call. */
export type BytesAt = (offset: number, length: number) => Buffer

/** A way through a document: from its start, or from a place between two elements. */
export interface Way {
  from: number
  /** What stands around that place; nothing at the start. */
  around?: Around
  to: number
  bytesAt: BytesAt
  pattern: Pattern
  options: EngineOptions
}

/** What was met on it. Places are bytes of the text around its start and of the way itself, one after the other. */
interface Met {
  /** Where the open elements begin. */
  open: number[]
  /** How many of them are open in the record that is, itself included. */
  depthInRecord: number
  /** Where the first record begins. */
  first: number | undefined
  /** The names of records. */
  names: Set<string>
  /** Whether a fault has ended it early. */
  isCut: boolean
}

const CHUNK = 256 * 1024
/** Bytes in which the first record of a document is looked for, first in few. */
export const NEAR_START: readonly number[] = [256 * 1024, 16 * 1024 * 1024]
const LONGEST_TAG = 16 * 1024 * 1024

export interface FirstRecord {
  /** Where it begins; if an entity is the record, where the reference to it ends. */
  offset: number
  /** How records are called, as far as the way goes. */
  names: string[]
}

/** Where the first record of a document begins; nothing if there is none on the way from its start, or before a fault. */
export function firstRecord(way: Way): FirstRecord | undefined {
  const { first, names } = walk(way)
  return first === undefined ? undefined : { offset: first, names: [...names] }
}

/** The same of a document of so many bytes, as far as its first record is near its start. */
export function firstRecordNear(
  size: number,
  rest: Omit<Way, 'from' | 'around' | 'to'>,
): FirstRecord | undefined {
  for (const length of NEAR_START) {
    const found = firstRecord({ ...rest, from: 0, to: Math.min(length, size) })
    if (found) return found
  }
  return undefined
}

/** What a plan says of all ways through its documents. */
export function rulesOf(plan: Plan): Pick<Way, 'pattern' | 'options'> {
  const { pipeline: _, inputs: __, record, mapping: ___, dtd: ____, ...options } = plan
  return { pattern: parsePattern(record ?? everyRecord(plan.fragments)), options }
}

/**
 * What stands around the end of the way, which is between two elements: the same object as around its start, if that reads
 * the same; nothing if the end is in a record.
 */
export function aroundEnd(way: Way): Around | undefined {
  const met = walk(way)
  if (met.isCut || met.depthInRecord > 0) return undefined
  const found = aroundOf(way, met.open)
  return way.around && textOf(found) === textOf(way.around) ? way.around : found
}

/** The start tags of the elements that are open at the end of the way; nothing if there is a fault on it. */
export function tagsAtEnd(way: Way): string[] | undefined {
  const met = walk(way)
  return met.isCut ? undefined : aroundOf(way, met.open).tags
}

/** As far as the document is well-formed: what is wrong is said by who reads it. */
function walk(way: Way): Met {
  const met: Met = { open: [], depthInRecord: 0, first: undefined, names: new Set(), isCut: false }
  try {
    follow(way, met)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    met.isCut = true
  }
  return met
}

function follow(way: Way, met: Met): void {
  const { from, around, to, bytesAt, pattern, options } = way
  const { inside: _, onWarning: __, outside: ___, ...rest } = options
  const engine = kernelEngine(meeting(met, new Selector(pattern)), rest)
  let goesOn = around ? engine.write(Buffer.from(textOf(around))) : true
  for (let at = from; goesOn && at < to; at += CHUNK) {
    goesOn = engine.write(bytesAt(at, Math.min(CHUNK, to - at)))
  }
  engine.leave?.()
}

const meeting: (met: Met, selector: Selector) => Target<Tape> = coroutine(function* (
  met: Met,
  selector: Selector,
): Receiver<Tape> {
  while (true) {
    const tape = yield
    const { events, length, names } = tape
    const offset = (at: number) => tape.offset?.(at) ?? 0
    for (let at = 0; at < length * EVENT_WORDS; at += EVENT_WORDS) {
      const kind = events[at]
      if (kind === START) {
        const index = events[at + 1] as number
        const name = names[index] as Name
        if (met.depthInRecord > 0) met.depthInRecord++
        else if (selector.enter(index, name)) {
          met.first ??= offset(at)
          met.names.add(name.qualified)
          met.depthInRecord = 1
        }
        met.open.push(offset(at))
      } else if (kind === END) {
        met.open.pop()
        if (met.depthInRecord > 0) met.depthInRecord--
        if (met.depthInRecord === 0) selector.leave()
      }
    }
  }
})

function lengthAround({ around }: Way): number {
  return around ? Buffer.byteLength(textOf(around)) : 0
}

function aroundOf(way: Way, open: number[]): Around {
  const { from, around, bytesAt } = way
  const before = lengthAround(way)
  const [root = before] = open
  const prolog = around?.prolog ?? bytesAt(0, from + root - before).toString('utf8')
  const tags = open.map(
    (at, i) => around?.tags[at < before ? i : -1] ?? tagAt(way, from + at - before),
  )
  return { prolog: prolog.replace(MARK, ''), tags }
}

const MARK = /^\uFEFF/

/** The start tag at a place. */
function tagAt({ bytesAt }: Way, offset: number): string {
  for (let length = 4096; length <= LONGEST_TAG; length *= 4) {
    const bytes = bytesAt(offset, length)
    const end = endOfTag(bytes)
    if (end > 0) return bytes.toString('utf8', 0, end)
  }
  throw new RangeError('start tag too long')
}

/** Where the tag ends that the bytes begin with; 0 if it does not. */
function endOfTag(bytes: Buffer): number {
  let quote = 0
  for (const [i, byte] of bytes.entries()) {
    if (quote > 0) {
      if (byte === quote) quote = 0
    } else if (byte === 0x22 || byte === 0x27) quote = byte
    else if (byte === 0x3e) return i + 1
  }
  return 0
}
