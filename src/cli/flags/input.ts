// Lists the flags about where documents come from.

import { UsageError } from '../../core/errors.ts'
import type { Flag } from './flag.ts'

export const INPUT_FLAGS: readonly Flag[] = [
  {
    names: ['--files-from'],
    argument: 'FILE',
    group: 'Input',
    summary: 'read the names of more inputs from FILE, a line each; - for stdin',
    details:
      'Names may also end in NUL, as find -print0 writes them. They come before those on the command line.',
    example: '--files-from fixtures/list.txt',
    commands: ['check', 'infer', 'tree', 'split'],
    isBesidePlan: true,
    isOfInputs: true,
    add: (request, text) => request.addList(text),
  },
  {
    names: ['--follow'],
    group: 'Input',
    summary: 'wait for more at the end of the file, as tail -F does',
    details:
      'The file may be cut short or replaced: what comes then is another document. None needs to end. A signal ' +
      'ends the run as the end of the input would.',
    example: '--follow -r entry',
    isOfInputs: true,
    add({ plan }) {
      plan.follow = true
    },
  },
  {
    names: ['--until-drained'],
    group: 'Input',
    summary: 'end when a stream has no more, instead of waiting for more',
    details:
      'With cosax work and cosax jobs --watch: when no part waits or runs. With nats://HOST/STREAM?consumer=NAME and --records: when nothing waits for the consumer, and nobody who shares it is at work on ' +
      'a message. How many messages the stream keeps says nothing of that. cosax help nats has the rest.',
    example: "'nats://127.0.0.1/PAGES?consumer=load' --records --until-drained",
    commands: ['work', 'jobs'],
    isOfInputs: true,
    add({ command, plan, clustering }) {
      if (command === 'run') plan.untilDrained = true
      else clustering.untilDrained = true // of all parts
    },
  },
  {
    names: ['--timeout'],
    argument: 'SECONDS',
    group: 'Input',
    summary: 'give up on a web server after so many seconds without data (60)',
    details:
      'Also on tcp-listen://HOST:PORT, an input that takes one connection there, where nobody connects or nothing comes; that ' +
      'waits forever if not given. With ?connections=N it takes N, one after the other, each an input of its own.',
    example: '--timeout 5',
    commands: ['check', 'infer', 'tree'],
    isOfInputs: true,
    add({ plan }, text) {
      const seconds = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined
      if (seconds === undefined) {
        throw new UsageError(`--timeout: expected seconds from 1, found ${JSON.stringify(text)}`)
      }
      plan.timeout = seconds
    },
  },
]
