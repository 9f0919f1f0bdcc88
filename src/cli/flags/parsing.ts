// Lists the flags about how documents are parsed.

import { UsageError } from '../../core/errors.ts'
import { ENTITIES } from '../../dtd/outside.ts'
import { isEncoding } from '../../engine/encodings.ts'
import { ENGINE_NAMES } from '../../engine/engine.ts'
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
    commands: ['check', 'infer', 'tree', 'split'],
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
    details:
      'sax is slower. It has checks of its own around the npm package, and is the one that can repair.',
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
    details: 'Only the engine sax can. It warns of each kind of repair, once a document.',
    commands: ['infer', 'tree'],
    add({ plan }) {
      plan.lenient = true
    },
  },
  {
    names: ['--entities'],
    argument: ENTITIES.join('|'),
    group: 'Input',
    summary: 'what to do with entities declared elsewhere (keep)',
    details:
      'Files that a document names are never read. keep: a reference to what is declared there stays in the text, ' +
      'as in J&ouml;rg. html: the 2,125 entities of HTML are known, whether declared or not, others stay. drop: it is left out. ' +
      'strict: it is an error. What stays or is left out is counted by name at the end.',
    example: '--entities html',
    commands: ['check', 'infer', 'tree', 'split'],
    add({ plan }, text) {
      if (text === 'lenient') {
        throw new UsageError(
          '--entities: "lenient" is now "drop"; without the flag references are kept',
        )
      }
      plan.entities = oneOf(ENTITIES, '--entities', text)
    },
  },
  {
    names: ['--dtd'],
    argument: 'FILE',
    group: 'Input',
    summary: 'read what is declared in FILE, as in dblp.dtd; may repeat',
    details:
      'An external subset or a set of entities, which counts as declared in every document, after what the document ' +
      'itself declares. Of several files the first declaration counts. Files that FILE names are not opened: name them too.',
    example: '--dtd dblp.dtd',
    commands: ['check', 'infer', 'tree', 'split'],
    add({ plan }, text) {
      if (text === '' || text === '-') throw new UsageError('--dtd: expected a file')
      plan.dtd = [...(plan.dtd ?? []), text]
    },
  },
  {
    names: ['--no-namespaces'],
    group: 'Input',
    summary: 'take colons in names as ordinary characters',
    details: 'Prefixes need no declaration then, and a pattern in braces matches nothing.',
    commands: ['check', 'infer', 'tree', 'split'],
    add({ plan }) {
      plan.namespaces = false
    },
  },
]
