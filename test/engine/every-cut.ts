// Provides `everyCut`: reads a document whole, byte by byte and cut in two at every byte, and
// demands that all readings agree.

import { expect } from 'vitest'
import type { Target } from '../../src/core/coroutine.ts'
import type { CreateEngine, EngineOptions } from '../../src/engine/engine.ts'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import {
  ATTRIBUTE,
  END,
  EVENT_WORDS,
  INSTRUCTION,
  START,
  type Tape,
  TEXT,
} from '../../src/engine/tape.ts'
import { XmlError } from '../../src/engine/xml-error.ts'
import { createEngine } from '../../src/reading/engines.ts'

export const ENGINES: Record<string, CreateEngine> = Object.fromEntries(
  ENGINE_NAMES.map((name) => [name, (target, options) => createEngine(name, target, options)]),
)

/** What came of a document: events before the error, if there was one. */
export interface Reading {
  /** As in `<p:bus {uri}>`, `@id="7"`, `"text"` and `</p:bus {uri}>`; adjacent texts are one. */
  events: string[]
  warnings: string[]
  error?: Failure
}

export interface Failure {
  kind: string
  fact: string
  offset: number
  line: number
  column: number
}

export type Options = Omit<EngineOptions, 'onWarning'>

/** Reads the document in every way of cutting it and returns the one reading they all give. */
export function everyCut(
  createEngine: CreateEngine,
  document: string | Uint8Array,
  options: Options = {},
): Reading {
  const bytes = Buffer.from(document)
  const whole = read(createEngine, [bytes], options)
  expect(read(createEngine, inPieces(bytes, 1), options), 'byte by byte').toEqual(whole)
  for (let at = 0; at <= bytes.length; at++) {
    const halves = [bytes.subarray(0, at), bytes.subarray(at)]
    expect(read(createEngine, halves, options), `cut at byte ${at}`).toEqual(whole)
  }
  return whole
}

/** Reads a document that comes in these chunks; each is overwritten as soon as it is read. */
export function read(
  createEngine: CreateEngine,
  chunks: Uint8Array[],
  options: Options = {},
): Reading {
  const flat = new Flat()
  const warnings: string[] = []
  const onWarning = (message: string) => void warnings.push(message)
  try {
    const engine = createEngine(flat, { ...options, onWarning })
    for (const chunk of chunks) {
      const buffer = Buffer.from(chunk)
      engine.write(buffer)
      buffer.fill('<')
    }
    engine.end()
  } catch (error) {
    return { events: flat.events(), warnings, error: failureOf(error) }
  }
  return { events: flat.events(), warnings }
}

export function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
  return pieces
}

/** The document in pieces that begin there. */
export function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b)
  return [0, ...cuts].map((from, n) => bytes.subarray(from, cuts[n] ?? bytes.length))
}

function failureOf(error: unknown): Failure {
  if (error instanceof XmlError) {
    const { fact, offset, line, column } = error
    return { kind: error.constructor.name, fact, offset, line, column }
  }
  // no engine means to throw this: it is here so that the test shows at which cut it did
  return { kind: 'defect', fact: String(error), offset: -1, line: -1, column: -1 }
}

class Flat implements Target<Tape> {
  readonly done = false
  readonly #events: (string | { text: string })[] = []

  send(tape: Tape): boolean {
    for (let at = 0; at < tape.length * EVENT_WORDS; at += EVENT_WORDS) {
      const [kind, name = 0] = tape.events.subarray(at, at + EVENT_WORDS)
      if (kind === TEXT) this.#text(tape.text(at))
      else this.#events.push(lineOf(kind, tape, name, at))
    }
    return true
  }

  close(): void {}

  throw(error: unknown): void {
    throw error
  }

  events(): string[] {
    return this.#events.map((event) =>
      typeof event === 'string' ? event : JSON.stringify(event.text),
    )
  }

  #text(text: string): void {
    const last = this.#events.at(-1)
    if (typeof last === 'object') last.text += text
    else if (text !== '') this.#events.push({ text })
  }
}

function lineOf(kind: number | undefined, tape: Tape, index: number, at: number): string {
  const { qualified, uri } = tape.names[index] ?? { qualified: 'no name', uri: '' }
  const name = uri === '' ? qualified : `${qualified} {${uri}}`
  if (kind === START) return `<${name}>`
  if (kind === END) return `</${name}>`
  if (kind === INSTRUCTION) return `<?${name} ${tape.text(at)}?>`
  if (kind === ATTRIBUTE) return `@${name}=${JSON.stringify(tape.text(at))}`
  throw new Error(`no kind of event: ${kind}`)
}
