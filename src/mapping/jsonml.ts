// Turns the tree of an element into JsonML: its name, its attributes if it has some, then what is in it.

import type { Dictionary, Value } from '../record/record.ts'
import type { Contents } from './contents.ts'
import { type Element, textIn } from './element.ts'
import { innerXml } from './inner-xml.ts'
import { join } from './join.ts'
import type { Place, Places } from './mapped-path.ts'
import type { Mapping } from './mapping.ts'
import type { Naming } from './naming.ts'
import type { Reshape } from './reshape.ts'

export class JsonML {
  readonly #naming: Naming
  readonly #places: Places
  readonly #contents: Contents
  readonly #reshape: Reshape
  readonly #hasAttributes: boolean
  readonly #prefix: string

  constructor(
    { attributes, attributePrefix = '' }: Mapping,
    parts: { naming: Naming; places: Places; contents: Contents; reshape: Reshape },
  ) {
    this.#naming = parts.naming
    this.#places = parts.places
    this.#contents = parts.contents
    this.#reshape = parts.reshape
    this.#hasAttributes = attributes !== 'drop'
    this.#prefix = attributePrefix
  }

  of(element: Element, place: Place = this.#places.root): Value[] {
    const attributes: Dictionary = {}
    for (const [name, value] of this.#hasAttributes ? element.attributes : []) {
      if (this.#naming.leavesOut(name, value)) continue
      const key = this.#prefix + this.#naming.of(name)
      join(attributes, key, this.#reshape.text(value, this.#places.below(place, key)))
    }
    const hasSome = Object.keys(attributes).length > 0
    return [
      this.#naming.of(element.name),
      ...(hasSome ? [attributes] : []),
      ...this.#partsOf(element, place),
    ]
  }

  #partsOf(element: Element, place: Place): Value[] {
    const { isInner, isText } = place
    const content = isInner ? [innerXml(element)] : isText ? [textIn(element)] : element.content
    const parts = this.#contents.inOrder({ ...element, content })
    const isMixed = parts.some((part) => typeof part !== 'string')
    return parts.map((part) => {
      if (typeof part === 'string') return isMixed ? part : this.#reshape.text(part, place)
      const name = this.#naming.of(part.name)
      return this.of(part, this.#places.below(place, name))
    })
  }
}
