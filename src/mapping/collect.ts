// Turns tapes into records: the elements that a pattern selects, as dictionaries.
// Holds one record at a time. A record inside a record belongs to the outer one.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Pattern } from '../engine/pattern.ts'
import { Selector } from '../engine/selector.ts'
import {
  ATTRIBUTE,
  END,
  EVENT_WORDS,
  INSTRUCTION,
  type Name,
  START,
  type Tape,
  TEXT,
} from '../engine/tape.ts'
import { withProvenance } from '../record/provenance.ts'
import { type Dictionary, get, set, TEXT_KEY, trimmed, type Value } from '../record/record.ts'
import { RecordLength } from '../record/record-length.ts'
import type { Scopes } from '../record/scopes.ts'
import { named } from './named.ts'
import { isDeclaration } from './naming.ts'

export interface CollectOptions {
  pattern: Pattern
  /** The field that receives the name of the record's element. */
  withName?: string
  /** The field that receives where the record is from, what the input is called there, and records before the first. */
  withSource?: { field: string; file: string; before?: number }
  report: Tally
  /** Receives the namespaces of names, and what is declared around records. */
  scopes?: Scopes
  /** How long a record may be as a line of JSON, in bytes. */
  longest?: number | undefined
  /** What builds the records, if not as usual; it also adds the name then. */
  builder?: Builder
}

/** Builds one record after the other from its events, and notes what is around them. */
export interface Builder {
  /** How many elements of the record are open. */
  readonly depth: number
  start(name: Name): void
  attribute(name: Name, value: string): void
  text(text: string): void
  instruction?(target: string, data: string): void
  /** Ends the innermost element; the value of the last is the record. */
  end(): Value
  enter?(): void
  declare?(name: Name, value: string): void
  leave?(): void
}

/** What was found, over all documents: records, and the elements met for as long as there was none. */
export interface Tally {
  records: number
  seen: Map<string, number>
}

/** Receives the tapes of one document and sends its records. */
export const collect: (options: CollectOptions, target: Target<Value>) => Target<Tape> = coroutine(
  function* (
    { pattern, withName, withSource, report, longest, builder, scopes }: CollectOptions,
    target: Target<Value>,
  ): Receiver<Tape> {
    const selector = new Selector(pattern)
    const record: Builder = builder ?? new RecordBuilder()
    const field = builder ? undefined : withName
    let offset = 0 // of the record
    let number = withSource?.before ?? 0 // of records in this document
    const limit = new RecordLength(longest)
    while (true) {
      const tape = yield
      const { events, length, names } = tape
      for (let at = 0; at < length * EVENT_WORDS; at += EVENT_WORDS) {
        const index = events[at + 1] as number
        switch (events[at]) {
          case START: {
            const name = names[index] as Name
            if (report.records === 0) meet(report.seen, name.qualified)
            scopes?.see(name.qualified, name.uri)
            const isInside = record.depth > 0
            if (!isInside && !selector.enter(index, name)) {
              scopes?.enter()
              record.enter?.()
              break
            }
            if (!isInside) limit.begin(tape, at)
            if (!isInside && withSource) offset = tape.offset?.(at) ?? 0
            record.start(name)
            limit.add(name.qualified, '')
            break
          }
          case ATTRIBUTE:
            if (scopes) {
              const name = names[index] as Name
              scopes.see(name.qualified, name.uri)
              const isAround = record.depth === 0 && isDeclaration(name)
              if (isAround) scopes.declare(name.qualified.slice('xmlns:'.length), tape.text(at))
            }
            if (record.depth > 0) {
              const name = names[index] as Name
              const value = tape.text(at)
              record.attribute(name, value)
              limit.add(name.qualified, value)
            } else record.declare?.(names[index] as Name, tape.text(at))
            break
          case TEXT:
            if (record.depth > 0) {
              const text = tape.text(at)
              record.text(text)
              limit.add('', text)
            }
            break
          case INSTRUCTION:
            if (record.depth > 0)
              record.instruction?.((names[index] as Name).qualified, tape.text(at))
            break
          case END: {
            if (record.depth > 0) {
              const value = record.end()
              if (record.depth > 0) break
              const { qualified } = names[index] as Name
              report.records++
              const whole = field === undefined ? value : named(value, field, qualified)
              limit.check(whole)
              const from = withSource && { file: withSource.file, record: ++number, offset }
              if (!target.send(from ? withProvenance(whole, withSource.field, from) : whole)) return
            } else {
              scopes?.leave()
              record.leave?.()
            }
            selector.leave()
          }
        }
      }
      if (record.depth > 0) limit.keepPlace()
    }
  },
)

/** Builds one record, element by element, without recursion. */
class RecordBuilder implements Builder {
  /** How many elements of the record are open. */
  depth = 0
  readonly #names: string[] = []
  readonly #dictionaries: (Dictionary | undefined)[] = []
  readonly #texts: string[] = []

  start({ qualified }: Name): void {
    this.#names[this.depth] = qualified
    this.#dictionaries[this.depth] = undefined
    this.#texts[this.depth] = ''
    this.depth++
  }

  attribute({ qualified }: Name, value: string): void {
    set(this.#dictionary(this.depth - 1), `@${qualified}`, value)
  }

  text(text: string): void {
    this.#texts[this.depth - 1] += text
  }

  /** Ends the innermost element, adds it to the one around it and returns its value. */
  end(): Value {
    this.depth--
    const text = trimmed(this.#texts[this.depth] as string)
    const dictionary = this.#dictionaries[this.depth]
    if (dictionary && text !== '') dictionary[TEXT_KEY] = text
    const value = dictionary ?? (text === '' ? null : text)
    if (this.depth > 0) {
      add(this.#dictionary(this.depth - 1), this.#names[this.depth] as string, value)
    }
    return value
  }

  #dictionary(depth: number): Dictionary {
    this.#dictionaries[depth] ??= {}
    return this.#dictionaries[depth]
  }
}

function meet(seen: Map<string, number>, name: string): void {
  seen.set(name, (seen.get(name) ?? 0) + 1)
}

function add(dictionary: Dictionary, name: string, value: Value): void {
  const known = get(dictionary, name)
  if (known === undefined) set(dictionary, name, value)
  else if (Array.isArray(known)) known.push(value)
  else set(dictionary, name, [known, value])
}
