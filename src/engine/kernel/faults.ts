// Turns the codes of the kernel's faults into facts.

import * as layout from '../../kernel/layout.ts'
import type { Limits } from '../limits.ts'
import type { Kernel } from '../wasm.ts'

/** What there is to quote. */
interface Found {
  /** What stands at the fault. */
  text: string
  /** The character there. */
  character: string
  /** The name of the innermost open element. */
  open: string
  /** A name that the fault is also about. */
  other: string
  hasRoot: boolean
}

type Fact = (found: Found) => string

type Layout = typeof layout
type FaultCode = {
  [K in keyof Layout]: K extends `FAULT_${string}` ? Layout[K] : never
}[keyof Layout]

/** Has words of another table, or none, as the host itself has noted the fact. */
type OtherCode =
  | typeof layout.FAULT_NONE
  | typeof layout.FAULT_ENTITY
  | typeof layout.FAULT_NAME_CLASH
  | keyof typeof LIMITS
  | keyof typeof FULL

/** Each other code has its words here, or this does not compile. */
const FACTS: Record<Exclude<FaultCode, OtherCode>, Fact> = {
  [layout.FAULT_ENDS_EARLY]: ({ open }) =>
    open === '' ? 'document ends early' : `document ends early: expected </${open}>`,
  [layout.FAULT_EXPECTED_NAME]: ({ character, text }) =>
    `expected a name after "${text}", found ${character}`,
  [layout.FAULT_EXPECTED_TAG_END]: ({ character }) => `expected ">", found ${character}`,
  [layout.FAULT_EXPECTED_SPACE]: ({ character }) =>
    `expected white space between attributes, found ${character}`,
  [layout.FAULT_EXPECTED_EQUALS]: ({ character }) =>
    `attribute without value: expected "=", found ${character}`,
  [layout.FAULT_EXPECTED_QUOTE]: ({ character }) =>
    `attribute value not quoted: found ${character}`,
  [layout.FAULT_LESS_THAN_IN_ATTRIBUTE]: () => '"<" in the value of an attribute: write "&lt;"',
  [layout.FAULT_ATTRIBUTE_REPEATED]: ({ text }) => `attribute repeated: "${text}"`,
  [layout.FAULT_TAG_NOT_CLOSED]: ({ open, text }) =>
    `tag not closed: expected </${open}>, found </${text}>`,
  [layout.FAULT_TAG_NOT_OPENED]: ({ text }) => `tag not opened: </${text}>`,
  [layout.FAULT_TEXT_OUTSIDE_ROOT]: ({ character, hasRoot }) =>
    `text ${hasRoot ? 'after' : 'before'} the root element: ${character}`,
  [layout.FAULT_SECOND_ROOT]: ({ text }) => `second root element: <${text}>`,
  [layout.FAULT_CDATA_END_IN_TEXT]: () => '"]]>" in text: write "]]&gt;"',
  [layout.FAULT_EXPECTED_SEMICOLON]: ({ character, text }) =>
    `expected ";" after "${text}", found ${character}`,
  [layout.FAULT_CHARACTER_NOT_ALLOWED]: ({ text }) => `character reference not allowed: "${text}"`,
  [layout.FAULT_MARKUP_NOT_KNOWN]: ({ text }) =>
    `expected "<!--", "<![CDATA[" or "<!DOCTYPE", found ${JSON.stringify(text)}`,
  [layout.FAULT_HYPHENS_IN_COMMENT]: ({ character }) =>
    `comment not closed: expected ">" after "--", found ${character}`,
  [layout.FAULT_INSTRUCTION_TARGET]: ({ text }) =>
    text === 'xml'
      ? 'declaration not at the start of the document: "<?xml"'
      : `target of an instruction not allowed: "${text}"`,
  [layout.FAULT_DOCTYPE_MISPLACED]: () => 'document type declaration not before the root',
  [layout.FAULT_PREFIX_NOT_DECLARED]: ({ text }) =>
    `prefix not declared: "${text.slice(0, text.indexOf(':'))}" in "${text}"`,
  [layout.FAULT_NAMESPACE_NOT_ALLOWED]: ({ text, other }) =>
    `namespace not allowed for ${text === '' ? 'the default' : `"${text}"`}: "${other}"`,
  [layout.FAULT_NAMESPACE_EMPTY]: ({ text }) => `namespace empty: ${text}=""`,
  [layout.FAULT_ATTRIBUTE_REPEATED_IN_NAMESPACE]: ({ text }) =>
    `attribute repeated in its namespace: "${text}"`,
  [layout.FAULT_COLON_MISPLACED]: ({ text }) => `colon misplaced: "${text}"`,
  [layout.FAULT_ENTITY_NOT_BALANCED]: ({ text }) =>
    `entity must close what it opens, and no more: "${text}"`,
  [layout.FAULT_ENTITY_RECURSIVE]: ({ text }) => `entity refers to itself: "${text}"`,
  [layout.FAULT_NO_ROOT]: () => 'document has no root element',
  [layout.FAULT_PREFIX_NOT_FOR_ELEMENTS]: ({ text }) =>
    `prefix not allowed for an element: "${text}"`,
  [layout.FAULT_EXPECTED_TAG]: ({ character }) => `expected a tag after "<", found ${character}`,
  [layout.FAULT_EXPECTED_ATTRIBUTE]: ({ character }) => `expected an attribute, found ${character}`,
  [layout.FAULT_CHARACTER_IN_NAME]: ({ character }) =>
    `character not allowed in a name: ${character}`,
  [layout.FAULT_EXPECTED_END_AFTER_SLASH]: ({ character }) =>
    `expected ">" after "/", found ${character}`,
  [layout.FAULT_CDATA_OUTSIDE_ROOT]: () => 'text outside the root element',
  [layout.FAULT_SECOND_DOCTYPE]: () => 'second document type declaration',
  [layout.FAULT_EXPECTED_DIGIT]: ({ character, text }) =>
    `expected a digit after "${text}", found ${character}`,
  [layout.FAULT_ENDS_IN_TAG]: () => 'document ends early: tag not closed, expected ">"',
  [layout.FAULT_ENDS_IN_COMMENT]: () => 'document ends early: comment not closed, expected "-->"',
  [layout.FAULT_ENDS_IN_CDATA]: () => 'document ends early: CDATA not closed, expected "]]>"',
  [layout.FAULT_ENDS_IN_INSTRUCTION]: () =>
    'document ends early: instruction not closed, expected "?>"',
  [layout.FAULT_ENDS_IN_REFERENCE]: () => 'document ends early: reference not closed, expected ";"',
  [layout.FAULT_ENDS_IN_MARKUP]: () => 'document ends early: markup not closed',
}

const LIMITS = {
  [layout.FAULT_DEPTH]: 'depth',
  [layout.FAULT_ATTRIBUTES]: 'attributes',
  [layout.FAULT_NAME]: 'name',
  [layout.FAULT_NAMES]: 'names',
  [layout.FAULT_TAG]: 'tag',
  [layout.FAULT_RECORD]: 'record',
  [layout.FAULT_EXPANSION]: 'expansion',
  [layout.FAULT_AMPLIFICATION]: 'amplification',
} as const satisfies Partial<Record<FaultCode, keyof Limits>>

/** What there is no room for, whatever the limits are. */
const FULL = {
  [layout.FAULT_NAMES_FULL]: 'different names',
  [layout.FAULT_DEPTH_FULL]: 'elements open',
  [layout.FAULT_ATTRIBUTES_FULL]: 'attributes in a start tag',
  [layout.FAULT_NAMESPACES_FULL]: 'names in different namespaces',
  [layout.FAULT_PREFIXES_FULL]: 'namespace prefixes declared around an element',
  [layout.FAULT_VALUES_FULL]: 'values of wanted fields in a record',
  [layout.FAULT_FIELDS_FULL]: 'fields in a record',
} as const satisfies Partial<Record<FaultCode, string>>

/** What a table has for a code, if that is in it. */
function of<T>(table: Readonly<Record<number, T>>, code: number): T | undefined {
  return table[code]
}

/** The limit that a fault is about, if it is. */
export function limitOf(code: number): keyof Limits | undefined {
  return of(LIMITS, code)
}

/** The fact of a fault about a table that is full, if it is about one. */
export function fullOf(code: number): string | undefined {
  const what = of(FULL, code)
  return what === undefined ? undefined : `more ${what} than there is room for`
}

/** Whether it stays full, whatever is left out of the document. */
export function isFullForGood(code: number): boolean {
  return code === layout.FAULT_NAMES_FULL || code === layout.FAULT_NAMESPACES_FULL
}

export function factOf(kernel: Kernel, code: number): string {
  const { exports } = kernel
  const depth = exports.depth()
  const other = exports.faultOther()
  const [character = ''] = kernel.text(exports.faultAt(), 4)
  const fact = of(FACTS, code)
  if (fact === undefined) throw new Error(`no words for fault ${code}`)
  return fact({
    text: kernel.text(exports.faultFrom(), exports.faultLength()),
    character: JSON.stringify(character),
    open: depth === 0 ? '' : kernel.nameText(exports.openName(depth - 1)),
    other: other === 0 ? '' : kernel.nameText(other),
    hasRoot: exports.hasRoot() !== 0,
  })
}
