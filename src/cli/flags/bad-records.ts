// Lists the flags about records that are at fault.

import { UsageError } from '../../core/errors.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Flag } from './flag.ts'

export const BAD_RECORD_FLAGS: readonly Flag[] = [
  {
    names: ['--on-error'],
    argument: 'stop|skip|quarantine=FILE',
    group: 'Bad records',
    summary: 'what to do with malformed records (stop)',
    details:
      'skip leaves them out and goes on where the next record begins. quarantine=FILE also writes them to FILE, as JSON ' +
      'lines with source, offset, line, column, error and xml. FILE is made when the run starts and gets each as soon ' +
      'as it is found, so it is there however the run ends. Each is reported on stderr, and how many there were; the exit ' +
      'code is 0. A record is kept as it came until it ends, up to --max-record. An input that is missing, empty, damaged or ' +
      'wrong before its root element begins is reported, its rest is left out and the next is read; the exit code is then ' +
      '4 if one could not be read, else 3.',
    example: '-r bus --on-error quarantine=bad.jsonl --max-errors 100',
    add({ plan }, text) {
      plan.onError = parseOnError(text)
    },
  },
  {
    names: ['--max-errors'],
    argument: 'N',
    group: 'Bad records',
    summary: 'leave out at most N faults, then stop with exit code 3',
    example: '-r bus --on-error skip --max-errors 100',
    add({ plan }, text) {
      if (!/^\d{1,15}$/.test(text)) {
        throw new UsageError(`--max-errors: expected a whole number, found ${JSON.stringify(text)}`)
      }
      plan.maxErrors = Number(text)
    },
  },
]

function parseOnError(text: string): NonNullable<Plan['onError']> {
  if (text === 'stop' || text === 'skip') return text
  const quarantine = /^quarantine=(.+)$/s.exec(text)?.[1]
  if (quarantine !== undefined) return { quarantine }
  throw new UsageError(
    `--on-error: expected stop, skip or quarantine=FILE, found ${JSON.stringify(text)}`,
  )
}
