// Lists the flags about the program itself.

import { UsageError } from '../../core/errors.ts'
import { STDIN } from '../../plan/plan.ts'
import { COMMAND_NAMES } from '../commands.ts'
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
      'of the run, and -e. A plan from a file runs no code: a stage map-js in it is refused.',
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
