// --sort: sends the records in another order. Beyond a limit they wait in a temporary file.

import { formatBytes, parseBytes } from '../core/bytes.ts'
import { each, fields, fromOne, truth } from '../core/checks.ts'
import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import {
  describeOrder,
  type OrderField,
  orderBy,
  parseOrder,
  type Ranks,
} from '../expression/order.ts'
import type { Value } from '../record/record.ts'
import { ExternalSort } from '../spill/external-sort.ts'
import { FIELD } from './arguments.ts'
import { sameTypes } from './column-types.ts'
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
  parts: () => 'in order',
  start: ({ by, memory = MEMORY }, target) => inOrder({ ...orderBy(by), memory }, target),
  sendsAtEnd: true,
}

function checkMemory(bytes: unknown): number {
  if (Number.isSafeInteger(bytes) && Number(bytes) >= 1) return Number(bytes)
  const found = JSON.stringify(bytes)
  throw new UsageError(`--sort-memory: expected bytes from 1, as in 300M, found ${found}`)
}

const inOrder = coroutine(function* (
  order: ConstructorParameters<typeof ExternalSort<Value, Ranks>>[0],
  target: Target<Value>,
): Receiver<Value> {
  const records = new ExternalSort(order)
  try {
    try {
      while (true) records.add(yield)
    } finally {
      for (const _ of records.finish()) yield MORE
      for (const record of records.sorted()) {
        yield MORE
        if (!target.send(record)) break
      }
    }
  } finally {
    records.close()
  }
})
