// Provides an element as a tree: what is in it, in the order of the document.

import type { Name } from '../engine/tape.ts'

export interface Element {
  name: Name
  attributes: [name: Name, value: string][]
  /** Texts, none next to another, children and processing instructions. */
  content: (string | Element | Instruction)[]
  /** In the record's element, where asked for: the namespaces declared around it, by prefix. */
  scope?: ReadonlyMap<string, string>
}

export interface Instruction {
  target: string
  data: string
}

export function isElement(part: Element['content'][number]): part is Element {
  return typeof part === 'object' && 'attributes' in part
}

/** All text in an element, however deep. */
export function textIn(element: Element): string {
  return element.content
    .map((part) => (typeof part === 'string' ? part : isElement(part) ? textIn(part) : ''))
    .join('')
}
