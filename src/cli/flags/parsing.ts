// Lists the flags about how documents are parsed.

import { UsageError } from '../../core/errors.ts'
import { isEncoding } from '../../xml/encodings.ts'
import { ENGINE_NAMES, ENTITIES } from '../../xml/engine.ts'
import type { Flag } from './flag.ts'
import { oneOf } from './one-of.ts'

export const PARSING_FLAGS: readonly Flag[] = [
  {
    names: ['--encoding'],
    argument: 'NAME',
    group: 'Input',
    summary: 'take documents to be in this encoding, whatever they declare',
    details:
      'UTF-8, UTF-16, ISO-8859-1 to -16, windows-1250 to -1258, KOI8-R, Shift_JIS, EUC-JP, EUC-KR, Big5, GBK, GB18030 ' +
      'and their other names; documents may declare them too. Bytes that mean nothing are an error with their offset.',
    example: '--encoding windows-1252',
    commands: ['check', 'infer', 'tree'],
    add({ plan }, text) {
      if (!isEncoding(text)) {
        throw new UsageError(`--encoding: unknown encoding ${JSON.stringify(text)}`)
      }
      plan.encoding = text
    },
  },
  {
    names: ['--fragments'],
    group: 'Input',
    summary: 'read inputs that are several documents, or elements without a root',
    details:
      'As cat a.xml b.xml writes them, each with its declaration and document type declaration or none, in one ' +
      'encoding; or a log of <event>…</event>. Without -r every root is a record. Nothing at all is no record.',
    example: '--fragments -r entry',
    commands: ['check'],
    add({ plan }) {
      plan.fragments = true
    },
  },
  {
    names: ['--engine'],
    argument: 'kernel|sax',
    group: 'Input',
    summary: 'what parses: kernel, or the npm package sax (kernel)',
    details: 'sax is the npm package behind checks of its own.',
    example: '--engine sax',
    commands: ['check', 'infer', 'tree'],
    add({ plan }, text) {
      plan.engine = oneOf(ENGINE_NAMES, '--engine', text)
    },
  },
  {
    names: ['--lenient'],
    group: 'Input',
    summary: 'repair documents that are not well-formed, by guessing',
    details: 'Only the engine sax can. What it guesses is not told.',
    commands: ['infer', 'tree'],
    add({ plan }) {
      plan.lenient = true
    },
  },
  {
    names: ['--entities'],
    argument: 'lenient|strict',
    group: 'Input',
    summary: 'leave out entities declared elsewhere, or refuse them (lenient)',
    details:
      'Files that a document refers to are never read. What is declared in them is left out of the records ' +
      'with a warning, or is an error.',
    example: '--entities strict',
    commands: ['check', 'infer', 'tree'],
    add({ plan }, text) {
      plan.entities = oneOf(ENTITIES, '--entities', text)
    },
  },
  {
    names: ['--no-namespaces'],
    group: 'Input',
    summary: 'take colons in names as ordinary characters',
    details: 'Prefixes need no declaration then, and a pattern in braces matches nothing.',
    commands: ['check', 'infer', 'tree'],
    add({ plan }) {
      plan.namespaces = false
    },
  },
]
