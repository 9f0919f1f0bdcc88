// Provides XML: the records as elements again, which cosax reads back as the same records. What is in order, as JsonML and
// the text of --ordered are, is written in that order.

import { OutputError } from '../core/errors.ts'
import { ELEMENT_FIELD, wordsOf } from '../record/element-field.ts'
import { without } from '../record/field.ts'
import { Lines } from '../record/lines.ts'
import { type Dictionary, get, isDictionary, TEXT_KEY, type Value } from '../record/record.ts'
import type { Scopes } from '../record/scopes.ts'
import { ElementsOfLines } from './elements-of-lines.ts'
import type { Encoder, FormatOptions, OpenEncoder } from './format.ts'
import { recordByRecord } from './rows-of-lines.ts'
import { type IsDeclared, isNotDeclared, XmlDeclarations } from './xml-declarations.ts'
import { checkGiven } from './xml-names.ts'
import { asAttribute, asText } from './xml-text.ts'

export const xml: OpenEncoder = { makes: 'bytes', open: (options) => new Xml(options) }

const LF = 0x0a
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

class Xml implements Encoder {
  readonly #root: string
  readonly #element: string | undefined
  /** The field with the name of the record's element, if it has one. */
  readonly #nameField: string | undefined
  readonly #scopes: Scopes | undefined
  readonly #onRemark: (topic: string, fact: string) => void
  readonly #declarations: XmlDeclarations
  readonly #lines: ElementsOfLines
  #hasHead = false
  #records = 0

  constructor(options: FormatOptions) {
    const { root = 'records', element, prefixes = {}, scopes, onRemark = () => {} } = options
    this.#element = element
    checkGiven('--xml-root', root)
    this.#nameField = element && /^\{([^{}]+)\}$/.exec(element)?.[1]
    if (element && this.#nameField === undefined) checkGiven('--xml-record', element)
    for (const prefix of Object.keys(prefixes)) checkGiven('--xml-prefix', prefix)
    this.#root = root
    this.#scopes = scopes
    this.#onRemark = onRemark
    this.#declarations = new XmlDeclarations(prefixes, scopes)
    this.#lines = new ElementsOfLines({
      ...{ element, scopes, declarations: this.#declarations },
      encode: (record, number, scope) => {
        this.#records = number - 1
        return this.encode(record, scope)
      },
    })
  }

  /** `scope` is the number of that which the record is in, if it does not say so itself. */
  encode(record: Value, scope?: number): string {
    this.#records++
    try {
      const element = this.#record(record, scope)
      const head = this.#hasHead ? '' : this.#head()
      return `${head}${this.#declaring(element)}\n`
    } catch (error) {
      if (error instanceof RangeError) throw new OutputError('record too deep for XML')
      if (!(error instanceof OutputError)) throw error
      throw new OutputError(`record ${this.#records}: ${error.message}`)
    }
  }

  *encodeLines(lines: Lines): Generator<Lines> {
    const encode = (record: Value) => this.encode(record, lines.scope)
    if (this.#nameField !== undefined) {
      yield* recordByRecord(lines, 0, encode)
      return
    }
    let rest = lines
    if (!this.#hasHead) {
      const end = lines.bytes.indexOf(LF) + 1
      yield* recordByRecord(new Lines(lines.bytes.subarray(0, end), 1), 0, encode)
      rest = new Lines(lines.bytes.subarray(end), lines.records - 1, lines.scope)
    }
    const before = this.#records
    for (const elements of this.#lines.of(rest, before)) yield elements
    this.#records = before + rest.records
  }

  end(): string {
    return `${this.#hasHead ? '' : this.#head()}</${this.#root}>\n`
  }

  #head(): string {
    this.#hasHead = true
    return `${DECLARATION}<${this.#root}${this.#declarations.ofRoot()}>\n`
  }

  /** An element that needs what the root does not declare declares it itself. */
  #declaring(element: string): string {
    const own = this.#declarations.ofRecord()
    const { unsure } = this.#declarations
    if (unsure !== undefined) {
      const fact = `record ${this.#records}: ${JSON.stringify(unsure)} is in several namespaces in what is read`
      this.#onRemark(
        'unsure',
        `${fact}: that of the root is written; --engine sax knows which it is`,
      )
    }
    if (own === '') return element
    const fact = `record ${this.#records} declares a namespace itself that the root of the output does not:${own}`
    this.#onRemark('declared', `${fact}; that is an attribute when it is read again`)
    return element.replace(/^<[^\s/>]+/, (start) => start + own)
  }

  #record(record: Value, scope?: number): string {
    if (isJsonML(record)) {
      this.#declarations.begin(
        scope === undefined ? this.#scopes?.of(record) : this.#scopes?.at(scope),
      )
      return this.#inOrder(record, isNotDeclared)
    }
    const words = wordsOf(record)
    const isFromSource = words !== undefined || this.#element !== undefined
    this.#declarations.begin(isFromSource ? this.#scopes?.at(scope ?? words?.scope) : undefined)
    const bare = words ? without(record, [ELEMENT_FIELD]) : record
    const field = this.#nameField
    if (field === undefined) {
      return this.#elements(this.#element ?? words?.name ?? 'record', bare, isNotDeclared)
    }
    const name = isDictionary(bare) ? get(bare, field) : undefined
    if (name === undefined) throw new OutputError(`field ${quoted(field)} is missing`)
    return this.#elements(scalar(field, name), without(bare, [field]), isNotDeclared)
  }

  /** JsonML: a name, attributes if there are some, then texts and elements as they come. */
  #inOrder([name, ...rest]: JsonML, outer: IsDeclared): string {
    const [first] = rest
    const attributes = isDictionary(first) ? Object.entries(first) : []
    const content = isDictionary(first) ? rest.slice(1) : rest
    const isDeclared = within(attributes, '', outer)
    this.#declarations.element(name, name, isDeclared)
    const written = attributes.map(([key, value]) => this.#attribute(key, key, value, isDeclared))
    const inside = content.map((part) => {
      if (isJsonML(part)) return this.#inOrder(part, isDeclared)
      return asText(scalar(name, part), name)
    })
    return tagged(name, written.join(''), inside.join(''))
  }

  /** Text and elements as --ordered lists them. */
  #parts(key: string, parts: readonly Value[], isDeclared: IsDeclared): string {
    return parts
      .map((part) => {
        if (!isDictionary(part)) return asText(scalar(key, part), key)
        return Object.entries(part)
          .map(([name, value]) => this.#elements(name, value, isDeclared))
          .join('')
      })
      .join('')
  }

  /** One element, or as many as an array has items. */
  #elements(name: string, value: Value, isDeclared: IsDeclared): string {
    if (Array.isArray(value)) {
      return value.map((item) => this.#item(name, item, isDeclared)).join('')
    }
    if (isDictionary(value)) return this.#dictionary(name, value, isDeclared)
    this.#declarations.element(name, name, isDeclared)
    return value === null ? `<${name}/>` : `<${name}>${asText(String(value), name)}</${name}>`
  }

  #item(name: string, item: Value, isDeclared: IsDeclared): string {
    if (!Array.isArray(item)) return this.#elements(name, item, isDeclared)
    throw new OutputError(`field ${quoted(name)}: XML has no array in an array`)
  }

  #dictionary(name: string, value: Dictionary, outer: IsDeclared): string {
    const entries = Object.entries(value)
    const isDeclared = within(entries, '@', outer)
    this.#declarations.element(name, name, isDeclared)
    let attributes = ''
    let children = ''
    let text = ''
    for (const [key, entry] of entries) {
      if (key === TEXT_KEY) {
        text = Array.isArray(entry)
          ? this.#parts(key, entry, isDeclared)
          : asText(scalar(key, entry), key)
      } else if (key.startsWith('@')) {
        attributes += this.#attribute(key.slice(1), key, entry, isDeclared)
      } else children += this.#elements(key, entry, isDeclared)
    }
    return tagged(name, attributes, children + text)
  }

  #attribute(name: string, key: string, value: Value, isDeclared: IsDeclared): string {
    this.#declarations.attribute(name, key, isDeclared)
    return ` ${name}="${asAttribute(scalar(key, value), key)}"`
  }
}

/** An element in JsonML. */
type JsonML = [name: string, ...rest: Value[]]

function isJsonML(value: Value | undefined): value is JsonML {
  return Array.isArray(value) && typeof value[0] === 'string'
}

/** What is declared in an element with these attributes, whose keys begin with `mark`. */
function within(
  attributes: readonly [key: string, value: Value][],
  mark: string,
  outer: IsDeclared,
): IsDeclared {
  const start = `${mark}xmlns`
  const own: string[] = []
  for (const [key] of attributes) {
    if (!key.startsWith(start)) continue
    if (key === start) own.push('')
    else if (key[start.length] === ':') own.push(key.slice(start.length + 1))
  }
  return own.length === 0 ? outer : (prefix) => own.includes(prefix) || outer(prefix)
}

function tagged(name: string, attributes: string, inside: string): string {
  return inside === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`
}

function scalar(field: string, value: Value): string {
  if (typeof value !== 'object') return String(value)
  if (value === null) return ''
  const kind = Array.isArray(value) ? 'an array' : 'a dictionary'
  throw new OutputError(`field ${quoted(field)}: expected a text, found ${kind}`)
}

function quoted(field: string): string {
  return JSON.stringify(field)
}
