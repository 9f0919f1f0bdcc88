// Provides what a combination should write, found in another way than the program's.

import { destinationOf, suffixOf } from './planned-output.ts'
import type { Combination, Document, Outlet, Rec, Step } from './random-output.ts'

/** What a file shall hold. */
export interface Expected {
  outlet: Outlet
  records: Rec[]
  /** The columns that are known before a record comes. */
  columns: string[] | undefined
  /** Whether nothing at all is written, where a run fails before it has read a record. */
  isSilent?: boolean
}

export interface Expectation {
  files: Map<string, Expected>
  /** Whether the run fails. */
  fails: boolean
  /** Faults that were met. */
  faults: number
}

/** What takes records until it is done. */
interface Taker {
  take(record: Rec): void
  isDone(): boolean
}

/** What there is after a run that found `before`. */
export function expectedOf(
  combination: Combination,
  documents: Document[],
  before: ReadonlyMap<string, Expected>,
): Expectation {
  const arrivals = new Map<
    string,
    { outlet: Outlet; columns: string[] | undefined; records: Rec[] }
  >()
  const sink = (outlet: Outlet, steps: Step[]): Taker => {
    const columns =
      outlet.columns ??
      steps.findLast((step) => step.do === 'select')?.columns.map(({ name }) => name)
    const arrival = arrivals.get(outlet.name) ?? { outlet, columns, records: [] }
    arrivals.set(outlet.name, arrival)
    return { take: (record) => arrival.records.push(record), isDone: () => false }
  }
  const { trunk, legs } = combination
  const ends = legs.map((leg) =>
    chain(leg.steps, sink(leg.outlet, [...trunk, ...leg.steps]), trunk, sink),
  )
  const all: Taker = {
    take(record) {
      for (const end of ends) if (!end.isDone()) end.take(record)
    },
    isDone: () => ends.every((end) => end.isDone()),
  }
  const { fails, faults, found } = read(combination, documents, chain(trunk, all, [], sink))
  const isSilent = fails && found === 0
  const files = new Map(before)
  for (const arrival of arrivals.values()) {
    for (const [path, file] of filesOf(arrival, fails)) {
      const earlier = arrival.outlet.isAppended ? before.get(path) : undefined
      const records = [...(earlier?.records ?? []), ...file.records]
      // what an earlier run has left may be a header
      files.set(path, { ...file, records, isSilent: isSilent && !earlier })
    }
  }
  return { files, fails, faults }
}

function read(
  { onError, maxErrors }: Combination,
  documents: Document[],
  line: Taker,
): Omit<Expectation, 'files'> & { found: number } {
  let faults = 0
  let found = 0
  for (const { items } of documents) {
    for (const item of items) {
      if (line.isDone()) return { fails: false, faults, found }
      if (item) {
        found++
        line.take(item)
      } else if (onError === 'stop' || ++faults > (maxErrors ?? Number.POSITIVE_INFINITY))
        return { fails: true, faults, found }
    }
  }
  return { fails: false, faults, found }
}

/** Steps that lead to what takes the records. */
function chain(
  steps: Step[],
  last: Taker,
  before: Step[],
  sink: (outlet: Outlet, steps: Step[]) => Taker,
): Taker {
  return steps.reduceRight((next, step, at) => {
    const tee =
      step.do === 'tee' ? sink(step.outlet, [...before, ...steps.slice(0, at)]) : undefined
    return through(step, next, tee)
  }, last)
}

function through(step: Step, next: Taker, tee: Taker | undefined): Taker {
  let count = 0
  const isDone = () => !tee && ((step.do === 'head' && count >= step.count) || next.isDone())
  const pass = (record: Rec) => {
    if (!next.isDone()) next.take(record)
  }
  return {
    isDone,
    take(record) {
      if (isDone()) return
      if (step.do === 'filter') {
        if (valuesOf(record).includes(step.value)) pass(record)
      } else if (step.do === 'select') {
        const chosen = step.columns.filter(({ field }) => record[field] !== undefined)
        pass(
          Object.fromEntries(
            chosen.map(({ name, field }) => [name, record[field] as Rec['k']]),
          ) as Rec,
        )
      } else if (step.do === 'tee') {
        tee?.take(record)
        pass(record)
      } else if (step.do === 'head') {
        count++
        pass(record)
      } else if (++count > step.count) pass(record)
    },
  }
}

function valuesOf({ k }: Rec): string[] {
  if (k === undefined) return []
  return Array.isArray(k) ? k : [k ?? '']
}

/** The files there are for the records that have arrived: whole, or not there. */
function* filesOf(
  { outlet, columns, records }: { outlet: Outlet; columns: string[] | undefined; records: Rec[] },
  fails: boolean,
): Generator<[string, Expected]> {
  const { way, isAppended } = outlet
  const isKept = isAppended || way === 'descriptor'
  const isRotated = way.endsWith('rotate')
  if (fails && !isKept && !isRotated) return
  for (const [path, all] of byName(outlet, records)) {
    if (!isRotated) yield [path, { outlet, columns, records: all }]
    else {
      const pieces = cut(all, outlet)
      const whole = fails ? pieces.slice(0, -1) : pieces // the last may become longer
      for (const [at, piece] of whole.entries()) {
        const number = `-${String(at + 1).padStart(4, '0')}`
        const place = path.length - suffixOf(outlet).length
        yield [
          path.slice(0, place) + number + path.slice(place),
          { outlet, columns, records: piece },
        ]
      }
    }
  }
}

const NAMES: Record<string, string> = { 'a/b': 'a%2Fb', '..': '%2E.', '': '_empty' }

function byName(outlet: Outlet, records: Rec[]): Map<string, Rec[]> {
  const destination = destinationOf(outlet)
  if (!outlet.way.startsWith('template')) return new Map([[destination, records]])
  const files = new Map<string, Rec[]>()
  for (const record of records) {
    const values = record.k === undefined ? ['_missing'] : [...new Set(valuesOf(record))]
    for (const value of values) {
      const path = destination.replace('{k}', NAMES[value] ?? value)
      files.set(path, [...(files.get(path) ?? []), record])
    }
  }
  return files
}

function cut(records: Rec[], { rotate }: Outlet): Rec[][] {
  const pieces: Rec[][] = [[]]
  let size = 0
  for (const record of records) {
    const most = 'records' in rotate ? rotate.records : rotate.bytes
    if (size >= most) {
      pieces.push([])
      size = 0
    }
    pieces.at(-1)?.push(record)
    size += 'records' in rotate ? 1 : Buffer.byteLength(JSON.stringify(record)) + 1
  }
  return pieces
}
