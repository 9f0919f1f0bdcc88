// Lists the flags about how documents are parsed.

import { ENGINES, ENTITIES } from '../../plan/plan.ts'
import type { Flag } from './flag.ts'
import { oneOf } from './one-of.ts'

export const PARSING_FLAGS: readonly Flag[] = [
  {
    names: ['--engine'],
    argument: 'kernel|sax',
    group: 'Input',
    summary: 'what parses: kernel, or the npm package sax (kernel)',
    details: 'sax is the npm package behind checks of its own.',
    example: '--engine sax',
    commands: ['check'],
    add({ plan }, text) {
      plan.engine = oneOf(ENGINES, '--engine', text)
    },
  },
  {
    names: ['--lenient'],
    group: 'Input',
    summary: 'repair documents that are not well-formed, by guessing',
    details: 'Only the engine sax can. What it guesses is not told.',
    add({ plan }) {
      plan.lenient = true
    },
  },
  {
    names: ['--entities'],
    argument: 'lenient|strict',
    group: 'Input',
    summary: 'leave out entities declared elsewhere, or refuse them (lenient)',
    isRare: true,
    details:
      'Files that a document refers to are never read. What is declared in them is left out of the records ' +
      'with a warning, or is an error.',
    example: '--entities strict',
    commands: ['check'],
    add({ plan }, text) {
      plan.entities = oneOf(ENTITIES, '--entities', text)
    },
  },
  {
    names: ['--no-namespaces'],
    group: 'Input',
    summary: 'take colons in names as ordinary characters',
    details: 'Prefixes need no declaration then, and a pattern in braces matches nothing.',
    commands: ['check'],
    add({ plan }) {
      plan.namespaces = false
    },
  },
]
