// Lists the flags about the program itself.

import { UsageError } from '../../core/errors.ts'
import { STDIN } from '../../plan/plan.ts'
import { COMMAND_NAMES } from '../commands.ts'
import type { Request } from '../request.ts'
import type { Flag } from './flag.ts'
import { oneOf } from './one-of.ts'

export const GENERAL_FLAGS: readonly Flag[] = [
  {
    names: ['--explain'],
    argument: 'json',
    isOptional: true,
    group: 'General',
    summary: 'print what would run, and what it holds in memory',
    details: 'With =json it is the whole plan, which --plan runs; a shape file is part of it.',
    example: '-r bus --count --explain=json',
    isBesidePlan: true,
    add(request, text) {
      request.shows = text === '' ? 'plan' : 'plan as JSON'
      if (text !== '') oneOf(['json'], '--explain', text)
    },
  },
  {
    names: ['--plan'],
    argument: 'FILE',
    group: 'General',
    summary: 'run what --explain=json has printed; - for stdin',
    details:
      'Inputs on the command line take the place of those in the plan. No other flags go with it but those about what is said ' +
      'of the run, and -e. A plan from a file runs no program and no code: --pipe, --to exec: and --map-js in it are refused ' +
      'without --allow-exec.',
    example: '--plan routes.json today.xml',
    isBesidePlan: true,
    add(request, text) {
      if (text === '') throw new UsageError('--plan: expected a file, or - for stdin')
      if (request.planFile !== undefined) throw new UsageError('--plan: given twice')
      if (text === STDIN) request.useStdin()
      request.planFile = text
    },
  },
  {
    names: ['-j', '--jobs'],
    argument: 'N',
    group: 'General',
    summary: 'how many threads read a large file (as many as there are cores)',
    details:
      'A file of 256 MB or more (with -j: 64 MB) is cut between records, and its parts are read at once; many inputs are shared out, each whole. What is written ' +
      'is the same, byte by byte, as with -j 1. What is compressed, or comes through a pipe or from a server, is read in parts only where -j is given, and so is everything with --sort, --top and --unique, for which one thread is faster. One thread ' +
      'reads what is small, each document with --fragments, --with-source, --dtd and --engine sax, and everything with --report, ' +
      '--records, --follow and where XML is written. --explain says how many there will be.',
    example: '-j 4 --group route',
    isBesidePlan: true,
    isOfInputs: true,
    add(request, text) {
      request.jobs = checkJobs(text)
    },
  },
  {
    names: ['--unordered'],
    group: 'General',
    summary: 'mix the records of several inputs, as threads come to them',
    details:
      'Those of one input keep their order. With many large compressed inputs it is faster: else a thread that is ahead waits until the ' +
      'inputs before are written.',
    example: '--unordered -j 8',
    isBesidePlan: true,
    isOfInputs: true,
    add(request) {
      request.unordered = true
    },
  },
  {
    names: ['--checkpoint'],
    argument: 'FILE',
    group: 'General',
    summary: 'keep in FILE how far it is; the same command goes on from there',
    details:
      'However it ends (a signal, kill -9, a power failure, a full disk), run it again with the same FILE: it goes on after the last record ' +
      'that is safe, and writes the same bytes, of a database the same rows, as if nothing had happened. FILE is written about once a second, and removed ' +
      'when all is done. Outputs are files: jsonl, json, csv, tsv and text, compressed too, a name with fields, sqlite; what they hold until ' +
      'then is beside them, as .cosax-….partial. Inputs are files of XML in UTF-8; one that is compressed is expanded ' +
      'once more up to the place, without being read. If one of them, the command or the version of cosax ' +
      'has changed since, it is refused (2); remove FILE to begin anew. Stages that hold records (--sort, --tail, --top, --unique, --sample, ' +
      '--stats, medians), --pipe, --map-js and whatever else cannot be gone on with is refused with the reason. One thread reads.',
    example: '--checkpoint buses.checkpoint --to buses.jsonl',
    isBesidePlan: true,
    isOfInputs: true,
    add(request, text) {
      if (text === '' || text === STDIN)
        throw new UsageError('--checkpoint: expected the name of a file')
      if (request.checkpoint !== undefined) throw new UsageError('--checkpoint: given twice')
      request.checkpoint = text
    },
  },
  {
    names: ['--no-exec'],
    group: 'General',
    summary: 'refuse every flag that starts a process',
    details:
      'Those are --pipe and --to, --tee and --on-error quarantine= with exec:. For command lines of which a part comes from ' +
      'elsewhere. Programs that expand inputs (xz, lz4, bzip2) are not what a flag names, and are run.',
    example: '--no-exec --filter route=22',
    isBesidePlan: true,
    add: (request) => execute(request, 'refused'),
  },
  {
    names: ['--allow-exec'],
    group: 'General',
    summary: 'let a plan from a file run programs and code',
    details: 'A plan with --pipe, --to exec: or --map-js does whatever its author may want.',
    example: '--plan routes.json --allow-exec',
    isBesidePlan: true,
    add: (request) => execute(request, 'allowed'),
  },
  {
    names: ['--color'],
    argument: 'auto|always|never',
    group: 'General',
    summary: 'colors in messages and in help (auto)',
    details: 'auto is on terminals, and heeds NO_COLOR, FORCE_COLOR and TERM=dumb.',
    example: '--color never',
    commands: COMMAND_NAMES,
    isBesidePlan: true,
    add(_, text) {
      const when = oneOf(['auto', 'always', 'never'], '--color', text)
      if (when === 'auto') return
      // what colours is loaded later, and reads these
      const [set, unset] =
        when === 'always' ? ['FORCE_COLOR', 'NO_COLOR'] : ['NO_COLOR', 'FORCE_COLOR']
      process.env[set as string] = '1'
      delete process.env[unset as string]
    },
  },
  {
    names: ['-h'],
    group: 'General',
    summary: 'one screen of help',
    commands: COMMAND_NAMES,
    isBesidePlan: true,
    add(request) {
      request.shows = 'short help'
    },
  },
  {
    names: ['--help'],
    group: 'General',
    summary: 'all of it',
    commands: COMMAND_NAMES,
    isBesidePlan: true,
    add(request) {
      request.shows = 'long help'
    },
  },
  {
    names: ['-V', '--version'],
    group: 'General',
    summary: 'print the version',
    commands: COMMAND_NAMES,
    isBesidePlan: true,
    add(request) {
      request.shows = 'version'
    },
  },
]

const MOST_JOBS = 256

function checkJobs(text: string): number {
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs
  throw new UsageError(
    `--jobs: expected a number from 1 to ${MOST_JOBS}, found ${JSON.stringify(text)}`,
  )
}

function execute(request: Request, execution: NonNullable<Request['execution']>): void {
  if (request.execution !== undefined && request.execution !== execution) {
    throw new UsageError('--no-exec and --allow-exec: one or the other')
  }
  request.execution = execution
}
