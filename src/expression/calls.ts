// Watches the calls of expressions for those that never have a value, whatever they are given.

import { textOf, type Value } from '../record/record.ts'

/** A call that had no value for any record. */
export interface FruitlessCall {
  /** As `date(seen)`. */
  call: string
  /** The first value that it was given, as text. */
  example: string
}

/** One call, where it stands in a plan. */
export class Call implements FruitlessCall {
  readonly call: string
  /** Whether it had a value: nothing else has to be looked at then. */
  hasValue = false
  #example: Value | undefined

  constructor(call: string) {
    this.call = call
  }

  get isFruitless(): boolean {
    return !this.hasValue && this.#example !== undefined
  }

  get example(): string {
    return textOf(this.#example ?? null)
  }

  /** Takes what it was given, and whether it made a value of it. */
  see(given: Value, hasValue: boolean): void {
    this.hasValue = hasValue
    if (textOf(given) !== '') this.#example ??= given // an empty text has no value anyway
  }
}

export class Calls {
  readonly #all: Call[] = []

  /** Begins to watch a call. */
  add(call: string): Call {
    const added = new Call(call)
    this.#all.push(added)
    return added
  }

  /** Those that were given something and made nothing of it, each text once. */
  get fruitless(): FruitlessCall[] {
    const found = new Map<string, FruitlessCall>()
    for (const { isFruitless, call, example } of this.#all) {
      if (isFruitless && !found.has(call)) found.set(call, { call, example })
    }
    return [...found.values()]
  }
}

const LONGEST = 40 // characters of a value

/** What to say of such calls. */
export function fruitlessWarning(calls: readonly FruitlessCall[]): string {
  const clauses = calls.map(({ call, example }) => {
    const shown = example.length > LONGEST ? `${example.slice(0, LONGEST)}…` : example
    return `${call}, as for ${JSON.stringify(shown)}`
  })
  const isDate = calls.some(({ call }) => call.startsWith('date('))
  const advice = isDate ? '; date(FIELD, "%d.%m.%Y") says how a date is written' : ''
  return `no value for any record: ${clauses.join('; ')}${advice}`
}
