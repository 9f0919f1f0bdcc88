// Provides the `sax` engine: the npm package in strict mode, as an engine of the contract. Readable, slower.
// Adds what the package leaves out: line ends, encodings, namespaces, limits, one root, unique attributes.

import type { Target } from '../../core/coroutine.ts'
import { collapsed } from '../../dtd/attribute-list.ts'
import type { Outside } from '../../dtd/outside.ts'
import { Decoder } from '../decode.ts'
import type { Engine, EngineOptions } from '../engine.ts'
import { beyond, LIMITS, type Limits } from '../limits.ts'
import { outsideOf } from '../outside.ts'
import { ATTRIBUTE, END, INSTRUCTION, START, type Tape, TEXT } from '../tape.ts'
import { LimitError, XmlError } from '../xml-error.ts'
import { Entities } from './entities.ts'
import type { Parser } from './parser.ts'
import { close, createParser, feed, growName, isInDoctype, isInTag, STATE } from './parser.ts'
import { normalisedValue, withoutNothing } from './placeholders.ts'
import { Place } from './position.ts'
import { SaxReferences } from './references.ts'
import { isOpen, markupToText, repair } from './repairs.ts'
import { QualifiedNames } from './resolved-names.ts'
import { StringTape } from './string-tape.ts'
import { factOf, kindOf, missingRoot } from './wording.ts'

/** Reads one document with the npm package `sax`. */
export function saxEngine(target: Target<Tape>, options: EngineOptions = {}): Engine {
  return new SaxEngine(target, options)
}

class SaxEngine implements Engine {
  readonly #target: Target<Tape>
  readonly #source: string
  readonly #limits: Limits
  readonly #isLenient: boolean
  readonly #onWarning: (message: string) => void
  readonly #warned = new Set<string>() // kinds of fact

  readonly #decoder: Decoder
  readonly #outside: Outside
  readonly #entities: Entities
  readonly #names: QualifiedNames
  readonly #tape: StringTape
  readonly #parser: Parser
  readonly #place: Place

  readonly #open: number[] = [] // the names of the elements around this place
  #attributes: Attribute[] = []
  readonly #attributeNames = new Set<string>()
  #hasRoot = false
  readonly #references: SaxReferences
  constructor(target: Target<Tape>, options: EngineOptions) {
    const { source = 'input', namespaces = true, lenient = false } = options
    this.#target = target
    this.#source = source
    this.#limits = { ...LIMITS, ...options.limits }
    this.#isLenient = lenient
    this.#onWarning = options.onWarning ?? (() => {})
    this.#decoder = new Decoder(options)
    this.#outside = options.outside ?? outsideOf(options)
    this.#entities = new Entities(this.#outside, this.#limits)
    this.#references = new SaxReferences(this.#entities, this.#limits, {
      refuse: (fact) => this.#refuse(fact),
      beyond: (fact) => {
        throw this.#error(fact, this.#place.here, LimitError)
      },
    })
    this.#names = new QualifiedNames(namespaces, this.#limits, {
      refuse: (fact) => this.#refuse(fact, this.#place.tag),
      beyond: (limit) => this.#beyond(limit),
    })
    this.#tape = new StringTape(this.#names.all, {
      offsetOf: (kept) => this.#place.offsetOfKept(kept),
      placeOf: (kept) => this.#place.placeOfKept(kept),
      beyond: (limit, place) => {
        const fact = beyond(limit, this.#limits[limit])
        return new LimitError(fact, this.#source, place, `/${this.#path().join('/')}`)
      },
    })
    this.#parser = this.#connect(createParser())
    this.#place = new Place(this.#decoder, this.#parser)
  }

  readonly hearOf = (charset: string): void => this.#decoder.hearOf(charset)

  write(bytes: Uint8Array): boolean {
    return this.#deliver(() => this.#read(this.#decoder.write(bytes)))
  }

  leave(): void {
    this.#outside.leave()
  }

  end(): void {
    this.#deliver(() => {
      this.#read(this.#decoder.end())
      const open = this.#innermost()
      if (open) this.#refuse(`document ends early: expected </${open}>`, this.#place.end)
      if (!this.#hasRoot) this.#refuse(missingRoot(this.#parser.doctype), this.#place.end)
      close(this.#parser)
      while (this.#open.length > 0) this.#end()
    })
    this.leave()
  }

  /** Sends the events of a step. Those before a fault come first, and a target that wants no more gets no fault. */
  #deliver(step: () => void): boolean {
    try {
      step()
    } catch (error) {
      this.#parser.flush()
      this.leave()
      if (!this.#tape.sendTo(this.#target)) return false
      throw error
    }
    return this.#tape.sendTo(this.#target)
  }

  #read(text: string): void {
    const parser = this.#parser
    const { fault, repaired } = this.#decoder
    this.#place.enter(text)
    if (repaired) this.#warn(repaired.fact, this.#place.inText(repaired.index))
    feed(parser, text)
    if (fault !== undefined) throw this.#error(fault, this.#place.end)
    if (isInTag(parser)) this.#checkTag()
    parser.flush() // of a long text the package would keep all
    this.#place.leave(parser.state !== STATE.TEXT)
  }

  #connect(parser: Parser): Parser {
    parser.ENTITIES = new Proxy(
      {},
      { get: (_, name) => this.#references.textOf(String(name), parser) },
    )
    parser.onerror = (error) => this.#complain(error.message)
    parser.ondoctype = (doctype) => this.#entities.declare(doctype)
    parser.onopentagstart = (tag) => this.#startTag(tag)
    parser.onattribute = (attribute) => {
      if (this.#isRepeated(attribute.name)) return
      this.#checkTag()
      if (this.#attributes.length >= this.#limits.attributes) throw this.#beyond('attributes')
      this.#attributes.push(attribute)
      this.#attributeNames.add(attribute.name)
    }
    parser.onopentag = (tag) => this.#start(tag.name)
    parser.onclosetag = () => this.#end()
    parser.ontext = (text) =>
      this.#characters(this.#references.hasNothing ? withoutNothing(text) : text)
    parser.onprocessinginstruction = ({ name, body }) => {
      if (name === '') this.#refuse('expected a name after "<?"')
      else if (name !== 'xml') this.#tape.push(INSTRUCTION, this.#names.indexOf(name, ''), body)
    }
    parser.onopencdata = () => {
      if (this.#open.length === 0) this.#refuse('text outside the root element')
    }
    parser.oncdata = (text) => this.#characters(text)
    return parser
  }

  // The package asks tag.attributes.hasOwnProperty, which an attribute of that name would replace, and
  // skips a repeated attribute in silence. What it writes into a frozen object is dropped.
  readonly #guard: Parser['tag']['attributes'] = Object.freeze({
    __proto__: null,
    hasOwnProperty: (name: string) => this.#isRepeated(name),
  })

  #isRepeated(attribute: string): boolean {
    const isRepeated = this.#attributeNames.has(attribute)
    if (isRepeated) this.#refuse(`attribute repeated: "${attribute}"`)
    return isRepeated
  }

  /** After the name in a start tag. The name may turn out to be longer; then this is called again. */
  #startTag(tag: Parser['tag']): void {
    const parser = this.#parser
    if (parser.position - parser.startTagPosition - 1 > tag.name.length) {
      this.#refuse('expected a tag after "<", found white space', this.#place.tag)
      markupToText(parser, tag.name)
    }
    if (isInDoctype(parser)) {
      this.#refuse(`document type declaration not closed: expected "]", found <${tag.name}>`)
      this.#entities.declare(String(parser.doctype))
      parser.doctype = true
    }
    tag.attributes = this.#guard
    if (this.#attributes.length === 0) return
    this.#attributes = []
    this.#attributeNames.clear()
  }

  #start(qualified: string): void {
    const depth = this.#open.length
    if (depth === 0 && this.#hasRoot) {
      this.#refuse(`second root element: <${qualified}>`, this.#place.tag)
      this.#parser.closedRoot = false
    }
    if (depth >= this.#limits.depth) throw this.#beyond('depth', this.#place.here)
    this.#checkTag()
    this.#hasRoot = true
    for (const attribute of this.#attributes) attribute.value = normalisedValue(attribute.value)
    this.#applyDeclared(qualified)
    for (const attribute of this.#attributes) this.#names.declare(attribute, depth)
    const name = this.#names.element(qualified)
    for (const attribute of this.#attributes) {
      attribute.index = this.#names.attribute(attribute.name, this.#attributeNames)
    }
    this.#open.push(name)
    this.#tape.push(START, name, '', this.#place.kept(this.#place.tag))
    for (const { index = 0, value } of this.#attributes) this.#tape.push(ATTRIBUTE, index, value)
  }

  /** Applies what the user's files declare of attributes; of those that the document declares this engine knows nothing. */
  #applyDeclared(element: string): void {
    const declared = this.#outside.declarations?.attributes.get(element)
    if (declared === undefined || this.#entities.declaresAttributes(element)) return
    for (const { name, isTokenised, value } of declared) {
      const written = this.#attributes.find((attribute) => attribute.name === name)
      if (written && isTokenised) written.value = collapsed(written.value)
      if (written || value === undefined) continue
      if (this.#attributes.length >= this.#limits.attributes) throw this.#beyond('attributes')
      this.#references.grow(Buffer.byteLength(name + value), this.#parser)
      this.#attributes.push({ name, value })
      this.#attributeNames.add(name)
    }
  }

  #end(): void {
    const closed = this.#open.pop()
    this.#names.leave(this.#open.length)
    if (closed !== undefined) this.#tape.push(END, closed, '')
  }

  #characters(text: string): void {
    if (this.#open.length > 0 && text !== '') this.#tape.push(TEXT, 0, text)
  }

  #checkTag(): void {
    const { position, startTagPosition } = this.#parser
    if (position - startTagPosition >= this.#limits.tag) throw this.#beyond('tag')
  }

  /** Rewords the package's message, with the position in the document; then the package or cosax repairs the fault. */
  #complain(message: string): void {
    const parser = this.#parser
    parser.error = null
    growName(parser)
    const isAfterName =
      parser.state === STATE.ATTRIB_NAME || parser.state === STATE.ATTRIB_NAME_SAW_WHITE
    const words = isAfterName ? 'Attribute without value' : message.slice(0, message.indexOf('\n'))
    const { tagName } = parser
    if (words === 'Unexpected close tag' && (isOpen(parser, tagName) || !this.#isLenient)) {
      this.#refuse(
        `tag not closed: expected </${this.#innermost()}>, found </${tagName}>`,
        this.#place.tag,
      )
    } else if (words === 'Unexpected close tag' || words.startsWith('Unmatched closing tag')) {
      this.#refuse(`tag not opened: </${tagName}>`, this.#place.tag)
    } else this.#refuse(factOf(words, this.#place.character(), this.#hasRoot))
    repair(parser)
  }

  /** A fault, which only a lenient engine survives. */
  #refuse(fact: string, at = this.#place.here): void {
    if (!this.#isLenient) throw this.#error(fact, at)
    this.#warn(fact, at)
  }

  /** Warns of the first fact of its kind. */
  #warn(fact: string, at = this.#place.here): void {
    const kind = kindOf(fact)
    if (this.#warned.has(kind)) return
    this.#warned.add(kind)
    this.#onWarning(this.#error(fact, at).message)
  }

  /** That of a limit stands at the tag, wherever in it the limit was noticed. */
  #beyond(limit: keyof Limits, at = this.#place.tag): LimitError {
    return this.#error(beyond(limit, this.#limits[limit]), at, LimitError)
  }

  #error(fact: string, at: number, Kind = XmlError): XmlError {
    return new Kind(fact, this.#source, this.#place.at(at), `/${this.#path().join('/')}`)
  }

  #innermost(): string {
    return this.#names.nameAt(this.#open.at(-1) ?? -1)
  }

  #path(): string[] {
    return this.#open.map((name) => this.#names.nameAt(name))
  }
}

interface Attribute {
  name: string
  value: string
  /** That of its name, once its namespace is known. */
  index?: number
}
