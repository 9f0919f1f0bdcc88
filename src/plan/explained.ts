// Explains why a document could not be read: what it is instead of XML, or which flag helps.

import { XmlError } from '../engine/xml-error.ts'
import { kindOf } from './file-kinds.ts'

/** What of a document explains its faults. */
export interface Evidence {
  /** The first bytes. */
  readonly first: Buffer
  /** The bytes read last. They may have been overwritten. */
  readonly last: Uint8Array
  /** How many came before these. */
  readonly before: number
}

/** The same error, with advice, or one that says what the file is. */
export function explained(error: XmlError, seen: Evidence): XmlError {
  const { first } = seen
  const kind = kindOf(first)
  if (kind !== undefined) {
    const { source } = error
    const other = new XmlError(`this is ${kind.name}, not XML`, source, START, '')
    other.advice = kind.advice
    return other
  }
  error.advice = adviceByStart(first.toString('latin1')) ?? adviceFor(error, seen)
  return error
}

const START = { offset: 0, line: 1, column: 1 }
const HTML = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b/i

function adviceByStart(text: string): string | undefined {
  if (HTML.test(text)) {
    return 'it begins as HTML does: --lenient reads that as far as it can, tidy -asxml makes XML of it'
  }
  if (/^(?:\s\0)+</.test(text)) return 'it looks like UTF-16: try --encoding utf-16le'
  return /^(?:\0\s)+\0</.test(text) ? 'it looks like UTF-16: try --encoding utf-16be' : undefined
}

function adviceFor({ fact, offset }: XmlError, seen: Evidence): string | undefined {
  if (/^(?:second root element|second document type|declaration not at the start)/.test(fact)) {
    const isAtStart = seen.first.subarray(0, offset).toString('latin1').trim() === ''
    return isAtStart ? undefined : '--fragments reads several documents in a row'
  }
  if (fact.startsWith('prefix not declared')) {
    return '--no-namespaces takes colons in names as ordinary characters'
  }
  if (fact.startsWith('malformed character')) return encodingAdvice(seen, offset)
  return undefined
}

const AROUND = 2000 // bytes that are looked at before and after the fault
const LONGEST_IN_LATIN = 3 // letters beyond ASCII in a row

function encodingAdvice({ last, before }: Evidence, offset: number): string {
  const at = Math.max(0, offset - before)
  const start = Math.max(0, at - AROUND)
  const text = Buffer.from(last.subarray(start, at + AROUND)).toString('latin1')
  if (/[\xc3-\xf4][\x80-\xbf]/.test(text.slice(0, at - start))) {
    return 'what stands before is UTF-8: is the byte damaged, or pasted from elsewhere?'
  }
  const runs = text.match(/[\x80-\xff]+/g) ?? []
  const isLatin = runs.length > 0 && runs.every((run) => run.length <= LONGEST_IN_LATIN)
  return isLatin
    ? 'it is no UTF-8: try --encoding windows-1252'
    : 'it is no UTF-8: --encoding says what it is, as in --encoding windows-1251 or gb18030'
}
