// --top: sends the records with the largest values of a field.

import { fields, truth } from '../core/checks.ts'
import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import { lastingRanks, orderBy, type Ranks, type RecordOrder } from '../expression/order.ts'
import { type Field, fieldNames } from '../record/field.ts'
import { joined, type Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { RowReader } from '../record/row-reader.ts'
import { Rows } from '../record/rows.ts'
import { COUNT, FIELDS } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { checkCount, parseCount, parseFields, type Stage, sameColumns } from './stage.ts'

export interface Topmost {
  count: number
  by?: Field[]
  ascending?: boolean
}

export const top: Stage<Topmost> = {
  name: 'top',
  argument: 'N',
  summary: 'pass on the N records with the largest values of --by FIELD',
  details:
    'The same as --sort -FIELD --head N, but it holds N records: numbers come before text, records without the field ' +
    'last, and records that are equal in it in the order in which they came. Of a field that repeats the largest ' +
    'value counts.',
  example: '--top 10 --by revenue',
  memory: 'O(N)',
  parse: (text) => ({ count: parseCount('top', text) }),
  modifiers: [
    {
      name: 'by',
      argument: 'FIELD,…',
      summary: 'what --top looks at: the first field, then the next where it is equal',
      example: '--top 10 --by price',
      add(topmost, text) {
        if (text.trim().startsWith('-')) {
          throw new UsageError('--by: the largest come first; for the smallest add --ascending')
        }
        return { ...topmost, by: parseFields('by', text) }
      },
    },
    {
      name: 'ascending',
      summary: 'let --top send the records with the smallest values',
      example: '--top 10 --by price --ascending',
      add: (topmost) => ({ ...topmost, ascending: true }),
    },
  ],
  check: fields({ count: COUNT }, { by: FIELDS, ascending: truth }),
  describe({ count, by, ascending }) {
    const names = fieldNames(checkBy(by)).join(', ')
    return `${checkCount('top', count)} by ${names}${ascending ? ', ascending' : ''}`
  },
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  isFasterInOneThread: true,
  parts: () => 'again',
  start({ count, by, ascending }, target) {
    const fields = checkBy(by)
    const order = orderBy(fields.map((field) => ({ field, descending: !ascending })))
    return first(checkCount('top', count), order, fields, target)
  },
  reads: ({ by }) => checkBy(by),
  sendsAtEnd: true,
}

function checkBy(fields: Field[] | undefined): Field[] {
  if (fields !== undefined && fields.length > 0) return fields
  throw new UsageError('--top: expected --by FIELD right after it')
}

interface Candidate {
  /** As a line without its end, where it came so. */
  record: Value | Buffer
  key: Ranks
}

/** Holds up to twice as many as wanted, then drops those that rank lower. */
const first = coroutine(function* (
  count: number,
  { keyOf, compare }: RecordOrder,
  fields: Field[],
  target: Target<Value | Lines>,
): Receiver<Value | Rows> {
  const reader = new RowReader(fields)
  let candidates: Candidate[] = []
  let last: Candidate | undefined // of those wanted so far
  const choose = () => {
    candidates.sort((a, b) => compare(a.key, b.key)) // stable
    candidates = candidates.slice(0, count)
    last = candidates[count - 1]
  }
  const add = (key: Ranks, record: () => Candidate['record']) => {
    if (last && compare(key, last.key) >= 0) return // those before are as good
    candidates.push({ record: record(), key: lastingRanks(key) })
    if (candidates.length >= 2 * count) choose()
  }
  try {
    while (count > 0) {
      const item = yield
      if (!(item instanceof Rows)) add(keyOf(item), () => item)
      else {
        for (let row = 0; row < item.records; row++) {
          add(keyOf(reader.record(item, row)), () => Buffer.from(item.line(row).subarray(0, -1)))
        }
      }
    }
  } finally {
    choose()
    for (const item of results(candidates)) {
      yield MORE
      if (!target.send(item)) break
    }
  }
})

function* results(candidates: Candidate[]): Generator<Value | Lines, void> {
  for (const { record } of candidates) {
    if (Buffer.isBuffer(record)) yield* joined([record])
    else yield record as Value
  }
}
