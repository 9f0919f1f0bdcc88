// Turns what is found in a document into records of a mapping, on either of two ways that give the same.
// Holds one record, and the paths that occur in records.

import type { Name } from '../engine/tape.ts'
import { type Dictionary, get, isDictionary, TEXT_KEY, type Value } from '../record/record.ts'
import type { Builder } from './collect.ts'
import { Contents } from './contents.ts'
import type { Element } from './element.ts'
import { JsonML } from './jsonml.ts'
import { type Place, Places, type SeenAt, sometimesArrayWarning } from './mapped-path.ts'
import type { Mapping } from './mapping.ts'
import { NAME_FIELD } from './mapping-route.ts'
import { named } from './named.ts'
import { Naming } from './naming.ts'
import { Reshape } from './reshape.ts'
import { shallow } from './shallow.ts'
import { TreeBuilder } from './tree-builder.ts'

export class Mapper {
  readonly #places: Places
  readonly #naming: Naming
  readonly #reshape: Reshape
  readonly #contents: Contents
  readonly #jsonml: JsonML | undefined
  readonly #textKey: string
  readonly #keepsScope: boolean
  readonly #withName: string | undefined

  constructor(mapping: Mapping, withName?: string) {
    const places = new Places(mapping)
    const naming = new Naming(mapping)
    const reshape = new Reshape(mapping, places)
    const contents = new Contents(mapping, naming, places)
    const isJsonML = mapping.dialect === 'jsonml'
    this.#places = places
    this.#naming = naming
    this.#reshape = reshape
    this.#contents = contents
    this.#jsonml = isJsonML ? new JsonML(mapping, { naming, places, contents, reshape }) : undefined
    this.#textKey = mapping.textKey ?? TEXT_KEY
    this.#keepsScope = mapping.dialect === 'badgerfish'
    this.#withName = withName
  }

  /** Builds the records of a document from its events. */
  builder(): Builder {
    return new TreeBuilder((element) => this.#fromTree(element), this.#keepsScope)
  }

  /** Maps a record in the usual form, the name of its element in `NAME_FIELD` if that is wanted. */
  fromUsual(record: Value): Value {
    if (this.#withName === undefined) return shallow(() => this.#reshape.record(record))
    const name = isDictionary(record) ? get(record, NAME_FIELD) : undefined
    const mapped = shallow(() => this.#reshape.record(unnamed(record as Dictionary)))
    return named(mapped, this.#withName, name as string, this.#textKey)
  }

  /** What to say of the records at their end, if anything: of arrays, those fields for which `isReported` holds. */
  warning(isReported?: (path: string) => boolean): string | undefined {
    const { inSomeRecords, misfitting } = this.#places
    const shown = [sometimesArrayWarning(inSomeRecords, isReported), misfitWarning(misfitting)]
    return shown.filter((words) => words !== undefined).join('; ') || undefined
  }

  get seen(): SeenAt[] {
    return this.#places.seen
  }

  add(seen: readonly SeenAt[]): void {
    this.#places.add(seen)
  }

  #fromTree(element: Element): Value {
    const record = shallow(
      () => this.#jsonml?.of(element) ?? this.#reshape.record(this.#contents.of(element)),
    )
    if (this.#withName === undefined) return record
    return named(record, this.#withName, this.#nameOf(element.name), this.#textKey)
  }

  #nameOf(name: Name): string {
    return this.#naming.of(name)
  }
}

const MOST_SHOWN = 4
const LONGEST_SHOWN = 40 // characters

/** The warning about values that are not what a shape says. */
function misfitWarning(places: Place[]): string | undefined {
  if (places.length === 0) return undefined
  const shown = places.slice(0, MOST_SHOWN).map(({ path, type, misfits, misfit }) => {
    const first = misfit.length > LONGEST_SHOWN ? `${misfit.slice(0, LONGEST_SHOWN)}…` : misfit
    return `${path || '#text'}: ${misfits} not ${type}, as ${JSON.stringify(first)}`
  })
  const rest = places.length > MOST_SHOWN ? ` (and ${places.length - MOST_SHOWN} more fields)` : ''
  return `values other than the shape says stay text: ${shown.join(', ')}${rest}`
}

/** The record as it is without its name: with nothing else in it it was no dictionary. */
function unnamed(record: Dictionary): Value {
  const { [NAME_FIELD]: _, ...rest } = record
  const [first, ...others] = Object.keys(rest)
  if (first === undefined) return null
  return first === TEXT_KEY && others.length === 0 ? (rest[TEXT_KEY] as Value) : rest
}
