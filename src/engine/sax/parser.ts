// Provides the parser of the npm package `sax`, with fixes for what it fails on in well-formed documents.

import sax from 'sax'

// The package ends a document whose text, tag or comment is longer than this.
Object.assign(sax, { MAX_BUFFER_LENGTH: Number.POSITIVE_INFINITY })

/** What cosax uses of the package's parser, some of it missing from its published types. */
export interface Parser {
  ENTITIES: object
  /** Characters read. */
  position: number
  /** Characters read when the last markup began, its "<" included. */
  startTagPosition: number
  state: number
  /** The character it is at. */
  c: string
  error: Error | null
  closedRoot: boolean
  /** The declaration as far as it is read; `true` once it is, '' before. */
  doctype: string | true
  /** How much of it is one text: ours. */
  joined?: number
  tag: { name: string; attributes: { hasOwnProperty(name: string): boolean } }
  tags: { name: string }[]
  tagName: string
  attribName: string
  attribValue: string
  entity: string
  textNode: string
  procInstBody: string
  write(text: string): void
  close(): void
  flush(): void
  onerror: (error: Error) => void
  onprocessinginstruction: (instruction: { name: string; body: string }) => void
  onopencdata: () => void
  ondoctype: (doctype: string) => void
  onopentagstart: (tag: Parser['tag']) => void
  onattribute: (attribute: { name: string; value: string }) => void
  onopentag: (tag: Parser['tag']) => void
  onclosetag: (name: string) => void
  ontext: (text: string) => void
  oncdata: (text: string) => void
}

type State =
  | 'TEXT'
  | 'TEXT_ENTITY'
  | 'OPEN_WAKA'
  | 'DOCTYPE_DTD'
  | 'PROC_INST_BODY'
  | 'PROC_INST_ENDING'
  | 'OPEN_TAG'
  | 'OPEN_TAG_SLASH'
  | 'ATTRIB'
  | 'ATTRIB_NAME'
  | 'ATTRIB_NAME_SAW_WHITE'
  | 'ATTRIB_VALUE'
  | 'ATTRIB_VALUE_QUOTED'
  | 'ATTRIB_VALUE_UNQUOTED'
  | 'ATTRIB_VALUE_ENTITY_Q'
  | 'ATTRIB_VALUE_ENTITY_U'
  | 'CLOSE_TAG'
  | 'CLOSE_TAG_SAW_WHITE'

export const STATE: Record<State, number> = (sax as unknown as { STATE: Record<State, number> })
  .STATE

export function createParser(): Parser {
  return sax.parser(true) as unknown as Parser
}

export function feed(parser: Parser, text: string): void {
  for (const piece of text.includes('?') ? text.split(/(?<=\?)/) : [text]) {
    const end = parser.state === STATE.PROC_INST_ENDING ? 1 : 0
    if (end > 0) endInstruction(parser, piece.slice(0, end))
    write(parser, piece.slice(end))
  }
  joinDoctype(parser)
}

/** Says that the text has ended. */
export function close(parser: Parser): void {
  parser.c = ''
  parser.close() // raises what is still open, as a comment after the root
}

export function isInDoctype(parser: Parser): boolean {
  return typeof parser.doctype === 'string' && parser.doctype !== ''
}

/**
 * Makes one text of the declaration so far, each time it has doubled. The package adds to it by the character, and a chain
 * of millions of texts is slow to look after.
 */
function joinDoctype(parser: Parser): void {
  const { doctype, joined = 0 } = parser
  if (typeof doctype !== 'string' || doctype.length < 2 * joined) return
  doctype.charCodeAt(0) // asking for a character joins them
  parser.joined = doctype.length
}

export function isInTag({ state }: Parser): boolean {
  return state >= STATE.OPEN_TAG && state <= STATE.ATTRIB_VALUE_ENTITY_U
}

/** Leaves the package's handling of a character and goes on after it, in this state. Call it in a handler. */
export function goOn(parser: Parser, state: number): void {
  parser.state = state
  if (parser.c !== '') throw GO_ON // at the end there is nothing to go on with
}

/** The same, but reads the character again. */
export function readAgain(parser: Parser, state: number): void {
  parser.position--
  goOn(parser, state)
}

/**
 * Goes on in the name that the character belongs to. The package looks at one half of a character beyond U+FFFF
 * at a time, and knows no half that a name can hold.
 */
export function growName(parser: Parser): void {
  const growing = GROWING.get(parser.state)
  if (growing === undefined) return
  const name = parser[growing.name] + parser.c
  if (!ENDS_BEYOND.test(name)) return
  parser[growing.name] = name
  goOn(parser, growing.state)
}

const ENDS_BEYOND = /[\ud800-\udb7f][\udc00-\udfff]?$/ // in U+10000 to U+EFFFF, or half of one

const GROWING = new Map<number, { name: 'tagName' | 'attribName' | 'entity'; state: number }>([
  [STATE.OPEN_WAKA, { name: 'tagName', state: STATE.OPEN_TAG }],
  [STATE.OPEN_TAG, { name: 'tagName', state: STATE.OPEN_TAG }],
  [STATE.CLOSE_TAG, { name: 'tagName', state: STATE.CLOSE_TAG }],
  [STATE.ATTRIB, { name: 'attribName', state: STATE.ATTRIB_NAME }],
  [STATE.ATTRIB_NAME, { name: 'attribName', state: STATE.ATTRIB_NAME }],
  [STATE.TEXT_ENTITY, { name: 'entity', state: STATE.TEXT_ENTITY }],
  [STATE.ATTRIB_VALUE_ENTITY_Q, { name: 'entity', state: STATE.ATTRIB_VALUE_ENTITY_Q }],
  [STATE.ATTRIB_VALUE_ENTITY_U, { name: 'entity', state: STATE.ATTRIB_VALUE_ENTITY_U }],
])

const GO_ON = Symbol('go on')

function write(parser: Parser, text: string): void {
  const before = parser.position
  let rest = text
  while (true) {
    try {
      parser.write(rest)
      return
    } catch (error) {
      if (error !== GO_ON) throw error
      rest = text.slice(parser.position - before)
    }
  }
}

// The package loses the first of the question marks of `<?name ??▮>`, and that `<!DOCTYPE a [<?name?▮>` goes on.
function endInstruction(parser: Parser, character: string): void {
  if (character === '?') {
    parser.procInstBody += '?'
    parser.state = STATE.PROC_INST_BODY
  }
  parser.write(character)
  if (isInDoctype(parser) && parser.state === STATE.TEXT) parser.state = STATE.DOCTYPE_DTD
}
