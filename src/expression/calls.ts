// Watches the calls of expressions for those that never have a value, whatever they are given.

import { textOf, type Value } from '../record/record.ts'

/** A call that had no value for any record. */
export interface FruitlessCall {
  /** As `date(seen)`. */
  call: string
  /** The first value that it was given, as text. */
  example: string
}

/** What was seen of a call, as plain data. */
export interface CallState {
  call: string
  hasValue: boolean
  /** Nothing that it was given was more than an empty text if not given. */
  example?: string
}

/** One call, where it stands in a plan. */
export class Call implements CallState {
  readonly call: string
  /** Whether it had a value: nothing else has to be looked at then. */
  hasValue = false
  example?: string

  constructor(call: string) {
    this.call = call
  }

  /** Takes what it was given, and whether it made a value of it. */
  see(given: Value, hasValue: boolean): void {
    this.hasValue = hasValue
    if (this.example !== undefined) return
    const text = textOf(given)
    if (text !== '') this.example = text // an empty one has no value anyway
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

  /** All calls in the order in which they were added. */
  state(): CallState[] {
    return this.#all.map(({ call, hasValue, example }) => {
      return { call, hasValue, ...(example !== undefined && { example }) }
    })
  }

  /** Adds what the same calls were given by the records that come next: each is known by its place in the list. */
  merge(states: readonly CallState[]): void {
    for (const [i, { call, hasValue, example }] of states.entries()) {
      const known = this.#all[i] ?? this.add(call)
      known.hasValue ||= hasValue
      if (example !== undefined) known.example ??= example
    }
  }

  /** Watches those of another list too, after its own. */
  adopt(others: Calls): void {
    this.#all.push(...others.#all)
  }

  /** Those that were given something and made nothing of it, each text once. */
  get fruitless(): FruitlessCall[] {
    const found = new Map<string, FruitlessCall>()
    for (const { hasValue, call, example } of this.#all) {
      const isFruitless = !hasValue && example !== undefined && !found.has(call)
      if (isFruitless) found.set(call, { call, example })
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
