// Lists the flags about the shape of records and of documents.

import { UsageError } from '../../core/errors.ts'
import { SHAPE_TEXTS } from '../request.ts'
import type { Flag } from './flag.ts'
import { bytesIn } from './limits.ts'
import { oneOf } from './one-of.ts'

const GROUP = 'Shape'

export const SHAPE_FLAGS: readonly Flag[] = [
  {
    names: ['--shape'],
    argument: 'FILE',
    group: GROUP,
    summary: 'make arrays and numbers of fields as a file of cosax infer says',
    details:
      'A field that repeats anywhere is always an array; integers, numbers, true and false are such in JSON. A ' +
      'value that is not what the shape says stays text, with a warning. "type" and "array" in the file are ' +
      'there to be changed; --array adds to them. Without -r its records are those of the shape.',
    example: '--shape bus.shape.json',
    add(request, text) {
      if (text === '') throw new UsageError('--shape: expected a file that cosax infer wrote')
      request.shape = text
    },
  },
  {
    names: ['--as'],
    argument: SHAPE_TEXTS.join('|'),
    group: GROUP,
    summary: 'infer: what to write of the records (shape)',
    details:
      'A JSON Schema of draft 2020-12, a TypeScript type or an SQL table, each of records that are read with ' +
      'the shape; what was not found in them is not in it.',
    example: '--as json-schema',
    commands: ['infer'],
    isOfCommands: true,
    add(request, text) {
      request.writes = oneOf(SHAPE_TEXTS, '--as', text)
    },
  },
  {
    names: ['--limit'],
    argument: 'BYTES',
    group: GROUP,
    summary: 'infer, tree: read no more of each document, as in 100M',
    example: '--limit 100M',
    commands: ['infer', 'tree'],
    isOfCommands: true,
    add(request, text) {
      request.limit = bytesIn('--limit', text)
    },
  },
  {
    names: ['--depth'],
    argument: 'N',
    group: GROUP,
    summary: 'tree: levels of elements to draw; what fits on 80 lines if not given',
    example: '--depth 3',
    commands: ['tree'],
    isOfCommands: true,
    add(request, text) {
      request.depth = counted('--depth', text)
    },
  },
  {
    names: ['--width'],
    argument: 'N',
    group: GROUP,
    summary: 'tree: names to draw in an element, the most frequent (40)',
    example: '--width 10',
    commands: ['tree'],
    isOfCommands: true,
    add(request, text) {
      request.width = counted('--width', text)
    },
  },
]

function counted(flag: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`${flag}: expected a number from 1, found ${JSON.stringify(text)}`)
}
