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

class Xml implements Encoder {
  readonly #root: string
  readonly #element: string
  /** The field with the name of the record's element, if it has one. */
  readonly #nameField: string | undefined
  readonly #prefixes: readonly string[]
  readonly #head: string
  #records = 0

  constructor({ root = 'records', element = 'record', prefixes = {} }: FormatOptions) {
    checkGiven('--xml-root', root)
    this.#nameField = /^\{([^{}]+)\}$/.exec(element)?.[1]
    if (this.#nameField === undefined) checkGiven('--xml-record', element)
    for (const prefix of Object.keys(prefixes)) checkGiven('--xml-prefix', prefix)
    this.#root = root
    this.#element = element
    this.#prefixes = ['xml', 'xmlns', ...Object.keys(prefixes)]
    const declared = Object.entries(prefixes).map(
      ([prefix, uri]) => ` xmlns:${prefix}="${inQuotes(uri)}"`,
    )
    this.#head = `${DECLARATION}<${root}${declared.join('')}>\n`
  }

  encode(record: Value): string {
    const head = this.#records++ === 0 ? this.#head : ''
    try {
      return `${head}${this.#record(record)}\n`
    } catch (error) {
      if (error instanceof RangeError) throw new OutputError('record too deep for XML')
      if (!(error instanceof OutputError)) throw error
      throw new OutputError(`record ${this.#records}: ${error.message}`)
    }
  }

  end(): string {
    return `${this.#records === 0 ? this.#head : ''}</${this.#root}>\n`
  }

  #record(record: Value): string {
    if (isJsonML(record)) return this.#inOrder(record, this.#prefixes)
    const field = this.#nameField
    if (field === undefined) return this.#elements(this.#element, record, this.#prefixes)
    const name = isDictionary(record) ? get(record, field) : undefined
    if (name === undefined) throw new OutputError(`field ${quoted(field)} is missing`)
    return this.#elements(scalar(field, name), without(record, [field]), this.#prefixes)
  }

  /** JsonML: a name, attributes if there are some, then texts and elements as they come. */
  #inOrder([name, ...rest]: JsonML, outer: readonly string[]): string {
    const [first] = rest
    const attributes = isDictionary(first) ? Object.entries(first) : []
    const content = attributes.length > 0 || isDictionary(first) ? rest.slice(1) : rest
    const own = attributes.flatMap(([key]) => (key.startsWith('xmlns:') ? [key.slice(6)] : []))
    const declared = own.length > 0 ? [...outer, ...own] : outer
    checkName(name, name, declared)
    const written = attributes.map(([key, value]) => attribute(key, key, value, declared)).join('')
    const inside = content.map((part) => {
      if (isJsonML(part)) return this.#inOrder(part, declared)
      return asText(scalar(name, part), name)
    })
    return tagged(name, written, inside.join(''))
  }

  /** Text and elements as --ordered lists them. */
  #parts(key: string, parts: readonly Value[], declared: readonly string[]): string {
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
  #elements(name: string, value: Value, declared: readonly string[]): string {
    if (Array.isArray(value)) return value.map((item) => this.#item(name, item, declared)).join('')
    if (isDictionary(value)) return this.#dictionary(name, value, declared)
    checkName(name, name, declared)
    return value === null ? `<${name}/>` : `<${name}>${asText(String(value), name)}</${name}>`
  }

  #item(name: string, item: Value, declared: readonly string[]): string {
    if (!Array.isArray(item)) return this.#elements(name, item, declared)
    throw new OutputError(`field ${quoted(name)}: XML has no array in an array`)
  }

  #dictionary(name: string, value: Dictionary, outer: readonly string[]): string {
    const entries = Object.entries(value)
    const own = entries.flatMap(([key]) => (key.startsWith('@xmlns:') ? [key.slice(7)] : []))
    const declared = own.length > 0 ? [...outer, ...own] : outer
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

function attribute(name: string, key: string, value: Value, declared: readonly string[]): string {
  checkName(name, key, declared)
  return ` ${name}="${asAttribute(scalar(key, value), key)}"`
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

function checkName(name: string, field: string, declared: readonly string[]): void {
  const prefix = prefixOf(name, field)
  if (prefix !== '' && !declared.includes(prefix)) {
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
