// --tee: writes the records of this place to a destination and passes them on.

import { broadcast } from '../core/broadcast.ts'
import { UsageError } from '../core/errors.ts'
import { sameTypes } from './column-types.ts'
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
  describe: (destination) => destination,
  columns: sameColumns,
  types: sameTypes,
  start: (destination, target, open) => broadcast([open(destination), target]),
  lower: (destination) => [{ do: 'lines', destination }],
}
