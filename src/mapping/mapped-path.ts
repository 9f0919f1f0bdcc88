// Provides places: the paths that occur in records, each with what a mapping says of it and what was seen there.

import type { ScalarType } from '../record/record.ts'
import { TEXT_KEY } from '../record/record.ts'
import type { Mapping } from './mapping.ts'

/** A path in records. */
export interface Place {
  /** `author/name`; '' for the record. */
  readonly path: string
  /** What it is called when the record is flattened. */
  readonly flat: string
  /** Whether it is an array also where it occurs once. */
  readonly isArray: boolean
  /** What its text is. */
  readonly type: ScalarType | undefined
  readonly isText: boolean
  readonly isInner: boolean
  readonly below: Map<string, Place>
  /** Whether it was met alone, and as one of several. */
  once: boolean
  many: boolean
  /** How many of its texts are not of its type, and the first of them. */
  misfits: number
  misfit: string
}

/** What was seen at a place, as plain data. */
export interface SeenAt extends Pick<Place, 'once' | 'many' | 'misfits' | 'misfit'> {
  /** The names that lead to it. */
  names: string[]
}

/** Those beyond are looked up each time: names may be as many as records. */
const MOST_KEPT = 10_000

export class Places {
  readonly root: Place
  readonly #array: IsMeant
  readonly #text: IsMeant
  readonly #inner: IsMeant
  readonly #typed: Map<string, ScalarType>
  readonly #textKey: string
  readonly #separator: string
  readonly #kept: Place[] = []

  constructor({ array, text, inner, typed = {}, textKey = TEXT_KEY, flatten = '/' }: Mapping) {
    this.#array = oneOf(array)
    this.#text = oneOf(text)
    this.#inner = oneOf(inner)
    this.#typed = new Map(Object.entries(typed))
    this.#textKey = textKey
    this.#separator = flatten
    this.root = this.#place('', '')
  }

  /** The place of a name below another. */
  below(place: Place, name: string): Place {
    return place.below.get(name) ?? this.#grow(place, name)
  }

  /** The paths that are an array in some records only. */
  get inSomeRecords(): string[] {
    return this.#kept
      .filter(({ once, many, isArray }) => once && many && !isArray)
      .map(({ path }) => path)
  }

  /** The places of which some texts were not of their type. */
  get misfitting(): Place[] {
    return [this.root, ...this.#kept].filter(({ misfits }) => misfits > 0)
  }

  /** All that was seen, in the order in which it was met. */
  get seen(): SeenAt[] {
    const namesOf = new Map<Place, string[]>([[this.root, []]])
    for (const [place, names] of namesOf) {
      for (const [name, below] of place.below) namesOf.set(below, [...names, name])
    }
    return [this.root, ...this.#kept].map((place) => {
      const { once, many, misfits, misfit } = place
      return { names: namesOf.get(place) ?? [], once, many, misfits, misfit }
    })
  }

  /** Adds what was seen elsewhere, in records that come next. */
  add(seen: readonly SeenAt[]): void {
    for (const { names, once, many, misfits, misfit } of seen) {
      const place = names.reduce((above, name) => this.below(above, name), this.root)
      place.once ||= once
      place.many ||= many
      if (place.misfits === 0) place.misfit = misfit
      place.misfits += misfits
    }
  }

  #grow(parent: Place, name: string): Place {
    const isFirst = parent === this.root
    const place = this.#place(
      isFirst ? name : `${parent.path}/${name}`,
      isFirst ? name : parent.flat + this.#separator + name,
    )
    if (this.#kept.length < MOST_KEPT) {
      parent.below.set(name, place)
      this.#kept.push(place)
    }
    return place
  }

  #place(path: string, flat: string): Place {
    const text = path === '' ? this.#textKey : `${path}/${this.#textKey}`
    const isInner = this.#inner(path, flat)
    const type = isInner ? 'text' : (this.#typed.get(path) ?? this.#typed.get(text))
    return {
      path,
      flat,
      isArray: this.#array(path, flat),
      type,
      isText: this.#text(path, flat),
      isInner,
      below: new Map(),
      once: false,
      many: false,
      misfits: 0,
      misfit: '',
    }
  }
}

type IsMeant = (path: string, flat: string) => boolean

/** Whether a path, or what it is when it is flattened, is one of these; `//name` ends any. */
function oneOf(paths: string[] = []): IsMeant {
  const whole = new Set(paths)
  const ends = paths.filter((path) => path.startsWith('//')).map((path) => path.slice(1))
  return (path, flat) =>
    whole.has(path) || whole.has(flat) || ends.some((end) => `/${path}`.endsWith(end))
}

const MOST_SHOWN = 4

/** The warning about fields that are an array in some records only. */
export function sometimesArrayWarning(
  inSomeRecords: string[],
  isReported: (path: string) => boolean = () => true,
): string | undefined {
  const paths = inSomeRecords.filter(isReported)
  if (paths.length === 0) return undefined
  const shown = paths.slice(0, MOST_SHOWN).join(',')
  const rest = paths.length > MOST_SHOWN ? ` (and ${paths.length - MOST_SHOWN} more)` : ''
  const what = paths.length === 1 ? 'a field is an array' : 'fields are arrays'
  return `${what} only where repeated: --array ${shown} makes that the same in all records${rest}`
}
