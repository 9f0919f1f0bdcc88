// Provides the `sax` engine: the npm package in strict mode behind the engine contract. Readable, slower.
// Adds what the package leaves out: line ends, encodings, namespaces, limits, one root, unique attributes.

import sax from 'sax'
import type { Target } from '../core/coroutine.ts'
import { Cursor } from './cursor.ts'
import { Decoder } from './decode.ts'
import type { Engine, EngineOptions } from './engine.ts'
import { Entities } from './entities.ts'
import { beyond, LIMITS, type Limits } from './limits.ts'
import { Names } from './names.ts'
import { Namespaces } from './namespaces.ts'
import { factOf } from './sax-words.ts'
import { NOTHING, normalisedValue, standIn, withoutNothing } from './stand-ins.ts'
import { StringTape } from './string-tape.ts'
import { ATTRIBUTE, END, INSTRUCTION, START, type Tape, TEXT } from './tape.ts'
import { LimitError, type Position, XmlError } from './xml-error.ts'

// The package ends a document whose text, tag or comment is longer than this.
Object.assign(sax, { MAX_BUFFER_LENGTH: Number.POSITIVE_INFINITY })

/** Reads one document with the npm package `sax`. */
export function saxEngine(target: Target<Tape>, options: EngineOptions = {}): Engine {
  return new SaxEngine(target, options)
}

class SaxEngine implements Engine {
  readonly #target: Target<Tape>
  readonly #source: string
  readonly #limits: Limits
  readonly #onWarning: (message: string) => void
  #hasWarned = false

  readonly #decoder = new Decoder()
  readonly #entities = new Entities()
  readonly #namespaces = new Namespaces()
  readonly #names = new Names()
  readonly #tape = new StringTape(this.#names)
  readonly #parser: Parser

  readonly #open: number[] = [] // the names of the elements around this place
  #attributes: Attribute[] = []
  readonly #attributeNames = new Set<string>()
  #hasRoot = false
  #hasNothing = false // some entity was replaced by NOTHING

  readonly #cursor = new Cursor()
  #text = '' // what the parser reads now
  #before = 0 // characters it has read before that
  #cutTag: Position | undefined // where a tag began that goes on in this text

  constructor(target: Target<Tape>, options: EngineOptions) {
    const { source = 'input', limits, onWarning = () => {} } = options
    this.#target = target
    this.#source = source
    this.#limits = { ...LIMITS, ...limits }
    this.#onWarning = onWarning
    this.#parser = this.#connect(sax.parser(true) as unknown as Parser)
  }

  write(bytes: Uint8Array): boolean {
    return this.#deliver(() => this.#read(this.#decoder.write(bytes)))
  }

  end(): void {
    this.#deliver(() => {
      this.#read(this.#decoder.end())
      const [open] = this.#path().slice(-1)
      if (open) throw this.#error(`document ends early: expected </${open}>`, AT_END)
      if (!this.#hasRoot) throw this.#error('document has no root element', AT_END)
      this.#parser.close() // raises what is still open, as a comment after the root
    })
  }

  /** Sends the events of a step, those before its fault too; who has had enough need not hear of that. */
  #deliver(step: () => void): boolean {
    try {
      step()
    } catch (error) {
      this.#parser.flush()
      if (!this.#tape.sendTo(this.#target)) return false
      throw error
    }
    return this.#tape.sendTo(this.#target)
  }

  #read(text: string): void {
    const parser = this.#parser
    this.#text = text
    this.#before = parser.position
    for (const piece of text.includes('?') ? text.split(/(?<=\?)/) : [text]) {
      const end = parser.state === STATE.PROC_INST_ENDING ? 1 : 0
      if (end > 0) this.#endInstruction(piece.slice(0, end))
      parser.write(piece.slice(end))
    }
    if (this.#decoder.fault !== undefined) throw this.#error(this.#decoder.fault, AT_END)
    if (parser.state !== STATE.TEXT) this.#cutTag = this.#positionOf(parser.startTagPosition - 1)
    this.#cursor.pass(text)
  }

  // The package does not see the end of `<?name ??▮>`, nor that `<!DOCTYPE a [<?name?▮>` goes on.
  #endInstruction(character: string): void {
    const parser = this.#parser
    if (character === '?') parser.state = STATE.PROC_INST_BODY
    parser.write(character)
    const isInDoctype = typeof parser.doctype === 'string' && parser.doctype !== ''
    if (isInDoctype && parser.state === STATE.TEXT) parser.state = STATE.DOCTYPE_DTD
  }

  #connect(parser: Parser): Parser {
    parser.ENTITIES = new Proxy({}, { get: (_, name) => this.#resolve(String(name)) })
    parser.onerror = (error) => {
      throw this.#errorOf(error.message)
    }
    parser.ondoctype = (doctype) => this.#entities.declare(doctype)
    parser.onopentagstart = (tag) => {
      tag.attributes = this.#guard
      if (this.#attributes.length === 0) return
      this.#attributes = []
      this.#attributeNames.clear()
    }
    parser.onattribute = (attribute) => {
      this.#attributes.push(attribute)
      this.#attributeNames.add(attribute.name)
    }
    parser.onopentag = (tag) => this.#start(tag.name)
    parser.onclosetag = () => this.#end()
    parser.ontext = (text) => this.#characters(this.#hasNothing ? withoutNothing(text) : text)
    parser.onprocessinginstruction = ({ name, body }) => {
      if (name !== 'xml') this.#tape.push(INSTRUCTION, this.#names.indexOf(name, ''), body)
    }
    parser.onopencdata = () => {
      if (this.#open.length === 0) throw this.#error('text outside the root element')
    }
    parser.oncdata = (text) => this.#characters(text)
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
    if (depth >= this.#limits.depth) {
      throw this.#error(beyond('depth', this.#limits.depth), AT_CHARACTER, LimitError)
    }
    this.#hasRoot = true
    for (const attribute of this.#attributes) {
      attribute.value = normalisedValue(attribute.value)
      const prefix = /^xmlns(?::|$)(.*)/.exec(attribute.name)?.[1]
      const fact = prefix !== undefined && this.#namespaces.declare(prefix, attribute.value, depth)
      if (fact) throw this.#error(fact)
    }
    const name = this.#names.indexOf(qualified, this.#namespaceOf(qualified))
    for (const attribute of this.#attributes) attribute.index = this.#nameOf(attribute)
    this.#open.push(name)
    this.#tape.push(START, name, '')
    for (const { index = 0, value } of this.#attributes) this.#tape.push(ATTRIBUTE, index, value)
  }

  #end(): void {
    const closed = this.#open.pop()
    this.#namespaces.leave(this.#open.length)
    if (closed !== undefined) this.#tape.push(END, closed, '')
  }

  #characters(text: string): void {
    if (this.#open.length > 0 && text !== '') this.#tape.push(TEXT, 0, text)
  }

  /** An attribute without a prefix is in no namespace; two prefixes may mean the same one. */
  #nameOf({ name }: Attribute): number {
    const colon = name.indexOf(':')
    if (colon < 0) return this.#names.indexOf(name, '')
    const uri = this.#namespaceOf(name)
    const expanded = `{${uri}}${name.slice(colon + 1)}`
    if (this.#attributeNames.has(expanded)) {
      throw this.#error(`attribute repeated in its namespace: "${name}"`)
    }
    this.#attributeNames.add(expanded)
    return this.#names.indexOf(name, uri)
  }

  #namespaceOf(qualified: string): string {
    const colon = qualified.indexOf(':')
    const prefix = colon < 0 ? '' : qualified.slice(0, colon)
    const uri = this.#namespaces.uri(prefix)
    if (uri === undefined) throw this.#error(`prefix not declared: "${prefix}" in "${qualified}"`)
    return uri
  }

  // White space by number stays itself in an attribute, any other becomes a space; the package does not
  // tell them apart, so the former travels as characters that no document can hold.
  #resolve(name: string): string {
    const { text, fact } = this.#entities.resolve(name)
    if (text === undefined) throw this.#error(fact ?? name)
    if (fact !== undefined && !this.#hasWarned) {
      this.#hasWarned = true
      this.#onWarning(this.#error(fact).message)
    }
    if (text === '') {
      this.#hasNothing = true
      return NOTHING
    }
    const isByNumber = name.startsWith('#') && this.#parser.state !== STATE.TEXT_ENTITY
    return isByNumber ? standIn(text) : text
  }

  /** The package's words and position as ours. */
  #errorOf(message: string): XmlError {
    const words = message.slice(0, message.indexOf('\n'))
    const { tagName, position, startTagPosition } = this.#parser
    if (words === 'Unexpected close tag') {
      const [open] = this.#path().slice(-1)
      const fact = `tag not closed: expected </${open}>, found </${tagName}>`
      return this.#error(fact, startTagPosition - 1)
    }
    if (words.startsWith('Unmatched closing tag')) {
      return this.#error(`tag not opened: </${tagName}>`, startTagPosition - 1)
    }
    const found = this.#text.codePointAt(position - 1 - this.#before) ?? 0
    return this.#error(factOf(words, String.fromCodePoint(found), this.#hasRoot))
  }

  /** An error at a character of the document, by default the one being read. */
  #error(fact: string, at = AT_CHARACTER, Kind = XmlError): XmlError {
    const { position } = this.#parser
    const place = at === AT_END ? position : at === AT_CHARACTER ? position - 1 : at
    return new Kind(fact, this.#source, this.#positionOf(place), `/${this.#path().join('/')}`)
  }

  #path(): string[] {
    return this.#open.map((name) => this.#names.list[name]?.qualified ?? '')
  }

  #positionOf(place: number): Position {
    const index = place - this.#before
    if (index < 0 && this.#cutTag) return this.#cutTag
    return { offset: this.#decoder.offsetOf(index), ...this.#cursor.at(this.#text, index) }
  }
}

const { STATE } = sax as unknown as {
  STATE: Record<
    'TEXT' | 'TEXT_ENTITY' | 'PROC_INST_BODY' | 'PROC_INST_ENDING' | 'DOCTYPE_DTD',
    number
  >
}

const AT_CHARACTER = -1
const AT_END = -2

interface Attribute {
  name: string
  value: string
  /** That of its name, once its namespace is known. */
  index?: number
}

/** What this file uses of the package's parser, some of it missing from its published types. */
interface Parser {
  ENTITIES: object
  position: number
  startTagPosition: number
  state: number
  doctype: string | true
  tagName: string
  tag: { name: string; attributes: { hasOwnProperty(name: string): boolean } }
  write(text: string): void
  close(): void
  flush(): void
  onerror: (error: Error) => void
  onprocessinginstruction: (instruction: { name: string; body: string }) => void
  onopencdata: () => void
  ondoctype: (doctype: string) => void
  onopentagstart: (tag: Parser['tag']) => void
  onattribute: (attribute: Attribute) => void
  onopentag: (tag: Parser['tag']) => void
  onclosetag: (name: string) => void
  ontext: (text: string) => void
  oncdata: (text: string) => void
}
