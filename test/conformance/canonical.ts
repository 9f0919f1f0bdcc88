// Provides the first canonical form of a document: made from its events, and from the suite.

import type { Target } from '../../src/core/coroutine.ts'
import type { CreateEngine } from '../../src/engine/engine.ts'
import {
  ATTRIBUTE,
  END,
  EVENT_WORDS,
  INSTRUCTION,
  START,
  type Tape,
  TEXT,
} from '../../src/engine/tape.ts'
import type { Options } from '../engine/every-cut.ts'

/** Reads a document and writes it anew; throws what the engine throws. */
export function canonical(engine: CreateEngine, bytes: Uint8Array, options?: Options): string {
  const writer = new Writer()
  const reader = engine(writer, options)
  reader.write(bytes)
  reader.end()
  return writer.written
}

/** An output of the suite without the notations, which are no events. */
export function withoutNotations(output: string): string {
  return output.replace(/<!DOCTYPE .*?\n\]>\n/s, '')
}

class Writer implements Target<Tape> {
  readonly done = false
  written = ''
  #attributes: [name: string, value: string][] = []
  #isInTag = false

  send(tape: Tape): boolean {
    for (let at = 0; at < tape.length * EVENT_WORDS; at += EVENT_WORDS) {
      const [kind, index = 0] = tape.events.subarray(at, at + EVENT_WORDS)
      const name = tape.names[index]?.qualified ?? ''
      if (kind === ATTRIBUTE) this.#attributes.push([name, tape.text(at)])
      else this.written += this.#endTag() + this.#event(kind, name, tape, at)
    }
    return true
  }

  close(): void {}

  throw(): void {}

  #event(kind: number | undefined, name: string, tape: Tape, at: number): string {
    if (kind === TEXT) return escaped(tape.text(at))
    if (kind === INSTRUCTION) return `<?${name} ${tape.text(at)}?>`
    if (kind === END) return `</${name}>`
    if (kind !== START) throw new Error(`no kind of event: ${kind}`)
    this.#isInTag = true
    return `<${name}`
  }

  /** The rest of the start tag, once its attributes are known. */
  #endTag(): string {
    if (!this.#isInTag) return ''
    const sorted = this.#attributes.sort(([one], [other]) => (one < other ? -1 : 1))
    this.#attributes = []
    this.#isInTag = false
    return `${sorted.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('')}>`
  }
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character)
}
