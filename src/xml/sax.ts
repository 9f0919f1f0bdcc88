// Provides the `sax` engine: the npm package in strict mode behind the engine contract. Readable, slower.
// Adds what the package leaves out: line ends, encodings, namespaces, limits, one root, unique attributes.

import sax from 'sax'
import type { Target } from '../core/coroutine.ts'
import { Decoder } from './decode.ts'
import type { Engine, EngineOptions } from './engine.ts'
import { Entities } from './entities.ts'
import { Names } from './names.ts'
import { Namespaces } from './namespaces.ts'
import { factOf } from './sax-words.ts'
import { StringTape } from './string-tape.ts'
import { ATTRIBUTE, END, START, type Tape, TEXT } from './tape.ts'
import { LimitError, XmlError } from './xml-error.ts'

// The package ends a document whose text, tag or comment is longer than this.
Object.assign(sax, { MAX_BUFFER_LENGTH: Number.POSITIVE_INFINITY })

/** Reads one document with the npm package `sax`. */
export function saxEngine(target: Target<Tape>, options: EngineOptions = {}): Engine {
  return new SaxEngine(target, options)
}

class SaxEngine implements Engine {
  readonly #target: Target<Tape>
  readonly #source: string
  readonly #maxDepth: number
  readonly #decoder = new Decoder()
  readonly #entities = new Entities()
  readonly #namespaces = new Namespaces()
  readonly #names = new Names()
  readonly #tape = new StringTape(this.#names)
  readonly #parser: Parser
  readonly #open: { qualified: string; name: number }[] = []
  #attributes: { name: string; value: string }[] = []
  readonly #attributeNames = new Set<string>()
  readonly #onWarning: (message: string) => void
  #hasWarned = false
  #hasRoot = false
  #charactersBefore = 0 // characters the parser had read when the last text came

  constructor(target: Target<Tape>, options: EngineOptions) {
    const { source = 'input', maxDepth = 1000, onWarning = () => {} } = options
    this.#onWarning = onWarning
    this.#target = target
    this.#source = source
    this.#maxDepth = maxDepth
    this.#parser = this.#connect(sax.parser(true) as unknown as Parser)
  }

  write(bytes: Uint8Array): boolean {
    return this.#read(() => this.#decoder.write(bytes))
  }

  end(): void {
    this.#read(() => this.#decoder.end())
    const open = this.#open.at(-1)
    if (open) throw this.#error(`document ends early: expected </${open.qualified}>`, AT_END)
    if (!this.#hasRoot) throw this.#error('document has no root element', AT_END)
    this.#parser.close() // raises what is still open, as a comment after the root
  }

  #read(decode: () => string): boolean {
    try {
      this.#charactersBefore = this.#parser.position
      this.#parser.write(decode())
      if (this.#decoder.fault) throw this.#error(this.#decoder.fault.fact, AT_END)
    } catch (error) {
      this.#tape.sendTo(this.#target)
      throw error
    }
    return this.#tape.sendTo(this.#target)
  }

  #connect(parser: Parser): Parser {
    parser.ENTITIES = new Proxy({}, { get: (_, name) => this.#resolve(String(name)) })
    parser.onerror = (error) => {
      throw this.#errorOf(error.message)
    }
    parser.ondoctype = (doctype) => this.#entities.declare(doctype)
    parser.onopentagstart = (tag) => {
      tag.attributes = this.#guard
      this.#attributes = []
      this.#attributeNames.clear()
    }
    parser.onattribute = (attribute) => {
      this.#attributes.push(attribute)
      this.#attributeNames.add(attribute.name)
    }
    parser.onopentag = (tag) => this.#start(tag.name)
    parser.onclosetag = () => this.#end()
    parser.ontext = (text) => this.#text(text.replaceAll(NOTHING, ''))
    parser.oncdata = (text) => {
      if (this.#open.length === 0) throw this.#error('text outside the root element')
      this.#text(text)
    }
    return parser
  }

  // The package asks tag.attributes.hasOwnProperty, which an attribute of that name would replace, and
  // skips a repeated attribute in silence. What it writes into a frozen object is dropped.
  readonly #guard: Parser['tag']['attributes'] = Object.freeze({
    __proto__: null,
    hasOwnProperty: (name: string) => {
      if (this.#attributeNames.has(name)) throw this.#error(`attribute repeated: "${name}"`)
      return false
    },
  })

  #start(qualified: string): void {
    const depth = this.#open.length
    if (depth === 0 && this.#hasRoot) throw this.#error(`second root element: <${qualified}>`)
    if (depth >= this.#maxDepth) {
      const fact = `more than ${this.#maxDepth} elements open: raise --max-depth`
      throw this.#error(fact, AT_CHARACTER, LimitError)
    }
    this.#hasRoot = true
    for (const attribute of this.#attributes) {
      attribute.value = normalised(attribute.value)
      if (attribute.name === 'xmlns') this.#namespaces.declare('', attribute.value, depth)
      else if (attribute.name.startsWith('xmlns:')) {
        if (attribute.value === '') throw this.#error(`namespace empty: ${attribute.name}=""`)
        this.#namespaces.declare(attribute.name.slice('xmlns:'.length), attribute.value, depth)
      }
    }
    const name = this.#names.indexOf(qualified, this.#namespaceOf(qualified))
    this.#open.push({ qualified, name })
    this.#tape.push(START, name, '')
    for (const { name, value } of this.#attributes) {
      // an attribute without a prefix is in no namespace
      const uri = name.includes(':') ? this.#namespaceOf(name) : ''
      this.#tape.push(ATTRIBUTE, this.#names.indexOf(name, uri), value)
    }
  }

  #end(): void {
    const closed = this.#open.pop()
    this.#namespaces.leave(this.#open.length)
    if (closed) this.#tape.push(END, closed.name, '')
  }

  #text(text: string): void {
    if (this.#open.length > 0) this.#tape.push(TEXT, 0, text)
  }

  #namespaceOf(qualified: string): string {
    const colon = qualified.indexOf(':')
    const prefix = colon < 0 ? '' : qualified.slice(0, colon)
    const uri = this.#namespaces.uri(prefix)
    if (uri === undefined) throw this.#error(`prefix not declared: "${prefix}" in "${qualified}"`)
    return uri
  }

  // A white space character that is referred to stays itself in an attribute, a plain one becomes a space;
  // the package does not tell them apart, so the former travel as characters that no document can hold.
  #resolve(name: string): string {
    const { text, fact } = this.#entities.resolve(name)
    if (text === undefined) throw this.#error(fact ?? name)
    if (fact !== undefined && !this.#hasWarned) {
      this.#hasWarned = true
      this.#onWarning(this.#error(fact).message)
    }
    if (text === '') return NOTHING
    if (this.#parser.state === STATE.TEXT_ENTITY) return text
    return text.replace(/[\t\n\r]/g, (character) => PROTECTED.get(character) ?? character)
  }

  /** The package's words and position as ours. */
  #errorOf(message: string): XmlError {
    const words = message.slice(0, message.indexOf('\n'))
    const parser = this.#parser
    if (words === 'Unexpected close tag') {
      const open = this.#open.at(-1)
      const fact = `tag not closed: expected </${open?.qualified}>, found </${parser.tagName}>`
      return this.#error(fact, parser.startTagPosition - 1)
    }
    if (words.startsWith('Unmatched closing tag')) {
      return this.#error(`tag not opened: </${parser.tagName}>`, parser.startTagPosition - 1)
    }
    return this.#error(factOf(words, parser.c))
  }

  /** An error at a character of the document, by default the one being read. */
  #error(fact: string, at = AT_CHARACTER, Kind = XmlError): XmlError {
    const parser = this.#parser
    const place = at === AT_END ? parser.position : at === AT_CHARACTER ? parser.position - 1 : at
    const back = parser.position - place
    // the tag that starts `back` characters ago is on this line, unless it is broken over lines
    const column = parser.column >= back ? parser.column - back + 1 : 1
    const position = { offset: this.#offsetOf(place), line: parser.line + 1, column }
    const path = `/${this.#open.map((element) => element.qualified).join('/')}`
    return new Kind(fact, this.#source, position, path)
  }

  #offsetOf(place: number): number {
    if (this.#decoder.fault) return this.#decoder.fault.offset
    const index = place - this.#charactersBefore
    if (index >= 0) return this.#decoder.offsetOf(index)
    // a closing tag that began in the text before: </name, then white space
    const name = this.#parser.tagName
    return this.#decoder.offsetOf(0) + index - (Buffer.byteLength(name) - name.length)
  }
}

const { STATE } = sax as unknown as { STATE: { TEXT_ENTITY: number } }

const AT_CHARACTER = -1
const AT_END = -2

const NOTHING = '\u0000'
const PROTECTED = new Map([
  ['\t', '\u0001'],
  ['\n', '\u0002'],
  ['\r', '\u0003'],
])

/** An attribute's value with plain white space as spaces and referred white space as itself. */
function normalised(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  if (!/[\0-\x1f]/.test(value)) return value
  let text = value.replace(/[\t\n]/g, ' ').replaceAll(NOTHING, '')
  for (const [character, stand] of PROTECTED) text = text.replaceAll(stand, character)
  return text
}

/** What this file uses of the package's parser, some of it missing from its published types. */
interface Parser {
  ENTITIES: object
  position: number
  line: number
  column: number
  startTagPosition: number
  state: number
  c: string
  tagName: string
  tags: unknown[]
  tag: { name: string; attributes: { hasOwnProperty(name: string): boolean } }
  write(text: string): void
  close(): void
  onerror: (error: Error) => void
  ondoctype: (doctype: string) => void
  onopentagstart: (tag: Parser['tag']) => void
  onattribute: (attribute: { name: string; value: string }) => void
  onopentag: (tag: Parser['tag']) => void
  onclosetag: (name: string) => void
  ontext: (text: string) => void
  oncdata: (text: string) => void
}
