// Turns the JSON of some fields into the dictionary that a condition is asked about.

import type { AskStep } from '../../expression/program.ts'
import { type Dictionary, set, type Value } from '../../record/record.ts'

/** A condition, and what was asked last: a dictionary that is used again. */
export class CallbackRecord {
  readonly #condition: (record: Value) => boolean
  readonly #start: string | undefined // of the JSON when the one column is a text
  readonly #name: string
  readonly #record: Dictionary = {}

  constructor({ columns, condition }: AskStep) {
    const [column, ...others] = columns
    this.#condition = condition
    this.#name = column?.name ?? ''
    if (column && others.length === 0) this.#start = `{${JSON.stringify(column.name)}:"`
  }

  /** Whether the condition holds for what this JSON says. */
  holdsFor(json: string): boolean {
    const text = this.#textIn(json)
    if (text === undefined) return this.#condition(JSON.parse(json) as Value)
    set(this.#record, this.#name, text)
    return this.#condition(this.#record)
  }

  /** The text of the one column, if it is one and says nothing that JSON escapes. */
  #textIn(json: string): string | undefined {
    if (this.#start === undefined || !json.startsWith(this.#start) || !json.endsWith('"}')) {
      return undefined
    }
    const text = json.slice(this.#start.length, -2)
    return text.includes('"') || text.includes('\\') ? undefined : text
  }
}
