// Turns records in the usual form into what a mapping says, as far as that needs no look at the document.

import {
  type Dictionary,
  isDictionary,
  PREFIX,
  set,
  TEXT_KEY,
  type Value,
} from '../record/record.ts'
import { flatten } from './flatten.ts'
import { join } from './join.ts'
import type { Place, Places } from './mapped-path.ts'
import type { Mapping } from './mapping.ts'
import { guessed, scalar } from './scalar.ts'

const AT = 0x40

export class Reshape {
  readonly #places: Places
  readonly #attributes: NonNullable<Mapping['attributes']>
  readonly #prefix: string
  readonly #textKey: string
  readonly #isAlwaysArray: boolean
  readonly #isTyped: boolean
  readonly #flatten: string | undefined
  readonly #dialect: Mapping['dialect']

  constructor(mapping: Mapping, places: Places) {
    this.#places = places
    this.#attributes = mapping.attributes ?? 'prefix'
    this.#prefix = this.#attributes === 'merge' ? '' : (mapping.attributePrefix ?? PREFIX)
    this.#textKey = mapping.textKey ?? TEXT_KEY
    this.#isAlwaysArray = mapping.arrays === 'always'
    this.#isTyped = mapping.types === 'auto'
    this.#flatten = mapping.flatten
    this.#dialect = mapping.dialect
  }

  /** A new record; the old one stays as it is. */
  record(record: Value): Value {
    const mapped = this.#value(record, this.#places.root)
    return this.#flatten === undefined ? mapped : flatten(mapped, this.#flatten, this.#textKey)
  }

  text(text: string, place: Place): Value {
    const { type } = place
    if (type !== undefined) {
      const value = scalar(text, type)
      if (value === text && type !== 'text' && text !== '' && place.misfits++ === 0) {
        place.misfit = text
      }
      return value
    }
    if (!this.#isTyped) return text
    const value = guessed(text)
    if (value !== text || this.#dialect !== 'parker') return value
    return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : text
  }

  #value(value: Value, place: Place): Value {
    if (typeof value === 'string') return this.text(value, place)
    return isDictionary(value) ? this.#dictionary(value, place) : value
  }

  #dictionary(from: Dictionary, place: Place): Value {
    const to: Dictionary = {}
    let attributes: Dictionary | undefined
    let isLess = false // an attribute was left out
    let text: Value | undefined
    let isList = false // the last child is an array of its own making
    for (const key in from) {
      const value = from[key] as Value
      if (key.charCodeAt(0) === AT) {
        if (this.#attributes === 'drop') isLess = true
        else if (this.#attributes === 'nest') {
          if (!attributes) {
            attributes = {}
            set(to, this.#prefix, attributes)
          }
          this.#addAttribute(attributes, key.slice(1), value, this.#below(place, this.#prefix))
        } else {
          const name = this.#prefix === PREFIX ? key : this.#prefix + key.slice(1)
          this.#addAttribute(to, name, value, place)
        }
      } else if (key === TEXT_KEY) text = this.#content(value, place)
      else {
        const child = this.#below(place, key)
        isList = Array.isArray(value) || child.isArray || this.#isAlwaysArray
        join(to, key, this.#child(value, child))
      }
    }
    if (this.#dialect === 'parker') return absorbed(to, text, isList)
    const isBareText = isLess && this.#dialect !== 'badgerfish' && isBare(to)
    if (isBareText && !Array.isArray(text)) return text ?? null // an array is content in order
    if (text !== undefined) join(to, this.#textKey, text)
    return to
  }

  #addAttribute(to: Dictionary, name: string, value: Value, around: Place): void {
    const place = this.#below(around, name)
    // more than one where prefixes went, a dictionary where it says what they mean
    const mapped = Array.isArray(value)
      ? value.map((each) => this.#value(each, place))
      : typeof value === 'string'
        ? this.text(value, place)
        : value
    join(to, name, place.isArray && !Array.isArray(mapped) ? [mapped] : mapped)
  }

  #child(value: Value, place: Place): Value {
    if (Array.isArray(value)) {
      place.many = true
      return value.map((each) => this.#value(each, place))
    }
    place.once = true
    const mapped = this.#value(value, place)
    return place.isArray || this.#isAlwaysArray ? [mapped] : mapped
  }

  /** Text beside attributes or children, or a list of it and them. */
  #content(value: Value, place: Place): Value {
    if (!Array.isArray(value)) return this.text(value as string, place)
    return value.map((part) => {
      if (!isDictionary(part)) return part
      const [[name, child]] = Object.entries(part) as [[string, Value]]
      const one: Dictionary = {}
      set(one, name, this.#value(child, this.#below(place, name)))
      return one
    })
  }

  #below(place: Place, name: string): Place {
    return this.#places.below(place, name)
  }
}

function isBare(dictionary: Dictionary): boolean {
  for (const _ in dictionary) return false
  return true
}

/** Parker: text beside children goes, and children of one name are what they are in. */
function absorbed(dictionary: Dictionary, text: Value | undefined, isList: boolean): Value {
  const [first, ...others] = Object.values(dictionary)
  if (first === undefined) return text ?? null
  return isList && others.length === 0 ? first : dictionary
}
