// Describes names to the kernel: the fields that they are, and how they are written.

import * as layout from '../../kernel/layout.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { prefixOf } from '../../mapping/mapping-route.ts'
import { Naming } from '../../mapping/naming.ts'
import { PREFIX, TEXT_KEY } from '../../record/record.ts'
import type { Kernel } from '../wasm.ts'
import { flagsOf, written } from './mapping.ts'
import type { KernelProgram } from './program-tables.ts'

interface Named {
  mapping?: Mapping
  /** Fields that records get besides. */
  withName?: string
  withSource?: string
}

export class KernelNames {
  readonly #kernel: Kernel
  readonly #tables: KernelProgram
  readonly #mapping: Mapping
  /** The field that no record may have already, and one for which the host looks. */
  readonly #added: string | undefined
  readonly #other: string | undefined
  readonly #naming: Naming

  constructor(
    kernel: Kernel,
    tables: KernelProgram,
    { mapping = {}, withName, withSource }: Named,
  ) {
    this.#kernel = kernel
    this.#tables = tables
    this.#mapping = mapping
    this.#added = withName ?? withSource
    this.#other = withName === undefined ? undefined : withSource
    this.#naming = new Naming(mapping)
    const { textKey = TEXT_KEY } = mapping
    const others = [TEXT_KEY, textKey, withName, `${PREFIX}xmlns`, prefixOf(mapping)]
    if (withSource !== undefined && others.includes(withSource)) kernel.exports.doubtSource()
  }

  /** Describes a name as it is in every namespace. */
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

  /** Describes a name as it is in one; an attribute without a prefix is in none. */
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

  /** Says what fields elements and attributes of a name are, and whether one is the field that is added to records. */
  #describe(name: number, element: string, attribute: string, others = 0): void {
    const { fields } = this.#tables
    const { attributes } = this.#mapping
    const prefix = prefixOf(this.#mapping)
    const key = attributes === 'nest' ? prefix : (prefix ?? '') + attribute
    const isClash = prefix !== undefined && this.#added === key
    const other = this.#other
    if (other !== undefined && (other === element || other === key)) {
      this.#kernel.exports.doubtSource()
    }
    const flags =
      (this.#added === element ? layout.FLAG_CLASHES : 0) |
      (isClash ? layout.FLAG_ATTRIBUTE_CLASHES : 0)
    this.#kernel.exports.setFields(
      name,
      fields.elements.get(element) ?? 0,
      fields.attribute(attribute),
      flags | others,
    )
  }
}
