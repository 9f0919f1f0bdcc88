// Writes lines of JSON as elements: most without reading them as records, the others as the encoder does.

import { ElementWriter } from '../engine/element-writer.ts'
import { KIND_ATTRIBUTE, KIND_ELEMENT, KIND_REFUSED, KIND_TEXT } from '../kernel/xml/layout.ts'
import { ELEMENT_FIELD } from '../record/element-field.ts'
import type { Lines } from '../record/lines.ts'
import { TEXT_KEY, type Value } from '../record/record.ts'
import type { Scope } from '../record/scope.ts'
import type { Scopes } from '../record/scopes.ts'
import { RowsOfLines } from './rows-of-lines.ts'
import type { XmlDeclarations } from './xml-declarations.ts'

export interface ElementsOfLinesOptions {
  /** The name of all elements, if it is given. */
  element: string | undefined
  scopes: Scopes | undefined
  declarations: XmlDeclarations
  /** Writes a record, of this number, in a scope. */
  encode: (record: Value, number: number, scope: number | undefined) => string
}

const NAMED = Buffer.from(`{${JSON.stringify(ELEMENT_FIELD)}:`)

/** Only once the root is written, of which it is known then what that declares. */
export class ElementsOfLines {
  readonly #of: ElementsOfLinesOptions
  readonly #rows: RowsOfLines
  #writer: ElementWriter | undefined
  /** Of the lines that were taken last. */
  #number: number | undefined
  #scope: Scope | undefined
  #changes: number | undefined

  constructor(options: ElementsOfLinesOptions) {
    this.#of = options
    this.#rows = new RowsOfLines({
      load: () => this.#writer,
      encode: (record, number) => options.encode(record, number, this.#number),
    })
  }

  /** The elements of lines, before which so many records came. They are overwritten by the next. */
  of(lines: Lines, before: number): Generator<Lines> {
    const { element, scopes } = this.#of
    const areNamed = NAMED.equals(lines.bytes.subarray(0, NAMED.length))
    const isInDocument = areNamed || element !== undefined
    this.#number = lines.scope
    this.#turnTo(isInDocument ? scopes?.at(areNamed ? (lines.scope ?? 0) : lines.scope) : undefined)
    if (this.#writer) this.#writer.areNamed = areNamed
    return this.#rows.of(lines, before)
  }

  /** What names need may be something else in another scope, and when more is known of this one. */
  #turnTo(scope: Scope | undefined): void {
    const { element, scopes } = this.#of
    const isSame = this.#scope === scope && this.#changes === scopes?.changes
    if (this.#writer && isSame) return
    this.#scope = scope
    this.#changes = scopes?.changes
    this.#writer?.forget()
    this.#writer ??= new ElementWriter({
      element: element ?? 'record',
      isForAll: element !== undefined,
      kindOf: (name) => this.#kindOf(name),
    })
  }

  #kindOf(name: string): number {
    if (name === TEXT_KEY) return KIND_TEXT
    const isAttribute = name.startsWith('@')
    const written = isAttribute ? name.slice(1) : name
    if (!this.#of.declarations.isAtRoot(written, this.#scope, isAttribute)) return KIND_REFUSED
    return isAttribute ? KIND_ATTRIBUTE : KIND_ELEMENT
  }
}
