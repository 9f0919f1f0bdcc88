// Turns a destination with fields in it, `by-route/{route}.jsonl`, and a record into names of files.

import type { Value } from '../record/record.ts'
import { isFar } from './far-destination.ts'
import {
  combinations,
  type TemplatePart as Part,
  shortened,
  templateParts,
  textsAt,
} from './template-parts.ts'

const LONGEST = 240 // bytes of a name between slashes, of the 255 that file systems take

/** Whether a destination has fields in it, or braces that stand for themselves. */
export function isTemplate(destination: string): boolean {
  return !isFar(destination) && /[{}]/.test(destination)
}

export class Template {
  readonly #components: Part[][]
  /** Without fields: the one name there is. */
  readonly plain: string | undefined
  /** The folder that no field has a part in. */
  readonly base: string

  /** @throws UsageError for a brace without its other half, or what is no field between them. */
  constructor(text: string) {
    const parts = templateParts(text, text)
    this.#components = componentsOf(parts)
    this.plain = parts.every((part) => typeof part === 'string') ? parts.join('') : undefined
    const fixed = this.#components.findIndex((each) =>
      each.some((part) => typeof part !== 'string'),
    )
    const folders = this.#components.slice(0, fixed < 0 ? -1 : fixed).map((each) => each.join(''))
    this.base = folders.length === 1 && folders[0] === '' ? '/' : folders.join('/')
  }

  /** One name for each way to take a value of every field, each once. */
  *namesFor(record: Value): Generator<string> {
    if (this.plain !== undefined) {
      yield this.plain
      return
    }
    const fields = this.#components.flat().filter((part) => typeof part !== 'string')
    const values = fields.map((field) => textsAt(record, field, escaped))
    for (const combination of combinations(values)) yield this.#filled(combination)
  }

  #filled(texts: string[]): string {
    let next = 0
    return this.#components
      .map((parts) => {
        const fields = parts.filter((part) => typeof part !== 'string').length
        const fixed = parts.reduce(
          (sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : 0),
          0,
        )
        const most = Math.max(40, Math.floor((LONGEST - fixed) / Math.max(1, fields)))
        return parts
          .map((part) => (typeof part === 'string' ? part : shortened(texts[next++] ?? '', most)))
          .join('')
      })
      .join('/')
  }
}

/**
 * A value as a part of a name that leads nowhere else: `/`, `%`, control characters, halves of characters, and a dot
 * or dash that it begins with, are written as `%2F`, in hexadecimal.
 */
function escaped(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it replaces
    /^[.-]|^_(?=missing$|empty$)|[/%\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff]/gu,
    (character) => {
      const code = character.charCodeAt(0)
      const digits = code.toString(16).toUpperCase()
      return code < 0x100 ? `%${digits.padStart(2, '0')}` : `%u${digits.padStart(4, '0')}`
    },
  )
}

function componentsOf(parts: Part[]): Part[][] {
  const components: Part[][] = [[]]
  for (const part of parts) {
    const [first = '', ...others] = typeof part === 'string' ? part.split('/') : [part]
    components.at(-1)?.push(first)
    for (const other of others) components.push([other])
  }
  return components
}
