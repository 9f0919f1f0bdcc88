// Lists the flags about the program itself.

import { COMMAND_NAMES } from '../commands.ts'
import type { Flag } from './flag.ts'
import { oneOf } from './one-of.ts'

export const GENERAL_FLAGS: readonly Flag[] = [
  {
    names: ['--explain'],
    group: 'General',
    summary: 'print what would run, and what it holds in memory',
    add(request) {
      request.shows = 'plan'
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
    add(request) {
      request.shows = 'short help'
    },
  },
  {
    names: ['--help'],
    group: 'General',
    summary: 'all of it',
    commands: COMMAND_NAMES,
    add(request) {
      request.shows = 'long help'
    },
  },
  {
    names: ['-V', '--version'],
    group: 'General',
    summary: 'print the version',
    commands: COMMAND_NAMES,
    add(request) {
      request.shows = 'version'
    },
  },
]
