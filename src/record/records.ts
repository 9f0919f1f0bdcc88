// Turns the bytes of a document into its records, for programs: they pull them, or have them pushed.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { map } from '../core/map.ts'
import { cut, piecesOf, type XmlDocument } from '../xml/document.ts'
import { engineFor } from '../xml/engines.ts'
import { EVERY_CHILD, parsePattern } from '../xml/pattern.ts'
import { type ReadOptions, reader, reading } from '../xml/reader.ts'
import { checkMapping } from './check-mapping.ts'
import { collect } from './collect.ts'
import { KernelRecords } from './kernel-records.ts'
import { Mapper } from './mapper.ts'
import { isUsual, type Mapping, NAME_FIELD, readsEvents } from './mapping.ts'
import { type Program, RECORDS } from './program.ts'
import type { Value } from './record.ts'

export interface RecordOptions extends ReadOptions {
  /** A record pattern, as of `--record`; every child of the root if not given. */
  record?: string
  /** The field that receives the name of the record's element. */
  withName?: string
  /** How an element becomes a record, where not as usual. */
  mapping?: Mapping
}

/**
 * Reads the records of a document, one after the other. A string is the text of a document, not a path; bytes
 * come whole or in chunks, as from `createReadStream(path)`, `process.stdin` or the `body` of a `fetch`.
 *
 * Nothing is read before a record is asked for, and of chunks none before the records of the one before are
 * taken; leaving the loop closes the source. One record and one chunk are held at a time.
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
export function records(
  source: XmlDocument | AsyncIterable<Uint8Array>,
  options: RecordOptions = {},
): AsyncGenerator<Value, void, void> {
  const found: Value[] = []
  return pulled(source, bytesToRecords(options, into(found)), found)
}

/**
 * Receives the bytes of a document, in chunks cut anywhere, and sends its records. `close()` is the end of the
 * document: whoever breaks off a document does not close it.
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
export function bytesToRecords(options: RecordOptions, target: Target<Value>): Target<Uint8Array> {
  const { record = EVERY_CHILD, withName, mapping, onWarning } = options
  const mapper = isUsual(mapping) ? undefined : mapperOf(options)
  const report = { records: 0, seen: new Map<string, number>() }
  const pattern = parsePattern(record)
  const named = withName !== undefined && { withName }
  const engine = options.engine ?? engineFor(options)
  const last = mapper ? warned(mapper, onWarning, target) : target
  const isKernel = engine === 'kernel' && !options.lenient && !withName?.includes('/')
  if (!isKernel || (mapping && readsEvents(mapping))) {
    const how = { pattern, report, ...named, ...(mapper && { builder: mapper.builder() }) }
    return reader(options, collect(how, last))
  }
  const how = { pattern, report, ...(mapper && named ? { withName: NAME_FIELD } : named) }
  return reading(
    (exit: Target<Value>) =>
      new KernelRecords({ ...options, ...how, program: AS_THEY_ARE, exits: [exit] }),
    mapper ? map((value: Value) => mapper.fromUsual(value), last) : last,
  )
}

function mapperOf({ mapping = {}, withName, namespaces }: RecordOptions): Mapper {
  checkMapping(mapping, namespaces)
  return new Mapper(mapping, withName)
}

/** Passes on records and says at their end what there is to say of them. */
const warned = coroutine(function* (
  mapper: Mapper,
  onWarning: ((message: string) => void) | undefined,
  target: Target<Value>,
): Receiver<Value> {
  try {
    while (target.send(yield));
  } finally {
    if (mapper.warning !== undefined) onWarning?.(mapper.warning)
  }
})

/** Every record leaves as an object. */
const AS_THEY_ARE: Program = { steps: [{ after: RECORDS, do: 'records', exit: 0 }], exits: 1 }

async function* pulled(
  source: XmlDocument | AsyncIterable<Uint8Array>,
  line: Target<Uint8Array>,
  found: Value[],
): AsyncGenerator<Value, void, void> {
  try {
    for await (const bytes of isAsync(source) ? asyncPiecesOf(source) : piecesOf(source)) {
      line.send(bytes)
      for (const record of found.splice(0)) yield record
    }
    line.close()
  } catch (error) {
    for (const record of found.splice(0)) yield record // found before the fault
    throw error
  }
  for (const record of found.splice(0)) yield record
}

function isAsync(
  source: XmlDocument | AsyncIterable<Uint8Array>,
): source is AsyncIterable<Uint8Array> {
  return typeof source === 'object' && Symbol.asyncIterator in source
}

async function* asyncPiecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of source) yield* cut(chunk)
}

const into = coroutine(function* (found: Value[]): Receiver<Value> {
  while (true) found.push(yield)
})
