// --top: sends the records with the largest values of a field.

import { fields, truth } from '../core/checks.ts'
import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import { orderBy, type Ranks, type RecordOrder } from '../expression/order.ts'
import { type Field, fieldNames } from '../record/field.ts'
import type { Value } from '../record/record.ts'
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
  parts: () => 'again',
  start({ count, by, ascending }, target) {
    const order = orderBy(checkBy(by).map((field) => ({ field, descending: !ascending })))
    return first(checkCount('top', count), order, target)
  },
  sendsAtEnd: true,
}

function checkBy(fields: Field[] | undefined): Field[] {
  if (fields !== undefined && fields.length > 0) return fields
  throw new UsageError('--top: expected --by FIELD right after it')
}

interface Candidate {
  record: Value
  key: Ranks
}

/** Holds up to twice as many as wanted, then drops those that rank lower. */
const first = coroutine(function* (
  count: number,
  { keyOf, compare }: RecordOrder,
  target: Target<Value>,
): Receiver<Value> {
  let candidates: Candidate[] = []
  let last: Candidate | undefined // of those wanted so far
  const choose = () => {
    candidates.sort((a, b) => compare(a.key, b.key)) // stable
    candidates = candidates.slice(0, count)
    last = candidates[count - 1]
  }
  try {
    while (count > 0) {
      const record = yield
      const key = keyOf(record)
      if (last && compare(key, last.key) >= 0) continue // those before are as good
      candidates.push({ record, key })
      if (candidates.length >= 2 * count) choose()
    }
  } finally {
    choose()
    for (const { record } of candidates) {
      yield MORE
      if (!target.send(record)) break
    }
  }
})
