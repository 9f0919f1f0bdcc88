// Provides the trace of a reading: one string for all that an engine sends, cheap to make and to compare.

import type { Target } from '../../src/core/coroutine.ts'
import type { CreateEngine } from '../../src/engine/engine.ts'
import { EVENT_WORDS, type Tape, TEXT } from '../../src/engine/tape.ts'
import { XmlError } from '../../src/engine/xml-error.ts'
import type { Options } from '../engine/every-cut.ts'

/** Reads a document that is cut at these offsets; each piece is overwritten as soon as it is read. */
export function trace(
  createEngine: CreateEngine,
  bytes: Uint8Array,
  cuts: Iterable<number>,
  options: Options,
): string {
  const tracer = new Tracer()
  const onWarning = (message: string) => void tracer.warnings.push(message)
  try {
    const engine = createEngine(tracer, { ...options, onWarning })
    let from = 0
    for (const to of [...cuts, bytes.length]) {
      const piece = Buffer.from(bytes.subarray(from, to))
      engine.write(piece)
      piece.fill(LESS_THAN)
      from = to
    }
    engine.end()
  } catch (error) {
    tracer.failure = failureOf(error)
  }
  return tracer.said
}

const LESS_THAN = 0x3c

/** All of an error but its stack. */
function failureOf(error: unknown): string {
  if (!(error instanceof XmlError)) return `defect: ${error}`
  const { message, offset, line, column, path } = error
  return `${error.constructor.name} at ${offset}, ${line}:${column}, ${path}: ${message}`
}

class Tracer implements Target<Tape> {
  readonly done = false
  readonly warnings: string[] = []
  failure = ''
  #events = ''
  #isInText = false

  get said(): string {
    return [this.#events, ...this.warnings, this.failure].join('\n')
  }

  /** Characters that no document can hold stand between events, and none between two texts. */
  send(tape: Tape): boolean {
    const { events, names } = tape
    for (let at = 0; at < tape.length * EVENT_WORDS; at += EVENT_WORDS) {
      const kind = events[at] ?? 0
      if (kind === TEXT) {
        const text = tape.text(at)
        if (text !== '') this.#events += this.#isInText ? text : `\u0003${text}`
        this.#isInText ||= text !== ''
        continue
      }
      const { qualified, local, uri } = names[events[at + 1] ?? 0] ?? NO_NAME
      const name = `${qualified}\u0006${local}\u0006${uri}`
      this.#events += `${String.fromCharCode(kind)}${name}\u0006${tape.text(at)}`
      this.#isInText = false
    }
    return true
  }

  close(): void {}

  throw(): void {}
}

const NO_NAME = { qualified: 'no name', local: '', uri: '' }
