// Turns the bytes of a document into its records, for programs: they pull them, or have them pushed.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { withWords } from '../core/words.ts'
import { KernelRecords } from '../engine/kernel/records.ts'
import { everyRecord, parsePattern } from '../engine/pattern.ts'
import { type Program, RECORDS } from '../expression/program.ts'
import { collect } from '../mapping/collect.ts'
import { Mapper } from '../mapping/mapper.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { mappingRoute, NAME_FIELD } from '../mapping/mapping-route.ts'
import { SometimesArrays } from '../mapping/sometimes-array.ts'
import { takesLines } from '../record/lines.ts'
import type { Dictionary, Value } from '../record/record.ts'
import { checkRecordOptions } from './check-record-options.ts'
import { cut, piecesOf, type XmlDocument } from './document.ts'
import { OneByOne } from './one-by-one.ts'
import { type ReadOptions, reader, reading } from './reader.ts'

export interface RecordOptions extends ReadOptions {
  /** A record pattern, as of `--record`; every child of the root if not given, and with `fragments` every root. */
  record?: string
  /** The field that receives the name of the record's element. */
  withName?: string
  /** How an element becomes a record, where not as usual. */
  mapping?: Mapping
  /** The field that receives where the record is from: `{file, record, offset}`, `file` being the option `source`. */
  withSource?: string
}

/**
 * Reads the records of a document, one after the other. A string is the text of a document, not a path; bytes
 * come whole or in chunks, as from `createReadStream(path)`, `process.stdin` or the `body` of a `fetch`.
 *
 * Nothing is read before a record is asked for, and of chunks none before the records of the one before are
 * taken; leaving the loop closes the source. One record and one chunk are held at a time.
 *
 * `T` is what you know the records to be; it is not checked. An element with only text is a string, one with nothing in it
 * `null`: where that may be, say `records<Value>(…)`.
 *
 * @throws UsageError at once for a pattern or other options that cannot be understood. From the loop, after
 * the records that were whole: XmlError when the document is not well-formed, LimitError when it is beyond a
 * limit, StageError when a record has a field `withName` already, and what the source throws.
 *
 * @example
 * ```js
 * import { createReadStream } from 'node:fs'
 * import { records } from 'cosax'
 *
 * for await (const bus of records(createReadStream('fixtures/buses.xml'), { record: 'bus' })) {
 *   if (bus.route !== '22') continue
 *   console.log(bus.id, bus.direction)
 *   break
 * }
 * ```
 * ```text
 * 1831 South Bound
 * ```
 */
export function records<T = Dictionary>(
  source: XmlDocument | AsyncIterable<Uint8Array>,
  options: RecordOptions = {},
): AsyncGenerator<T, void, void> {
  const found: T[] = []
  return new OneByOne(batches(source, bytesToRecords<T>(options, into(found)), found))
}

/**
 * Receives the bytes of a document, in chunks cut anywhere, and sends its records. `close()` is the end of the
 * document: to break off a document is not to close it.
 *
 * @throws UsageError at once for options that cannot be understood. From `send` and `close`, after the records
 * that were whole were sent: XmlError when the document is not well-formed, LimitError when it is beyond a
 * limit, StageError when a record has a field `withName` already.
 *
 * @example
 * ```js
 * import { createReadStream } from 'node:fs'
 * import { bytesToRecords, coroutine, filter } from 'cosax'
 *
 * const print = coroutine(function* (most) {
 *   for (let n = 0; n < most; n++) {
 *     const { id, direction } = yield
 *     console.log(id, direction)
 *   }
 * })
 *
 * const buses = bytesToRecords({ record: 'bus' }, filter((bus) => bus.route === '22', print(2)))
 * for await (const bytes of createReadStream('fixtures/buses.xml')) {
 *   if (!buses.send(bytes)) break
 * }
 * buses.close()
 * ```
 * ```text
 * 1831 South Bound
 * 1615 South Bound
 * ```
 */
export function bytesToRecords<T = Dictionary>(
  options: RecordOptions,
  target: Target<T>,
): Target<Uint8Array> {
  checkRecordOptions(options)
  return readerOfRecords(withWords(options), target as Target<unknown> as Target<Value>)
}

function readerOfRecords(options: RecordOptions, target: Target<Value>): Target<Uint8Array> {
  const { withName, withSource, source = 'input', mapping, onWarning } = options
  const { record = everyRecord(options.fragments) } = options
  const report = { records: 0, seen: new Map<string, number>() }
  const pattern = parsePattern(record)
  const named = withName !== undefined && { withName }
  const from = withName?.includes('/') ? 'events' : mappingRoute(options)
  const mapper = from === 'kernel' || !mapping ? undefined : new Mapper(mapping, withName)
  const arrays = mapper ?? new SometimesArrays(mapping)
  const last = onWarning ? warned(arrays, onWarning, target) : target
  if (from === 'events') {
    const located = withSource !== undefined
    const origin = located && { withSource: { field: withSource, file: source } }
    const builder = mapper && { builder: mapper.builder() }
    const longest = options.limits?.record
    const how = { pattern, report, longest, ...named, ...origin, ...builder }
    return reader(options, collect(how, last))
  }
  const how = {
    ...options,
    pattern,
    report,
    program: !mapper && withSource === undefined && takesLines(last) ? LINES : AS_THEY_ARE,
    ...(mapper && named && { withName: NAME_FIELD }),
  }
  return reading(
    (exit: Target<Value>) =>
      new KernelRecords(
        mapper
          ? { ...how, exits: [exit], mapping: {}, map: (value) => mapper.fromUsual(value) }
          : { ...how, exits: [exit], arrays: arrays as SometimesArrays },
      ),
    last,
  )
}

/** Passes on records and says at their end what there is to say of them. */
const warned = coroutine(function* (
  arrays: Pick<SometimesArrays, 'warning'>,
  onWarning: (message: string) => void,
  target: Target<Value>,
): Receiver<Value> {
  try {
    while (target.send(yield));
  } finally {
    const warning = arrays.warning()
    if (warning !== undefined) onWarning(warning)
  }
})

/** All records leave as lines, for a target that takes them. */
const LINES: Program = { steps: [{ after: RECORDS, do: 'lines', exit: 0 }], exits: 1 }

/** Every record leaves as an object. */
const AS_THEY_ARE: Program = { steps: [{ after: RECORDS, do: 'records', exit: 0 }], exits: 1 }

/** What is found in each piece of the source. */
async function* batches<T>(
  source: XmlDocument | AsyncIterable<Uint8Array>,
  line: Target<Uint8Array>,
  found: T[],
): AsyncGenerator<T[], void, void> {
  try {
    for await (const bytes of isAsync(source) ? asyncPiecesOf(source) : piecesOf(source)) {
      line.send(bytes)
      if (found.length > 0) yield found.splice(0)
    }
    line.close()
  } catch (error) {
    if (found.length > 0) yield found.splice(0) // before the fault
    throw error
  }
  if (found.length > 0) yield found.splice(0)
}

function isAsync(
  source: XmlDocument | AsyncIterable<Uint8Array>,
): source is AsyncIterable<Uint8Array> {
  return typeof source === 'object' && Symbol.asyncIterator in source
}

async function* asyncPiecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of source) yield* cut(chunk)
}

const into: <T>(found: T[]) => Target<T> = coroutine(function* <T>(found: T[]): Receiver<T> {
  while (true) found.push(yield)
})
