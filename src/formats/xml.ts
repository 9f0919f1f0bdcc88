// Provides XML: the records as elements again, which cosax reads back as the same records. What is in order, as JsonML and
// the text of --ordered are, is written in that order.

import { OutputError, UsageError } from '../core/errors.ts'
import { without } from '../record/field.ts'
import { type Dictionary, get, isDictionary, TEXT_KEY, type Value } from '../record/record.ts'
import type { Encoder, FormatOptions, OpenEncoder } from './format.ts'

export const xml: OpenEncoder = { makes: 'bytes', open: (options) => new Xml(options) }

// as XML 1.0 has them, the colon of a prefix aside
const START =
  'A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}' +
  '\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}'
const PART = `[${START}][${START}\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}]*`
const NAME = new RegExp(`^(?:(${PART}):)?${PART}$`, 'u')
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it finds
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/u

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

const RESERVED = ['xml', 'xmlns']

/** Whether a prefix is declared. */
type Declares = (prefix: string) => boolean

class Xml implements Encoder {
  readonly #root: string
  readonly #element: string
  /** The field with the name of the record's element, if it has one. */
  readonly #nameField: string | undefined
  /** Whether records are in the default namespace of the source: not those that stages make. */
  readonly #isFromSource: boolean
  readonly #given: Readonly<Record<string, string>>
  readonly #met: FormatOptions['met']
  /** The prefixes that the root element declares; undefined until it is written. */
  #declared: Set<string> | undefined
  /** The namespace of names without a prefix, as the root declares it; '' for none. */
  #default = ''
  /** Those that a record needs beside them, '' for the default namespace. */
  readonly #needed = new Map<string, string>()
  #records = 0

  constructor({ root = 'records', element, prefixes = {}, met }: FormatOptions) {
    this.#isFromSource = element !== undefined
    this.#element = element ?? 'record'
    checkGiven('--xml-root', root)
    this.#nameField = /^\{([^{}]+)\}$/.exec(this.#element)?.[1]
    if (this.#nameField === undefined) checkGiven('--xml-record', this.#element)
    for (const prefix of Object.keys(prefixes)) checkGiven('--xml-prefix', prefix)
    this.#root = root
    this.#given = prefixes
    this.#met = met
  }

  encode(record: Value): string {
    this.#records++
    this.#needed.clear()
    try {
      const element = this.#record(record)
      const own = ownDefault(record)
      const byDefault = this.#isFromSource || isJsonML(record) ? (this.#met?.byDefault ?? '') : ''
      const head = this.#declared ? '' : this.#head(own === byDefault ? '' : byDefault)
      if (own === undefined && byDefault !== this.#default) this.#needed.set('', byDefault)
      return `${head}${this.#declaring(element)}\n`
    } catch (error) {
      if (error instanceof RangeError) throw new OutputError('record too deep for XML')
      if (!(error instanceof OutputError)) throw error
      throw new OutputError(`record ${this.#records}: ${error.message}`)
    }
  }

  /** The root declares what was asked for, and what names had when the first record came, if that does not say so itself. */
  #head(byDefault = ''): string {
    const uris = new Map([...(this.#met?.known() ?? []), ...Object.entries(this.#given)])
    for (const prefix of RESERVED) uris.delete(prefix)
    this.#declared = new Set(uris.keys())
    this.#default = byDefault
    if (byDefault !== '') uris.set('', byDefault)
    return `${DECLARATION}<${this.#root}${declarations(uris)}>\n`
  }

  /** An element that needs what the root does not declare declares it itself. */
  #declaring(element: string): string {
    for (const prefix of this.#declared ?? []) this.#needed.delete(prefix)
    if (this.#needed.size === 0) return element
    return element.replace(/^<[^\s/>]+/, (start) => start + declarations(this.#needed))
  }

  /** Whether a prefix means something where no element of the record says so. */
  readonly #declares: Declares = (prefix) => {
    if (RESERVED.includes(prefix) || Object.hasOwn(this.#given, prefix)) return true
    if (this.#declared?.has(prefix)) return true
    const uri = this.#met?.uriOf(prefix)
    if (uri !== undefined) this.#needed.set(prefix, uri)
    return uri !== undefined
  }

  end(): string {
    return `${this.#declared ? '' : this.#head()}</${this.#root}>\n`
  }

  #record(record: Value): string {
    if (isJsonML(record)) return this.#inOrder(record, this.#declares)
    const field = this.#nameField
    if (field === undefined) return this.#elements(this.#element, record, this.#declares)
    const name = isDictionary(record) ? get(record, field) : undefined
    if (name === undefined) throw new OutputError(`field ${quoted(field)} is missing`)
    return this.#elements(scalar(field, name), without(record, [field]), this.#declares)
  }

  /** JsonML: a name, attributes if there are some, then texts and elements as they come. */
  #inOrder([name, ...rest]: JsonML, outer: Declares): string {
    const [first] = rest
    const attributes = isDictionary(first) ? Object.entries(first) : []
    const content = attributes.length > 0 || isDictionary(first) ? rest.slice(1) : rest
    const own = attributes.flatMap(([key]) => (key.startsWith('xmlns:') ? [key.slice(6)] : []))
    const declared =
      own.length > 0 ? (prefix: string) => own.includes(prefix) || outer(prefix) : outer
    checkName(name, name, declared)
    const written = attributes.map(([key, value]) => attribute(key, key, value, declared)).join('')
    const inside = content.map((part) => {
      if (isJsonML(part)) return this.#inOrder(part, declared)
      return asText(scalar(name, part), name)
    })
    return tagged(name, written, inside.join(''))
  }

  /** Text and elements as --ordered lists them. */
  #parts(key: string, parts: readonly Value[], declared: Declares): string {
    return parts
      .map((part) => {
        if (!isDictionary(part)) return asText(scalar(key, part), key)
        return Object.entries(part)
          .map(([name, value]) => this.#elements(name, value, declared))
          .join('')
      })
      .join('')
  }

  /** One element, or as many as an array has items. */
  #elements(name: string, value: Value, declared: Declares): string {
    if (Array.isArray(value)) return value.map((item) => this.#item(name, item, declared)).join('')
    if (isDictionary(value)) return this.#dictionary(name, value, declared)
    checkName(name, name, declared)
    return value === null ? `<${name}/>` : `<${name}>${asText(String(value), name)}</${name}>`
  }

  #item(name: string, item: Value, declared: Declares): string {
    if (!Array.isArray(item)) return this.#elements(name, item, declared)
    throw new OutputError(`field ${quoted(name)}: XML has no array in an array`)
  }

  #dictionary(name: string, value: Dictionary, outer: Declares): string {
    const entries = Object.entries(value)
    const own = entries.flatMap(([key]) => (key.startsWith('@xmlns:') ? [key.slice(7)] : []))
    const declared =
      own.length > 0 ? (prefix: string) => own.includes(prefix) || outer(prefix) : outer
    checkName(name, name, declared)
    let attributes = ''
    let children = ''
    let text = ''
    for (const [key, entry] of entries) {
      if (key === TEXT_KEY) {
        text = Array.isArray(entry)
          ? this.#parts(key, entry, declared)
          : asText(scalar(key, entry), key)
      } else if (key.startsWith('@')) attributes += attribute(key.slice(1), key, entry, declared)
      else children += this.#elements(key, entry, declared)
    }
    return tagged(name, attributes, children + text)
  }
}

/** An element in JsonML. */
type JsonML = [name: string, ...rest: Value[]]

function isJsonML(value: Value | undefined): value is JsonML {
  return Array.isArray(value) && typeof value[0] === 'string'
}

function tagged(name: string, attributes: string, inside: string): string {
  return inside === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`
}

function attribute(name: string, key: string, value: Value, declared: Declares): string {
  checkName(name, key, declared)
  return ` ${name}="${asAttribute(scalar(key, value), key)}"`
}

function declarations(uris: Iterable<readonly [prefix: string, uri: string]>): string {
  return Array.from(uris, ([prefix, uri]) => {
    return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${inQuotes(uri)}"`
  }).join('')
}

/** The default namespace that a record declares itself, if it does. */
function ownDefault(record: Value): string | undefined {
  const [attributes, key] = isJsonML(record) ? [record[1], 'xmlns'] : [record, '@xmlns']
  const uri = isDictionary(attributes) ? get(attributes, key) : undefined
  return uri === undefined ? undefined : String(uri)
}

function checkGiven(flag: string, name: string): void {
  if (NAME.test(name) && !name.includes(':')) return
  throw new UsageError(`${flag}: expected a name without a colon, found ${JSON.stringify(name)}`)
}

/** Names that were found right, and what stands before their colon. */
const PREFIXES = new Map<string, string>()
const MOST_KNOWN = 10_000

function prefixOf(name: string, field: string): string {
  const known = PREFIXES.get(name)
  if (known !== undefined) return known
  const found = NAME.exec(name)
  if (!found) throw new OutputError(`field ${quoted(field)}: no name that XML allows`)
  const [, prefix = ''] = found
  if (PREFIXES.size < MOST_KNOWN) PREFIXES.set(name, prefix)
  return prefix
}

function checkName(name: string, field: string, declared: Declares): void {
  const prefix = prefixOf(name, field)
  if (prefix !== '' && !declared(prefix)) {
    throw new OutputError(
      `field ${quoted(field)}: its prefix is declared nowhere: --xml-prefix ${prefix}=URI does that`,
    )
  }
}

function scalar(field: string, value: Value): string {
  if (typeof value !== 'object') return String(value)
  if (value === null) return ''
  const kind = Array.isArray(value) ? 'an array' : 'a dictionary'
  throw new OutputError(`field ${quoted(field)}: expected a text, found ${kind}`)
}

function asText(text: string, field: string): string {
  checkCharacters(text, field)
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, reference) : text
}

function asAttribute(text: string, field: string): string {
  checkCharacters(text, field)
  return inQuotes(text)
}

function inQuotes(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, reference)
}

const REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function reference(character: string): string {
  return REFERENCES[character] ?? `&#${character.charCodeAt(0)};`
}

function checkCharacters(text: string, field: string): void {
  const wrong = NOT_XML.exec(text)?.[0]
  if (wrong === undefined) return
  const code = wrong.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  throw new OutputError(`field ${quoted(field)}: U+${code} cannot stand in XML`)
}

function quoted(field: string): string {
  return JSON.stringify(field)
}
