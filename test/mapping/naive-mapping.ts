// Converts an element of a whole document as a mapping says: slowly, and not as the program does it.

import type { Attr, Element, Node } from '@xmldom/xmldom'
import type { Mapping } from '../../src/mapping/mapping.ts'

/** A dictionary with any keys, in their order. */
type Entries = Map<string, Json>
type Json = string | number | boolean | null | Json[] | Entries

const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** The record of an element as a line of JSON. */
export function naiveRecord(element: Element, mapping: Mapping): string {
  const { flatten, textKey = '#text' } = mapping
  const value =
    mapping.dialect === 'jsonml'
      ? jsonml(element, mapping, '')
      : convert(element, mapping, '', scopeAround(element))
  if (flatten === undefined || !(value instanceof Map)) return write(value)
  const flat: Entries = new Map()
  for (const [path, cell] of cells(value, textKey)) put(flat, path.join(flatten) || textKey, cell)
  return write(flat)
}

function convert(element: Element, mapping: Mapping, path: string, scope: Entries): Json {
  const { attributes = 'prefix', textKey = '#text', dialect, types, typed = {} } = mapping
  const type = (text: string, at: string, ...others: string[]): Json => {
    const name = [at, ...others].map((each) => typed[each]).find((each) => each !== undefined)
    return name !== undefined ? typeAs(text, name) : types === 'auto' ? guess(text, dialect) : text
  }
  if (is(path, mapping.inner)) return trim(inner(element), mapping) || null
  if (is(path, mapping.text)) {
    const text = trim(element.textContent ?? '', mapping)
    return text === '' ? null : type(text, path, below(path, textKey))
  }
  const inScope: Entries = new Map(scope)
  const fields: Fields = new Map()
  if (dialect === 'badgerfish') {
    for (const [prefix, uri] of declarations(element)) {
      if (uri === '') inScope.delete(prefix)
      else inScope.set(prefix, uri)
    }
  }
  const prefix = attributes === 'merge' ? '' : (mapping.attributePrefix ?? '@')
  const nested: Fields = new Map()
  const all: [string, string | Entries][] = attributesOf(element, mapping).map((attribute) => {
    return [nameOf(attribute, mapping), attribute.value]
  })
  if (dialect === 'badgerfish' && inScope.size > 0) all.unshift(['xmlns', inScope])
  for (const [name, said] of attributes === 'drop' ? [] : all) {
    const key = attributes === 'nest' ? name : prefix + name
    const at = below(attributes === 'nest' ? below(path, prefix) : path, key)
    const value = typeof said === 'string' ? type(said, at, below(at, textKey)) : said
    gather(attributes === 'nest' ? nested : fields, key, value, is(at, mapping.array))
  }
  if (nested.size > 0) gather(fields, prefix, entriesOf(nested))

  const children = childrenOf(element).filter(isElement)
  const text = ownText(element, mapping)
  const isMixed = mapping.ordered === true && text !== '' && children.length > 0
  const entryOf = (child: Element) => {
    const name = nameOf(child, mapping)
    return [name, convert(child, mapping, below(path, name), inScope)] as const
  }
  for (const child of isMixed ? [] : children) {
    const [name, value] = entryOf(child)
    const isArray = mapping.arrays === 'always' || is(below(path, name), mapping.array)
    gather(fields, name, value, isArray)
  }
  const typedText = type(text, path, below(path, textKey))
  if (dialect === 'parker') {
    const [first] = entriesOf(fields).values()
    if (first === undefined) return text === '' ? null : typedText
    // attributes of one name, where their prefixes went, are no list
    const isList = children.length > 0 && fields.size === 1 && [...fields.values()].some(isWritten)
    return isList ? first : entriesOf(fields)
  }
  if (isMixed) {
    const parts = content(element, mapping).map((part) =>
      typeof part === 'string' ? part : new Map([entryOf(part)]),
    )
    for (const part of parts) gather(fields, textKey, part, true)
  } else if (dialect === 'badgerfish' || fields.size > 0) {
    if (text !== '') gather(fields, textKey, typedText)
  } else return text === '' ? null : typedText
  return entriesOf(fields)
}

/** By key: all values that came under it, and whether one would be an array as well. */
type Fields = Map<string, { values: Json[]; isArray: boolean }>

function gather(fields: Fields, key: string, value: Json, isArray = false): void {
  const known = fields.get(key) ?? { values: [], isArray: false }
  fields.set(key, { values: [...known.values, value], isArray: known.isArray || isArray })
}

function isWritten({ values, isArray }: { values: Json[]; isArray: boolean }): boolean {
  return isArray || values.length > 1
}

function entriesOf(fields: Fields): Entries {
  return new Map(
    [...fields].map(([key, field]) => [key, isWritten(field) ? field.values : field.values[0]!]),
  )
}

function jsonml(element: Element, mapping: Mapping, path: string): Json {
  const { attributePrefix = '', types, dialect } = mapping
  const type = (text: string) => (types === 'auto' ? guess(text, dialect) : text)
  const attributes: Entries = new Map()
  for (const attribute of mapping.attributes === 'drop' ? [] : attributesOf(element, mapping)) {
    put(attributes, attributePrefix + nameOf(attribute, mapping), type(attribute.value))
  }
  const list: Json[] = [nameOf(element, mapping)]
  if (attributes.size > 0) list.push(attributes)
  if (is(path, mapping.inner)) {
    const xml = trim(inner(element), mapping)
    return xml === '' ? list : [...list, xml]
  }
  if (is(path, mapping.text)) {
    const text = trim(element.textContent ?? '', mapping)
    return text === '' ? list : [...list, type(text)]
  }
  const parts = content(element, mapping)
  for (const part of parts) {
    if (typeof part === 'string') list.push(parts.length === 1 ? type(part) : part)
    else list.push(jsonml(part, mapping, below(path, nameOf(part, mapping))))
  }
  return list
}

/** Texts and children in order. */
function content(element: Element, mapping: Mapping): (string | Element)[] {
  const parts: (string | Element)[] = []
  for (const child of childrenOf(element)) {
    const last = parts.at(-1)
    if (isElement(child)) parts.push(child)
    else if (!isText(child)) continue
    else if (typeof last === 'string') parts[parts.length - 1] = last + child.nodeValue
    else parts.push(child.nodeValue ?? '')
  }
  const hasText = ownText(element, mapping) !== ''
  return parts
    .map((part, i) => {
      if (typeof part !== 'string' || mapping.keepSpace) return part
      const start = i === 0 ? part.replace(/^[ \t\r\n]+/, '') : part
      return i === parts.length - 1 ? start.replace(/[ \t\r\n]+$/, '') : start
    })
    .filter((part) => part !== '' && (typeof part !== 'string' || hasText))
}

function ownText(element: Element, mapping: Mapping): string {
  const children = childrenOf(element)
  const text = children
    .filter(isText)
    .map((node) => node.nodeValue)
    .join('')
  const isSpace = /^[ \t\r\n]*$/.test(text)
  return isSpace && children.some(isElement) ? '' : trim(text, mapping)
}

function trim(text: string, { keepSpace }: Mapping): string {
  return keepSpace ? text : text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
}

function nameOf({ nodeName, namespaceURI }: Element | Attr, mapping: Mapping): string {
  const { namespaces = 'keep', prefixes = {} } = mapping
  const uri = namespaceURI ?? ''
  const local = nodeName.replace(/^.*:/, '')
  if (Object.hasOwn(prefixes, uri)) return [prefixes[uri], local].filter(Boolean).join(':')
  if (namespaces === 'keep' || uri === XMLNS) return nodeName
  return namespaces === 'strip' || uri === '' ? local : `{${uri}}${local}`
}

function attributesOf(element: Element, mapping: Mapping): Attr[] {
  const { namespaces = 'keep', prefixes = {}, dialect } = mapping
  return Array.from(element.attributes).filter(({ namespaceURI, value }) => {
    if (namespaceURI !== XMLNS) return true
    return dialect !== 'badgerfish' && namespaces === 'keep' && !Object.hasOwn(prefixes, value)
  })
}

function declarations(element: Element): [prefix: string, uri: string][] {
  return Array.from(element.attributes)
    .filter(({ namespaceURI }) => namespaceURI === XMLNS)
    .map(({ nodeName, value }) => [nodeName === 'xmlns' ? '$' : nodeName.slice(6), value])
}

function scopeAround(element: Element): Entries {
  const scope: Entries = new Map()
  const above: Element[] = []
  for (let node = element.parentNode; node && isElement(node); node = node.parentNode) {
    above.unshift(node)
  }
  for (const [prefix, uri] of above.flatMap(declarations)) {
    if (uri === '') scope.delete(prefix)
    else scope.set(prefix, uri)
  }
  return scope
}

function inner(element: Element): string {
  const escaped = (text: string, which: RegExp) =>
    text.replace(which, (character) => {
      const name = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[character]
      return `&${name ?? `#x${character.charCodeAt(0).toString(16).toUpperCase()}`};`
    })
  return childrenOf(element)
    .map((node) => {
      if (isText(node)) return escaped(node.nodeValue ?? '', /[&<>\r]/g)
      if (node.nodeType === INSTRUCTION) {
        return `<?${[node.nodeName, node.nodeValue].filter(Boolean).join(' ')}?>`
      }
      if (!isElement(node)) return ''
      const attributes = Array.from(node.attributes, ({ nodeName, value }) => {
        return ` ${nodeName}="${escaped(value, /[&<"\t\n\r]/g)}"`
      })
      const tag = node.nodeName + attributes.join('')
      const isEmpty = inner(node) === ''
      return isEmpty ? `<${tag}/>` : `<${tag}>${inner(node)}</${node.nodeName}>`
    })
    .join('')
}

/** The values in one that is to be flat, each with the names on its way; that of an array once, as a column. */
function cells(value: Json, textKey: string): [way: string[], cell: Json][] {
  if (value instanceof Map) {
    if (value.size === 0) return [[[], null]]
    return [...value].flatMap(([name, each]) =>
      cells(each, textKey).map(([way, cell]): [string[], Json] => {
        return [name === textKey ? way : [name, ...way], cell]
      }),
    )
  }
  if (!Array.isArray(value) || !value.some((item) => item instanceof Map)) return [[[], value]]
  const columns = new Map<string, [string[], Json[]]>()
  for (const [row, item] of value.entries()) {
    const own: Entries = new Map()
    const ways = new Map<string, string[]>()
    for (const [way, cell] of item === null ? [] : cells(item, textKey)) {
      put(own, JSON.stringify(way), cell)
      ways.set(JSON.stringify(way), way)
    }
    for (const [key, cell] of own) {
      const column = columns.get(key) ?? [ways.get(key) ?? [], value.map(() => null)]
      column[1][row] = cell
      columns.set(key, column)
    }
  }
  return [...columns.values()]
}

function put(entries: Entries, key: string, value: Json): void {
  const known = entries.get(key)
  const list = (each: Json) => (Array.isArray(each) ? each : [each])
  entries.set(key, known === undefined ? value : [...list(known), ...list(value)])
}

function typeAs(text: string, type: string): Json {
  if (type === 'text') return text
  if (type === 'boolean') {
    return /^(?:true|1)$/.test(text) ? true : /^(?:false|0)$/.test(text) ? false : text
  }
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)
  const number = Number(text)
  if (!isNumber || !Number.isFinite(number)) return text
  if (Number.isInteger(number)) return Math.abs(number) < 2 ** 53 ? number : text
  return type === 'number' ? number : text
}

function guess(text: string, dialect: Mapping['dialect']): Json {
  if (text === 'true' || (dialect === 'parker' && /^true$/i.test(text))) return true
  if (text === 'false' || (dialect === 'parker' && /^false$/i.test(text))) return false
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return text
  const number = Number(text)
  if (JSON.stringify(number) !== text) return text
  return Number.isInteger(number) && Math.abs(number) >= 2 ** 53 ? text : number
}

function is(path: string, paths: string[] = []): boolean {
  return paths.some((each) => {
    return each.startsWith('//') ? `/${path}`.endsWith(each.slice(1)) : each === path
  })
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}

function write(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(write).join()}]`
  if (!(value instanceof Map)) return JSON.stringify(value)
  return `{${[...value].map(([key, each]) => `${JSON.stringify(key)}:${write(each)}`).join()}}`
}

const [ELEMENT, TEXT, CDATA, INSTRUCTION] = [1, 3, 4, 7]

function childrenOf(element: Element): Node[] {
  return Array.from(element.childNodes)
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT
}

function isText({ nodeType }: Node): boolean {
  return nodeType === TEXT || nodeType === CDATA
}
