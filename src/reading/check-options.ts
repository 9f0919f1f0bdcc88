// Checks the types of the library's options, and that the engine can do what they ask.

import { type Check, each, fields, fromOne, kind, oneOf, text, truth } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { ENTITIES } from '../dtd/outside.ts'
import { isEncoding } from '../engine/encodings.ts'
import { ENGINE_NAMES, engineFor } from '../engine/engine.ts'
import { LIMITS } from '../engine/limits.ts'
import type { ReadOptions } from './reader.ts'

/** How a document is parsed, by option. */
export const PARSING: Record<string, Check> = {
  engine: oneOf(ENGINE_NAMES),
  lenient: truth,
  entities: oneOf(ENTITIES),
  namespaces: truth,
  fragments: truth,
  encoding: kind(
    'the name of an encoding, as in windows-1252',
    (value) => typeof value === 'string' && isEncoding(value),
  ),
  limits: fields({}, Object.fromEntries(Object.keys(LIMITS).map((name) => [name, fromOne]))),
}

/** The options that all ways into a document have. */
export const READING: Record<string, Check> = {
  ...PARSING,
  dtd: (value, place) => {
    if (Array.isArray(value)) each(text)(value, place)
    else text(value, place)
  },
  source: text,
  onWarning: kind('a function', (value) => typeof value === 'function'),
}

const READ_OPTIONS = fields({}, READING)

/** @throws UsageError for what is no option, an option of another type, or what the engine cannot do. */
export function checkReadOptions(options: ReadOptions, check: Check = READ_OPTIONS): void {
  check(options, 'options')
  checkLenient(options)
  checkFragments(options)
}

type Chosen = Pick<ReadOptions, 'engine' | 'lenient' | 'fragments'>

/** @throws UsageError when documents are to be repaired by an engine that cannot. */
export function checkLenient({ lenient, engine }: Chosen): void {
  if (lenient && engine === 'kernel') {
    throw new UsageError('lenient: only the engine sax repairs documents, not kernel')
  }
}

/** @throws UsageError when several documents are to be read by an engine that cannot. */
export function checkFragments(chosen: Chosen): void {
  if (chosen.fragments && engineFor(chosen) === 'sax') {
    throw new UsageError('--fragments: only the engine kernel reads several documents, not sax')
  }
}
