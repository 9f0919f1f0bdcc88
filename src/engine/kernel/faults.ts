// Turns the codes of the kernel's faults into facts.

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

/** By code, as `kernel/fault.ts` numbers them. */
const FACTS: Record<number, (found: Found) => string> = {
  1: ({ open }) =>
    open === '' ? 'document ends early' : `document ends early: expected </${open}>`,
  2: ({ character, text }) => `expected a name after "${text}", found ${character}`,
  3: ({ character }) => `expected ">", found ${character}`,
  4: ({ character }) => `expected white space between attributes, found ${character}`,
  5: ({ character }) => `attribute without value: expected "=", found ${character}`,
  6: ({ character }) => `attribute value not quoted: found ${character}`,
  7: () => '"<" in the value of an attribute: write "&lt;"',
  8: ({ text }) => `attribute repeated: "${text}"`,
  9: ({ open, text }) => `tag not closed: expected </${open}>, found </${text}>`,
  10: ({ text }) => `tag not opened: </${text}>`,
  11: ({ character, hasRoot }) =>
    `text ${hasRoot ? 'after' : 'before'} the root element: ${character}`,
  12: ({ text }) => `second root element: <${text}>`,
  13: () => '"]]>" in text: write "]]&gt;"',
  14: ({ character, text }) => `expected ";" after "${text}", found ${character}`,
  15: ({ text }) => `character reference not allowed: "${text}"`,
  16: ({ text }) => `expected "<!--", "<![CDATA[" or "<!DOCTYPE", found ${JSON.stringify(text)}`,
  17: ({ character }) => `comment not closed: expected ">" after "--", found ${character}`,
  18: ({ text }) =>
    text === 'xml'
      ? 'declaration not at the start of the document: "<?xml"'
      : `target of an instruction not allowed: "${text}"`,
  19: () => 'document type declaration not before the root',
  20: ({ text }) => `prefix not declared: "${text.slice(0, text.indexOf(':'))}" in "${text}"`,
  21: ({ text, other }) =>
    `namespace not allowed for ${text === '' ? 'the default' : `"${text}"`}: "${other}"`,
  22: ({ text }) => `namespace empty: ${text}=""`,
  23: ({ text }) => `attribute repeated in its namespace: "${text}"`,
  24: ({ text }) => `colon misplaced: "${text}"`,
  26: ({ text }) => `entity must close what it opens, and no more: "${text}"`,
  27: ({ text }) => `entity refers to itself: "${text}"`,
  37: () => 'document has no root element',
  38: ({ text }) => `prefix not allowed for an element: "${text}"`,
  39: ({ character }) => `expected a tag after "<", found ${character}`,
  40: ({ character }) => `expected an attribute, found ${character}`,
  41: ({ character }) => `character not allowed in a name: ${character}`,
  42: ({ character }) => `expected ">" after "/", found ${character}`,
  43: () => 'text outside the root element',
  44: () => 'second document type declaration',
  45: ({ character, text }) => `expected a digit after "${text}", found ${character}`,
  46: () => 'document ends early: tag not closed, expected ">"',
  47: () => 'document ends early: comment not closed, expected "-->"',
  48: () => 'document ends early: CDATA not closed, expected "]]>"',
  49: () => 'document ends early: instruction not closed, expected "?>"',
  50: () => 'document ends early: reference not closed, expected ";"',
  51: () => 'document ends early: markup not closed',
}

const LIMITS: Record<number, keyof Limits> = {
  28: 'depth',
  29: 'attributes',
  30: 'name',
  31: 'names',
  32: 'tag',
  33: 'record',
  34: 'expansion',
  35: 'amplification',
}

/** What there is no room for, whatever the limits are. */
const FULL: Record<number, string> = {
  52: 'different names',
  53: 'elements open',
  54: 'attributes in a start tag',
  55: 'names in different namespaces',
  56: 'namespace prefixes declared around an element',
  57: 'values of wanted fields in a record',
  58: 'fields in a record',
}

/** The host itself has noted the fact. */
export const ENTITY_FAULT = 25
export const NAME_CLASH = 36

/** The limit that a fault is about, if it is. */
export function limitOf(code: number): keyof Limits | undefined {
  return LIMITS[code]
}

/** The fact of a fault about a table that is full, if it is about one. */
export function fullOf(code: number): string | undefined {
  const what = FULL[code]
  return what === undefined ? undefined : `more ${what} than there is room for`
}

/** Whether it stays full, whatever is left out of the document. */
export function isFullForGood(code: number): boolean {
  return code === 52 || code === 55
}

export function factOf(kernel: Kernel, code: number): string {
  const { exports } = kernel
  const depth = exports.depth()
  const other = exports.faultOther()
  const [character = ''] = kernel.text(exports.faultAt(), 4)
  const fact = FACTS[code]
  if (fact === undefined) throw new Error(`no words for fault ${code}`)
  return fact({
    text: kernel.text(exports.faultFrom(), exports.faultLength()),
    character: JSON.stringify(character),
    open: depth === 0 ? '' : kernel.nameText(exports.openName(depth - 1)),
    other: other === 0 ? '' : kernel.nameText(other),
    hasRoot: exports.hasRoot() !== 0,
  })
}
