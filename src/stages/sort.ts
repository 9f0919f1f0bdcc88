// --sort: sends the records in another order. Beyond a limit they wait in a temporary file.

import { formatBytes, parseBytes } from '../core/bytes.ts'
import { each, fields, fromOne, truth } from '../core/checks.ts'
import { MORE } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import {
  describeOrder,
  lastingRanks,
  type OrderField,
  orderBy,
  parseOrder,
  type Ranks,
} from '../expression/order.ts'
import { joined } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { RowReader } from '../record/row-reader.ts'
import type { Rows } from '../record/rows.ts'
import { ExternalSort, PartSort } from '../spill/external-sort.ts'
import { FIELD } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { type Gathering, gathered } from './gathering.ts'
import { passesAll } from './passed-fields.ts'
import { type Stage, sameColumns } from './stage.ts'

const MEMORY = 256 * 1024 * 1024

export interface Sorting {
  by: OrderField[]
  /** Bytes to hold in memory. */
  memory?: number
}

export const sort: Stage<Sorting> = {
  name: 'sort',
  argument: 'FIELD,…',
  takesDash: true,
  summary: 'send the records in the order of these fields; -FIELD descending',
  details:
    'Numbers come first by their size, then text by its code points, then records without the field; -FIELD turns ' +
    'numbers and text, each for themselves. Where a field repeats, the value that comes first counts. Records ' +
    'that are equal in it keep their order. What is more than --sort-memory waits in a temporary file, in the ' +
    'directory that TMPDIR names.',
  example: '--sort route,-id',
  memory: 'O(n), from a limit on disk',
  parse: (text) => ({ by: parseOrder('sort', text) }),
  modifiers: [
    {
      name: 'sort-memory',
      argument: 'BYTES',
      summary: 'what --sort may hold in memory before it writes to disk (256M)',
      example: '--sort id --sort-memory 2G',
      add(sorting, text) {
        return { ...sorting, memory: checkMemory(parseBytes(text) ?? text) }
      },
    },
  ],
  check: fields({ by: each(fields({ field: FIELD, descending: truth }, {})) }, { memory: fromOne }),
  describe: ({ by, memory = MEMORY }) =>
    `${describeOrder(by)}, ${formatBytes(checkMemory(memory))} in memory`,
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  isFasterInOneThread: true,
  parts: gathering,
  reads: ({ by }) => by.map(({ field }) => field),
  start: (sorting, target) => gathered(gathering(sorting).whole(), target),
  sendsAtEnd: true,
}

function checkMemory(bytes: unknown): number {
  if (Number.isSafeInteger(bytes) && Number(bytes) >= 1) return Number(bytes)
  const found = JSON.stringify(bytes)
  throw new UsageError(`--sort-memory: expected bytes from 1, as in 300M, found ${found}`)
}

/** The lines of a part in order; they are merged with those of the others when all have come. */
function gathering({ by, memory = MEMORY }: Sorting): Gathering<Uint8Array> {
  const order = orderBy(by)
  const reader = new RowReader(by.map(({ field }) => field))
  const addRows = (rows: Rows, to: Pick<PartSort<Value, Ranks>, 'addLines'>) =>
    to.addLines(
      rows.lines,
      rows.records,
      (row) => rows.lineLength(row),
      (row) => lastingRanks(order.keyOf(reader.record(rows, row))),
    )
  return {
    part() {
      const some = new PartSort(order)
      return {
        add: (record) => some.add(record),
        addRows: (rows) => addRows(rows, some),
        state: () => some.run(),
      }
    },
    whole() {
      const all = new ExternalSort<Value, Ranks>({ ...order, memory })
      let areLines = false
      return {
        add: (record) => all.add(record),
        addRows(rows) {
          areLines = true
          addRows(rows, all)
        },
        merge: (run) => all.merge(run),
        *results(asLines = areLines) {
          try {
            for (const _ of all.finish()) yield MORE
            if (asLines) yield* joined(all.sortedLines())
            else yield* all.sorted()
          } finally {
            all.close()
          }
        },
      }
    },
  }
}
