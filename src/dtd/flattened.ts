// Turns a declaration with references to parameter entities, as files may have them, into one without.

import { nameEnd } from './characters.ts'
import { Reader, type ReaderOptions, selfReference } from './reader.ts'

/** Answers with the text of a parameter entity; with nothing if it is not there to be read. */
export type ParameterText = (name: string, reader: Reader, at: number) => string | undefined

export interface Flattened {
  /** Reads the declaration; missing if some of its text is not there. */
  reader?: Reader
  /** Where the declaration ends in the text that it began in. */
  end: number
}

/** A part of the flat text: where it begins there, and where it is from; that of an entity is where the reference is. */
interface Part {
  from: number
  at: number
  isOwn: boolean
}

const STOP = /["'%>]/g

/** The declaration that begins here; nothing if it has no such references. Those in quotes stay. */
export function flattened(
  outer: Reader,
  textOf: ParameterText,
  options: ReaderOptions,
): Flattened | undefined {
  const parts: Part[] = [{ from: 0, at: outer.at, isOwn: true }]
  const open = [{ name: '', text: outer.text, at: outer.at }] // the innermost last
  const names = new Set<string>() // of those
  let flat = ''
  let isWhole = true
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const stop = stopIn(top.text, top.at)
    flat += top.text.slice(top.at, stop.end)
    top.at = stop.end
    const isOwn = open.length === 1
    if (stop.name !== undefined) {
      const at = isOwn ? stop.end : (parts.at(-1)?.at ?? 0)
      if (names.has(stop.name)) {
        throw outer.fault(selfReference(stop.name), at)
      }
      const text = textOf(stop.name, outer, at)
      isWhole &&= text !== undefined
      top.at += stop.name.length + 2
      if (isOwn) parts.push({ from: flat.length, at, isOwn: false })
      names.add(stop.name)
      open.push({ name: stop.name, text: ` ${text ?? ''} `, at: 0 })
    } else if (top.at === top.text.length || (isOwn && stop.isEnd)) {
      names.delete(top.name)
      open.pop()
      if (open.length === 0) break
      if (open.length === 1) parts.push({ from: flat.length, at: open[0]?.at ?? 0, isOwn: true })
    }
  }
  const end = parts.findLast(({ isOwn }) => isOwn) as Part
  const last = end.at + flat.length - end.from
  if (parts.length === 1) return undefined
  if (!isWhole) return { end: last }
  const placeOf = (at: number) => {
    const part = parts.findLast(({ from }) => from <= at) as Part
    return outer.placeOf(part.isOwn ? part.at + at - part.from : part.at)
  }
  return { reader: new Reader(flat, options, outer.ending, placeOf), end: last }
}

/** Where a text goes on to from `from`: to a reference, to after the quotes, to after `>`, or to its end. */
function stopIn(text: string, from: number): { end: number; name?: string; isEnd?: boolean } {
  let at = from
  while (true) {
    STOP.lastIndex = at
    const found = STOP.exec(text)
    if (found === null) return { end: text.length }
    at = found.index + 1
    if (found[0] === '>') return { end: at, isEnd: true }
    if (found[0] === '%') {
      const end = nameEnd(text, at)
      if (end > at && text[end] === ';') return { end: found.index, name: text.slice(at, end) }
    } else {
      const close = text.indexOf(found[0], at)
      if (close < 0) return { end: text.length }
      at = close + 1
    }
  }
}
