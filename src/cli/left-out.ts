// Reports on stderr what was left out of the documents: the first faults, then how many there were.

import type { BadRecord } from '../engine/bad-record.ts'
import { warn } from './diagnostics.ts'

const MOST_SHOWN = 10

export class LeftOut {
  #records = 0
  #others = 0

  /** What was left out before a run that goes on. */
  goOn({ records, others }: { records: number; others: number }): void {
    this.#records = records
    this.#others = others
  }

  add({ error, start, isRecord }: BadRecord): void {
    if (isRecord) this.#records++
    else this.#others++
    const count = this.#records + this.#others
    const what = isRecord ? 'record left out' : 'left out'
    if (count <= MOST_SHOWN) warn(`${error.message} (${what} from ${start.line}:${start.column})`)
    if (count === MOST_SHOWN + 1) warn('cosax: more faults, which are only counted')
  }

  summarise(): void {
    const parts = [
      ...(this.#records > 0 ? [counted(this.#records, 'bad record')] : []),
      ...(this.#others > 0 ? [`${counted(this.#others, 'fault')} between records`] : []),
    ]
    if (parts.length > 0) warn(`cosax: left out ${parts.join(' and ')}`)
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
