// --pipe: sends the records to a command as JSON lines, and goes on with the JSON lines that it prints.
//
// The command is one that the user typed: it does what any program may.

import { UsageError } from '../core/errors.ts'
import { TEXT } from './arguments.ts'
import { noTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import type { Stage } from './stage.ts'

export const pipe: Stage<string> = {
  name: 'pipe',
  argument: 'CMD',
  summary: 'send the records through a command, as JSON lines',
  details:
    'The shell runs CMD. It reads a record on each line and prints any number of JSON values, one on each line, as jq -c ' +
    'does: they are the records that go on. When it reads no more, no more is read; it is no failure that it reads nothing. ' +
    'If it ends with another exit code than 0, or by a signal, the run fails (5). What it writes to stderr is passed on. ' +
    'A number that comes back is one of JavaScript, with 15 digits. --no-exec refuses this flag.',
  example: "--pipe 'jq -c \".stops = (.stop | length)\"' --where 'stops > 3'",
  memory: 'O(1), and what the command keeps',
  parse(text) {
    if (text.trim() === '') throw new UsageError("--pipe: expected a command, as in 'jq -c .'")
    if (text.includes('\0')) throw new UsageError('--pipe: a command has no NUL character')
    return text
  },
  check: TEXT,
  describe: (command) => command.replace(/\s+/g, ' '),
  columns: () => undefined, // a command may do anything
  passes: passesAll,
  makesRecords: true,
  types: noTypes,
  start(command, target, _open, _calls, bridge) {
    if (!bridge) throw new UsageError('--pipe: no command can be run here')
    return bridge(command, target)
  },
  parts: () => 'in order',
  takesLines: true,
  runs: (command) => command,
}
