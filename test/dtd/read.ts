// Provides document type declarations for the tests, and what becomes of them.

import { type Doctype, DoctypeFault } from '../../src/dtd/doctype.ts'
import { Outside } from '../../src/dtd/outside.ts'
import { type DoctypeOptions, parseDoctype } from '../../src/dtd/parse-doctype.ts'

export const OPTIONS: DoctypeOptions = {
  namespaces: true,
  isStandalone: false,
  isComplete: true,
  outside: new Outside(),
  limits: { name: 1000, expansion: 1e9, amplification: 100 },
}

export function read(text: string, options: Partial<DoctypeOptions> = {}): Doctype {
  return parseDoctype(text, { ...OPTIONS, ...options })
}

/** Reads a declaration that has nothing but the subset. */
export function readSubset(subset: string, options: Partial<DoctypeOptions> = {}): Doctype {
  return read(`<!DOCTYPE a [${subset}]>`, options)
}

/** The default values, by attribute, of the element `a`. */
export function defaults(doctype: Doctype): Record<string, string | undefined> {
  const attributes = doctype.attributes.get('a') ?? []
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
}

/** The fault of what is thrown; nothing if nothing is. */
export function faultOf(action: () => unknown): DoctypeFault | undefined {
  try {
    action()
  } catch (error) {
    if (error instanceof DoctypeFault) return error
    throw error
  }
  return undefined
}

/** `count` texts, one after the other. */
export function many(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('')
}
