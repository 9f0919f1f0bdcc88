// --tee: writes the records of this place to a destination and passes them on.

import { broadcast } from '../core/broadcast.ts'
import { UsageError } from '../core/errors.ts'
import { withoutSecrets } from '../sources/without-secrets.ts'
import { TEXT } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { type Stage, sameColumns } from './stage.ts'

export const tee: Stage<string> = {
  name: 'tee',
  argument: 'DEST',
  summary: 'write the records of this place to DEST and go on',
  example: '--tee all.jsonl --filter route=22',
  memory: 'O(1)',
  parse(text) {
    if (text === '') throw new UsageError('--tee: expected a file, or - for stdout')
    return text
  },
  check: TEXT,
  describe: withoutSecrets,
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'alone', // that its sink has the records of all parts in order is for who opens it
  start: (destination, target, open) => broadcast([open(destination), target]),
  lower: (destination) => [{ do: 'lines', destination }],
}
