// Provides what the user says about entities that documents do not declare, and counts the references that stay unknown.

import type { Declarations } from './declarations.ts'
import { htmlEntity } from './html.ts'

/** What becomes of a reference to an entity that is declared elsewhere. */
export const ENTITIES = ['keep', 'html', 'drop', 'strict'] as const
export type EntityPolicy = (typeof ENTITIES)[number]

export interface OutsideOptions {
  policy?: EntityPolicy
  /** What files declare that the user has named. */
  declarations?: Declarations
  /** Called once about the entities that were not known, when the document that this is for has ended. */
  onWarning?: (message: string) => void
}

/** References to unknown entities: to each of those that were counted apart, and to all others. */
export interface Counted {
  names: [name: string, times: number][]
  others: number
}

const MOST_NAMES = 10_000 // counted apart, and characters of all of them together
const MOST_CHARACTERS = 1024 * 1024
const MOST_SHOWN = 8 // names in the warning, and characters of each
const LONGEST_SHOWN = 40

/** That of a run: all its documents count together. */
export class Outside {
  readonly policy: EntityPolicy
  readonly declarations: Declarations | undefined
  #onWarning: ((message: string) => void) | undefined
  readonly #counts = new Map<string, number>()
  #characters = 0
  #uncounted = 0 // references to names beyond the most

  constructor({ policy = 'keep', declarations, onWarning }: OutsideOptions = {}) {
    this.policy = policy
    this.declarations = declarations
    this.#onWarning = onWarning
  }

  /** The replacement text of an entity that neither a document nor a file declares. */
  known(name: string): string | undefined {
    return this.policy === 'html' ? htmlEntity(name) : undefined
  }

  /** What stands for a reference to an unknown entity. */
  placeholderFor(name: string): string {
    return this.policy === 'drop' ? '' : `&${name};`
  }

  /** Counts such references. */
  count(name: string, times = 1): void {
    const before = this.#counts.get(name)
    const isNew = before === undefined
    if (isNew && this.#isFull) this.#uncounted += times
    else this.#counts.set(name, (before ?? 0) + times)
    if (isNew) this.#characters += name.length
  }

  /** What was counted, as plain data. */
  get counted(): Counted {
    return { names: [...this.#counts], others: this.#uncounted }
  }

  /** Adds what was counted elsewhere. */
  add({ names, others }: Counted): void {
    for (const [name, times] of names) this.count(name, times)
    this.#uncounted += others
  }

  get #isFull(): boolean {
    return this.#counts.size >= MOST_NAMES || this.#characters > MOST_CHARACTERS
  }

  /** A document has ended, or will not be read on. */
  leave(): void {
    const { warning } = this
    if (warning !== undefined) this.#onWarning?.(warning)
    this.#onWarning = undefined
  }

  /** What there is to say of them, if there were any. */
  get warning(): string | undefined {
    const counted = [...this.#counts].sort(([, a], [, b]) => b - a)
    const total = counted.reduce((sum, [, times]) => sum + times, this.#uncounted)
    if (total === 0) return undefined
    const first = counted.slice(0, MOST_SHOWN)
    const names = first.map(([name, times]) => `${shown(name)} ×${times}`)
    const rest = counted.length - names.length
    const more = this.#uncounted > 0 ? ['others'] : rest > 0 ? [`${rest} more`] : []
    const are = total === 1 ? 'reference to an entity' : 'references to entities'
    const became = this.policy === 'drop' ? 'left out' : 'kept as written'
    const isOfHtml = this.policy !== 'html' && first.some(([name]) => htmlEntity(name))
    const help = isOfHtml ? '--entities html knows those of HTML, ' : ''
    return (
      `${total} ${are} declared elsewhere, ${became}: ${[...names, ...more].join(', ')}; ` +
      `${help}--dtd FILE reads declarations`
    )
  }
}

function shown(name: string): string {
  return name.length > LONGEST_SHOWN ? `&${name.slice(0, LONGEST_SHOWN)}…` : `&${name};`
}
