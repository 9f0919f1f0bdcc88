// Turns `pages.{lang}` and a record into subjects of NATS: a value is one word of them, or a part of one.

import { UsageError } from '../core/errors.ts'
import { asWord, faultOfSubject } from '../nats/subject.ts'
import type { Value } from '../record/record.ts'
import {
  combinations,
  shortened,
  type TemplatePart,
  templateParts,
  textsAt,
} from './template-parts.ts'

const LONGEST = 200 // bytes of what a value becomes

export class SubjectTemplate {
  readonly #parts: TemplatePart[]

  /** @throws UsageError with `name` for what makes no subjects. */
  constructor(text: string, name: string) {
    this.#parts = templateParts(text, name)
    const example = this.#filled(() => 'x')
    const fault = faultOfSubject(example)
    if (fault !== undefined) throw new UsageError(`${name}: subject=${text}: ${fault}`)
  }

  /** What a stream has to take for all of them: a word that a field has a part in may be any. */
  get pattern(): string {
    return this.#filled(() => '*')
      .split('.')
      .map((word) => (word.includes('*') ? '*' : word))
      .join('.')
  }

  /** One subject for each way to take a value of every field, each once. */
  *subjectsFor(record: Value): Generator<string> {
    const fields = this.#parts.filter((part) => typeof part !== 'string')
    const values = fields.map((field) => textsAt(record, field, wordFor))
    for (const texts of combinations(values)) {
      let next = 0
      yield this.#filled(() => texts[next++] ?? '')
    }
  }

  #filled(textOf: () => string): string {
    return this.#parts.map((part) => (typeof part === 'string' ? part : textOf())).join('')
  }
}

/** What stands for a field that is missing or empty is no value. */
function wordFor(text: string): string {
  return shortened(asWord(text).replace(/^_(?=missing$|empty$)/, '%5F'), LONGEST)
}
