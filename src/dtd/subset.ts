// Turns declarations into what they declare: those between `[` and `]`, or those of files, and those that parameter
// entities bring. Opens nothing.

import { readAttributeList } from './attribute-list.ts'
import { Budget, type BudgetLimits } from './budget.ts'
import { beginSection } from './conditional-section.ts'
import { passElement } from './content-model.ts'
import type { AttributeDeclaration, Entity } from './doctype.ts'
import { Entities } from './entities.ts'
import { readEntity } from './entity-declaration.ts'
import { EntityTable } from './entity-table.ts'
import { passNotation } from './external-id.ts'
import { flattened } from './flattened.ts'
import { passComment, readInstruction } from './instruction.ts'
import type { Outside } from './outside.ts'
import { endingOf, Reader, type ReaderOptions, selfReference } from './reader.ts'

export interface SubsetOptions extends ReaderOptions {
  isStandalone: boolean
  outside: Outside
  limits: ReaderOptions['limits'] & BudgetLimits
}

/** A text that declarations are read from. */
interface Open {
  /** That of the parameter entity. */
  name?: string
  reader: Reader
  /** Sections `<![INCLUDE[` that are open in it. */
  sections: number
}

/** A parameter entity that could not be read, where it was referred to first. */
export interface Unread {
  name: string
  /** The file that its declaration names. */
  file?: string
  at: number
}

export class Subset {
  readonly entities: EntityTable = new EntityTable()
  readonly parameters: Map<string, Entity> = new Map()
  readonly hidden: Set<string> = new Set()
  readonly attributes: Map<string, Map<string, AttributeDeclaration>> = new Map()
  readonly instructions: { target: string; data: string }[] = []
  readonly unknown: string[] = []
  readonly unread: Map<string, Unread> = new Map()
  isPartial: boolean

  readonly #options: SubsetOptions
  readonly #budget: Budget
  readonly #open: Open[] = [] // the innermost last
  readonly #openNames = new Set<string>()
  #isFile = false
  #isReliable = true // nothing was skipped that may declare the same before
  #isAfterFiles = false // the user's files stand for what was skipped
  readonly #declarations: Record<(typeof OPENINGS)[number], (reader: Reader) => void> = {
    '<!ELEMENT': passElement,
    '<!ATTLIST': (reader) => this.#declareAttributes(reader),
    '<!ENTITY': (reader) => this.#declareEntity(reader),
    '<!NOTATION': passNotation,
    '<!--': passComment,
    '<?': (reader) => this.instructions.push(readInstruction(reader)),
  }
  readonly #outside: Entities
  readonly #inside: Entities

  /** @param isPartial whether there is an external subset */
  constructor(isPartial: boolean, options: SubsetOptions) {
    this.isPartial = isPartial
    this.#options = options
    this.#budget = new Budget(0, options.limits)
    const { isStandalone, outside } = options
    this.#outside = new Entities(this, { isStandalone, outside })
    this.#inside = new Entities(this, { isStandalone: false, outside })
  }

  /** Reads what follows `[`, and the `]`. */
  read(document: Reader): void {
    this.#readFrom(document)
    document.need(']')
  }

  /** Reads a file of declarations, after those read before. */
  readFile(file: Reader): void {
    this.#isFile = true
    this.#readFrom(file)
  }

  #readFrom(outermost: Reader): void {
    this.#budget.read += outermost.text.length
    this.#open.push({ reader: outermost, sections: 0 })
    for (let open = this.#open.at(-1); open !== undefined; open = this.#open.at(-1)) {
      const { reader } = open
      reader.skipSpace()
      if (reader.take('%')) this.#enter(reader)
      else if (this.#isFile && reader.take('<![')) this.#beginSection(open)
      else if (open.sections > 0 && reader.take(']]>')) open.sections--
      else if (open.sections > 0 || !this.#isAtEnd(open)) this.#declare(open)
      else this.#leave()
    }
  }

  #isAtEnd({ name, reader }: Open): boolean {
    return name === undefined && !this.#isFile ? reader.isAt(']') : reader.isAtEnd
  }

  get #isInEntity(): boolean {
    return this.#open.length > 1
  }

  #enter(reader: Reader): void {
    const at = reader.at - 1
    const name = reader.simpleName('the name of a parameter entity')
    reader.need(';')
    this.isPartial = true
    const { isStandalone } = this.#options
    const isDeclared = this.#parameter(name) !== undefined
    if (!isDeclared && isStandalone && !this.#isInEntity && !this.#isFile) {
      throw reader.fault(`parameter entity not declared: "%${name};"`, at)
    }
    const text = this.#parameterText(name, reader, at)
    if (text === undefined) {
      this.#skip()
      return
    }
    if (this.#openNames.has(name)) throw reader.fault(selfReference(name), at)
    const place = reader.placeOf(at)
    const inner = new Reader(text, this.#options, endingOf(name), () => place)
    this.#open.push({ name, reader: inner, sections: 0 })
    this.#openNames.add(name)
  }

  /** Goes on after declarations that could not be read. */
  #skip(): void {
    if (this.#isFile) return // the user wants what is there
    if (this.#options.outside.declarations) this.#isAfterFiles = true
    else this.#isReliable &&= this.#options.isStandalone
  }

  #parameter(name: string): Entity | undefined {
    const own = this.parameters.get(name)
    if (own !== undefined || !this.#isAfterFiles) return own
    return this.#options.outside.declarations?.parameters.get(name)
  }

  #parameterText(name: string, reader: Reader, at: number): string | undefined {
    const entity = this.#parameter(name)
    if (entity?.kind === 'text') {
      this.#grow(entity.text.length, reader, at)
      return entity.text
    }
    const file = entity?.kind === 'external' && entity.file !== undefined && { file: entity.file }
    const isNew = !this.unread.has(name)
    if (isNew) this.unread.set(name, { name, at: reader.placeOf(at), ...file })
    return undefined
  }

  #leave(): void {
    const open = this.#open.pop()
    if (open?.name !== undefined) this.#openNames.delete(open.name)
  }

  #beginSection(open: Open): void {
    const textOf = (name: string, at: number) => this.#parameterText(name, open.reader, at)
    if (beginSection(open.reader, textOf)) open.sections++
  }

  #declare({ name, reader, sections }: Open): void {
    if (this.#isFile && DECLARATION.test(reader.text.slice(reader.at, reader.at + 10))) {
      const textOf = this.#parameterText.bind(this)
      const flat = flattened(reader, textOf, this.#options)
      if (flat !== undefined) {
        if (flat.reader !== undefined) {
          this.#declarations[flat.reader.oneOf(OPENINGS)](flat.reader)
          flat.reader.skipSpace()
          if (!flat.reader.isAtEnd) flat.reader.fail('the end of the declaration')
        }
        reader.at = flat.end
        return
      }
    }
    const isInternal = name === undefined && !this.#isFile
    const end = sections > 0 ? ' or "]]>"' : isInternal ? ' or "]"' : ''
    this.#declarations[reader.oneOf(OPENINGS, `a declaration${end}`)](reader)
  }

  #declareEntity(reader: Reader): void {
    const textOf = this.#isFile ? this.#parameterText.bind(this) : undefined
    const { name, isParameter, entity } = readEntity(reader, textOf)
    const kind = isParameter ? 'parameters' : 'entities'
    const files = this.#isAfterFiles ? this.#options.outside.declarations : undefined
    if (!this.#isReliable || this[kind].has(name) || files?.[kind].has(name)) return
    if (isParameter) this.parameters.set(name, entity)
    else this.entities.add(name, entity, reader.text, reader.at)
    if (!isParameter && this.#isInEntity) this.hidden.add(name)
  }

  #declareAttributes(reader: Reader): void {
    // being standalone promises nothing about references inside parameter entities
    const entities = this.#isInEntity ? this.#inside : this.#outside
    const { element, attributes } = readAttributeList(reader, (name, at) =>
      entities.inAttribute(name, {
        at: reader.placeOf(at),
        grow: (characters) => this.#grow(characters, reader, at),
        meetUnknown: (name) => this.unknown.push(name),
      }),
    )
    if (!this.#isReliable) return
    const declared = this.attributes.get(element) ?? new Map<string, AttributeDeclaration>()
    this.attributes.set(element, declared)
    if (this.#isAfterFiles) this.addFileAttributes(element)
    for (const attribute of attributes) {
      if (!declared.has(attribute.name)) declared.set(attribute.name, attribute)
    }
  }

  /** Adds to the attributes of an element those that the user's files declare. */
  addFileAttributes(element: string): void {
    const declared = this.attributes.get(element)
    for (const attribute of this.#options.outside.declarations?.attributes.get(element) ?? []) {
      if (declared && !declared.has(attribute.name)) declared.set(attribute.name, attribute)
    }
  }

  #grow(characters: number, reader: Reader, at: number): void {
    const fact = this.#budget.add(characters)
    if (fact !== undefined) throw reader.fault(fact, at, true)
  }
}

const OPENINGS = ['<!ELEMENT', '<!ATTLIST', '<!ENTITY', '<!NOTATION', '<!--', '<?'] as const

/** Those in which a file may refer to parameter entities. */
const DECLARATION = /^<!(?:ELEMENT|ATTLIST|ENTITY|NOTATION)/
