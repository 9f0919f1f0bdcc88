// Tells the kernel of names: the fields that they are, and how they are written.

import * as layout from '../../kernel/layout.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { prefixOf } from '../../mapping/mapping-route.ts'
import { Naming } from '../../mapping/naming.ts'
import type { Kernel } from '../wasm.ts'
import { flagsOf, written } from './mapping.ts'
import type { KernelProgram } from './program-tables.ts'

export class KernelNames {
  readonly #kernel: Kernel
  readonly #tables: KernelProgram
  readonly #mapping: Mapping
  readonly #withName: string | undefined
  readonly #naming: Naming

  constructor(kernel: Kernel, tables: KernelProgram, mapping: Mapping = {}, withName?: string) {
    this.#kernel = kernel
    this.#tables = tables
    this.#mapping = mapping
    this.#withName = withName
    this.#naming = new Naming(mapping)
  }

  /** Tells of a name as it is in every namespace. */
  describe(name: number): void {
    const mapping = this.#mapping
    const text = written(this.#kernel.nameText(name), mapping)
    this.#describe(name, text, text, flagsOf(text, mapping))
    const { edits } = this.#tables
    if (edits.areNone) return
    const prefix = prefixOf(mapping)
    const attribute = prefix === undefined ? 0 : edits.roleOf(prefix + text)
    this.#kernel.exports.setRoles(name, edits.roleOf(text), attribute)
  }

  /** Tells of a name as it is in one; an attribute without a prefix is in none. */
  describeIn(name: number, uri: number): void {
    const mapping = this.#mapping
    const { exports } = this.#kernel
    const qualified = this.#kernel.nameText(name)
    const local = qualified.slice(qualified.indexOf(':') + 1)
    const text = this.#naming.of({ qualified, local, uri: this.#kernel.nameText(uri) })
    this.#describe(name, text, local === qualified ? qualified : text)
    const element = this.#kernel.ownName(text)
    const prefix = prefixOf(mapping) ?? ''
    const attribute = prefix === '' ? element : this.#kernel.ownName(prefix + text)
    exports.addFlags(element, flagsOf(text, mapping))
    exports.writeNameAs(name, element, attribute)
  }

  /** Says what fields elements and attributes of a name are, and whether one is the field of the record's name. */
  #describe(name: number, element: string, attribute: string, others = 0): void {
    const { fields } = this.#tables
    const { attributes } = this.#mapping
    const prefix = prefixOf(this.#mapping)
    const key = attributes === 'nest' ? prefix : (prefix ?? '') + attribute
    const isClash = prefix !== undefined && this.#withName === key
    const flags =
      (this.#withName === element ? layout.FLAG_CLASHES : 0) |
      (isClash ? layout.FLAG_ATTRIBUTE_CLASHES : 0)
    this.#kernel.exports.setFields(
      name,
      fields.elements.get(element) ?? 0,
      fields.attribute(attribute),
      flags | others,
    )
  }
}
