// Turns the options about entities into what engines share about them, and files of declarations into that.

import { DeclarationFiles } from '../dtd/declaration-files.ts'
import { DoctypeFault } from '../dtd/doctype.ts'
import { Outside, type OutsideOptions } from '../dtd/outside.ts'
import { indexIn } from '../dtd/parse-doctype.ts'
import type { Unread } from '../dtd/subset.ts'
import { Decoder } from './decode.ts'
import type { EngineOptions } from './engine.ts'
import { LIMITS } from './limits.ts'
import { LimitError, type Position, positionAfter, XmlError } from './xml-error.ts'

/** A file of declarations that the user has named. */
export interface DtdFile {
  name: string
  content: string | Uint8Array
}

type Asked = Pick<EngineOptions, 'entities' | 'namespaces' | 'limits' | 'onWarning'>

/** That of one document. */
export function outsideOf({ dtd = [], ...asked }: EngineOptions): Outside {
  const texts = typeof dtd === 'string' ? [dtd] : dtd
  const { onWarning } = asked
  const files = texts.map((content, i) => {
    return { name: texts.length === 1 ? 'dtd' : `dtd[${i}]`, content }
  })
  return new Outside({ ...said(asked, files), ...(onWarning && { onWarning }) })
}

/** That of a run: who makes it says what it counted. */
export function outsideOfRun(asked: Asked, files: readonly DtdFile[]): Outside {
  return new Outside(said(asked, files))
}

function said(
  { entities: policy = 'keep', namespaces = true, limits, onWarning }: Asked,
  files: readonly DtdFile[],
): OutsideOptions {
  if (files.length === 0) return { policy }
  const outside = new Outside({ policy })
  const options = { namespaces, outside, limits: { ...LIMITS, ...limits } }
  const declared = new DeclarationFiles(options)
  const names = new Set(files.map(({ name }) => lastPart(name)))
  for (const file of files) {
    const unread = read(file, declared).filter((each) => !names.has(lastPart(each.file ?? '')))
    if (unread.length > 0) onWarning?.(`${file.name}: ${notRead(unread)}`)
  }
  return { policy, declarations: declared.declarations }
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

const MOST_SHOWN = 5

function notRead(unread: Unread[]): string {
  const shown = unread
    .slice(0, MOST_SHOWN)
    .map(({ name, file }) => `%${name};${file === undefined ? '' : ` (${file})`}`)
  const rest = unread.length - shown.length
  const more = rest > 0 ? [`${rest} more`] : []
  return `not read: ${[...shown, ...more].join(', ')}; --dtd FILE reads what you name, in this order`
}

function read({ name, content }: DtdFile, declared: DeclarationFiles): Unread[] {
  const { text, fault, offsetOf } = decoded(content)
  try {
    const unread = declared.read(text)
    if (fault === undefined) return unread
    throw new DoctypeFault(fault, text.length)
  } catch (error) {
    if (!(error instanceof DoctypeFault)) throw error
    const { at, isLimit } = error
    const fact = at >= text.length ? (fault ?? error.fact) : error.fact // what ended the text comes first
    const place = { offset: offsetOf(at), ...positionAfter(text.slice(0, at), START) }
    throw new (isLimit ? LimitError : XmlError)(fact, name, place, '/')
  }
}

interface Decoded {
  /** With normalised line ends. */
  text: string
  /** What ended it. */
  fault?: string | undefined
  /** The byte in the file of a character. */
  offsetOf: (at: number) => number
}

function decoded(content: string | Uint8Array): Decoded {
  if (typeof content === 'string') {
    const text = content.replace(/\r\n?/g, '\n')
    return { text, offsetOf: (at) => Buffer.byteLength(content.slice(0, indexIn(content, at))) }
  }
  const decoder = new Decoder()
  const text = decoder.write(content) + decoder.end()
  const offsetOf = (at: number) => {
    const again = new Decoder() // the other one has passed it
    again.write(content)
    return again.offsetOf(at)
  }
  return { text, fault: decoder.fault, offsetOf }
}

const START: Position = { offset: 0, line: 1, column: 1 }
