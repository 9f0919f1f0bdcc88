// Lists the flags of `cosax work` and `cosax jobs`.

import { UsageError } from '../../core/errors.ts'
import type { Clustering } from '../clustering.ts'
import type { Flag } from './flag.ts'

const ONLY = { group: 'Parts', isOfCommands: true, isBesidePlan: true } as const

export const JOB_FLAGS: readonly Flag[] = [
  {
    names: ['--from'],
    argument: 'DIR',
    ...ONLY,
    commands: ['work'],
    summary: 'work: where the files of parts are; nothing else is read (.)',
    details:
      'Parts come from elsewhere: a part that names a file outside of this folder, or a link that leads out of it, is not read. Names ' +
      'that do not begin with / are those of files in it.',
    example: "cosax work nats://10.0.0.1/JOBS --from /data --to 'out/{part}.jsonl'",
    add({ clustering }, text) {
      if (text === '') throw new UsageError('--from: expected a folder')
      clustering.folder = text
    },
  },
  {
    names: ['--watch'],
    ...ONLY,
    commands: ['jobs'],
    summary: 'jobs: keep the table current, until a signal',
    details: 'Where stdout is no terminal, a line is added for each part that has changed.',
    example: 'cosax jobs nats://10.0.0.1/JOBS --watch',
    add({ clustering }) {
      clustering.watches = true
    },
  },
  {
    names: ['--json'],
    ...ONLY,
    commands: ['jobs'],
    summary: 'jobs: lines of JSON, one a part, in place of the table',
    example: 'cosax jobs nats://10.0.0.1/JOBS --json | jq .error',
    add({ clustering }) {
      clustering.isJson = true
    },
  },
  {
    names: ['--retry'],
    ...ONLY,
    commands: ['jobs'],
    summary: 'jobs: have the parts that failed tried again',
    example: 'cosax jobs nats://10.0.0.1/JOBS --retry',
    add: ({ clustering }) => change(clustering, 'retry'),
  },
  {
    names: ['--remove'],
    ...ONLY,
    commands: ['jobs'],
    summary: 'jobs: remove the stream, with parts that wait; results stay',
    example: 'cosax jobs nats://10.0.0.1/JOBS --remove',
    add: ({ clustering }) => change(clustering, 'remove'),
  },
]

function change(clustering: Clustering, what: 'retry' | 'remove'): void {
  if (clustering.change !== undefined && clustering.change !== what) {
    throw new UsageError('--retry and --remove: one or the other')
  }
  clustering.change = what
}
