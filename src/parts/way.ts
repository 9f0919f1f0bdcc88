// Decides who reads an input: several threads its parts, any thread all of it, or the first one.

import { fstatSync } from 'node:fs'
import { isPlain } from '../sources/plain-file.ts'
import { sizeOf } from '../sources/size.ts'
import { isListening } from '../sources/tcp-address.ts'

/** Several threads read its parts, of a file or as they come; or one of them all of it; or the first thread. */
export type Way = 'in parts' | 'as it comes' | 'whole' | 'here'

export interface Sizes {
  /** Bytes of XML from which on a document is read in parts. */
  parts: number
  /** Bytes of an input from which on another thread may be asked for it. */
  document: number
}

/** What an input is, and how many bytes of XML, about; nothing is known of what comes through a pipe or from a server. */
type Known = { form: 'file' | 'compressed'; bytes: number; stored: number } | undefined

const EXPANDED = 6 // bytes of XML for one that is compressed, about

/** What is smaller than `least`, as it is stored, is not looked into: it is read by the first thread anyway. */
function knownOf(input: string, least: number): Known {
  if (input === '-') return standardInput()
  const stored = sizeOf(input)
  if (stored === undefined) return undefined
  return stored < least || isPlain(input)
    ? { form: 'file', bytes: stored, stored }
    : { form: 'compressed', bytes: stored * EXPANDED, stored }
}

/** A file there may be read from its middle on, so it is read as it comes. */
function standardInput(): Known {
  try {
    const kind = fstatSync(0)
    if (kind.isFile()) return { form: 'compressed', bytes: kind.size, stored: kind.size }
  } catch {} // whoever reads it says why
  return undefined
}

/** Who reads each of the inputs; what is no plain file is read in parts if that was asked for. */
export function waysOf(
  inputs: readonly string[],
  { parts, document }: Sizes,
  { isCut, isAsked }: { isCut: boolean; isAsked: boolean },
): Way[] {
  const least = Math.min(parts / EXPANDED, inputs.length > 1 ? document : Number.POSITIVE_INFINITY)
  const known = inputs.map((input) => (isListening(input) ? 'live' : knownOf(input, least)))
  const alone = known.map((each): Way => {
    if (!isCut || each === 'live') return 'here'
    if (each && each.bytes < parts) return 'here'
    if (each?.form === 'file') return 'in parts'
    return isAsked ? 'as it comes' : 'here' // with two cores it is slower than one thread, as somebody has to take it in
  })
  const among = known.map((each, i) => {
    const isFile = typeof each === 'object' && inputs[i] !== '-'
    return isFile && alone[i] !== 'in parts' && each.stored >= document ? each.bytes : 0
  })
  const isShared = among.filter(Boolean).length > 1 && sum(among) >= parts
  return alone.map((way, i) => (isShared && among[i] ? 'whole' : way))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
