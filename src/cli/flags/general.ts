// Lists the flags about the program itself.

import { COMMAND_NAMES } from '../commands.ts'
import type { Flag } from './flag.ts'

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
    names: ['--version'],
    group: 'General',
    summary: 'print the version',
    commands: COMMAND_NAMES,
    add(request) {
      request.shows = 'version'
    },
  },
]
