// Lists the flags about what a run reports, on stderr.

import type { Flag } from './flag.ts'
import { oneOf } from './one-of.ts'

export const REPORTING_FLAGS: readonly Flag[] = [
  {
    names: ['--progress'],
    argument: 'json',
    isOptional: true,
    group: 'General',
    summary: 'report how far it is; on a terminal after 2 seconds if not given',
    details:
      'A terminal shows one line, rewritten until the end; other files get a line each 10 seconds. With =json an ' +
      'object a line each second and at the end: seconds, bytes of documents, rate in bytes a second, read (bytes of the inputs, ' +
      'compressed if they are), records, written, bad, input (the number of the one being read), inputs, done (true in the ' +
      'last), and where the size of the inputs is known size, percent, left (seconds). The signal SIGUSR1 has such a line ' +
      'written at any time, with or without this flag.',
    example: '--progress --count',
    commands: ['check', 'split'],
    isBesidePlan: true,
    isOfInputs: true,
    add(request, text) {
      request.progress = text === '' ? 'line' : oneOf(['json'], '--progress', text)
    },
  },
  {
    names: ['--report'],
    argument: 'json',
    isOptional: true,
    group: 'General',
    summary: 'report afterwards what each step did and how long it took',
    details:
      'The time of steps in the kernel is in that of the parsing; that of reading is the waiting too. To measure takes time where ' +
      'records run through JavaScript. With =json it is an object: bytes, records, written, seconds, cpuSeconds, rate in ' +
      'bytes a second, peakMemory in bytes, and steps, each with step, place, in, out, seconds.',
    example: '--filter route=22 --report',
    isBesidePlan: true,
    isOfInputs: true,
    add(request, text) {
      request.report = text === '' ? 'table' : oneOf(['json'], '--report', text)
    },
  },
  {
    names: ['--no-progress'],
    group: 'General',
    summary: 'show nothing on a terminal while it runs',
    commands: ['check', 'split'],
    isBesidePlan: true,
    isOfInputs: true,
    add(request) {
      request.progress = 'never'
    },
  },
  {
    names: ['-q', '--quiet'],
    group: 'General',
    summary: 'print nothing but errors: no hints, no warnings, no progress',
    commands: ['check', 'infer', 'tree', 'split'],
    isBesidePlan: true,
    add(request) {
      request.isQuiet = true
      request.progress = 'never'
    },
  },
]
