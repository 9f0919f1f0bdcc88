// Writes the edits of a program where the kernel finds them: what becomes of each field that they name.

import { type Fate, namesIn, type Outcome, outcomeOf } from '../../expression/changes.ts'
import type { EditStep } from '../../expression/program.ts'
import * as layout from '../../kernel/layout.ts'
import { TEXT_KEY } from '../../record/record.ts'
import type { Kernel } from '../wasm.ts'

export class Edits {
  /** By name, from 1: what the kernel calls the fields that edits name. */
  readonly #roles: ReadonlyMap<string, number>
  readonly #outcomes: ReadonlyMap<EditStep, Outcome>

  constructor(steps: readonly EditStep[]) {
    this.#outcomes = new Map(steps.map((step) => [step, outcomeOf(step.changes)]))
    const names = steps.flatMap(({ changes }) => changes.flatMap(namesIn))
    this.#roles = new Map([...new Set(names)].map((name, i) => [name, i + 1]))
  }

  get areNone(): boolean {
    return this.#roles.size === 0
  }

  /** Has the fields noted that edits name; `withName` is the one that receives the record's name. */
  begin(kernel: Kernel, withName: string | undefined): void {
    if (this.areNone) return
    kernel.exports.keepNotes(this.roleOf(TEXT_KEY), this.roleOf(withName ?? ''))
  }

  roleOf(field: string): number {
    return this.#roles.get(field) ?? 0
  }

  /** Writes an edit; answers where it stands. */
  write(kernel: Kernel, step: EditStep): number {
    const { fates, added } = this.#outcomes.get(step) as Outcome
    const additions = layout.EDIT_AT_FATES + (this.#roles.size + 1) * layout.FATE_SIZE
    const length = additions + added.size * layout.FATE_SIZE
    const texts = new Map<string, [from: number, length: number]>()
    const kept = (text: string) => {
      const found = texts.get(text) ?? kernel.keep(text)
      texts.set(text, found)
      return found
    }
    const rows = [...this.#roles].map(([name, role]) => this.#row(fates.get(name), name, role))
    const last = [...added].map(([name, json]) => ({
      what: layout.FATE_KEEP,
      text: memberOf(name, json),
      target: this.roleOf(name),
    }))
    for (const { text } of [...rows, ...last]) kept(text)
    const from = kernel.exports.keep(length)
    const bytes = kernel.bytes(from, length).fill(0)
    const room = [...texts.values()].reduce((sum, [, size]) => sum + size, 0)
    bytes.writeUInt32LE(room + 64, layout.EDIT_AT_ROOM)
    bytes.writeUInt32LE(additions, layout.EDIT_AT_ADDITIONS)
    bytes.writeUInt32LE(added.size, layout.EDIT_AT_ADDED)
    const put = ({ what, text, target }: Row, at: number) => {
      const [place, size] = kept(text)
      bytes.writeUInt32LE(what, at + layout.FATE_AT_WHAT)
      bytes.writeUInt32LE(place, at + layout.FATE_AT_TEXT)
      bytes.writeUInt32LE(size, at + layout.FATE_AT_LENGTH)
      bytes.writeUInt32LE(target, at + layout.FATE_AT_TARGET)
    }
    for (const [i, row] of rows.entries())
      put(row, layout.EDIT_AT_FATES + (i + 1) * layout.FATE_SIZE)
    for (const [i, row] of last.entries()) put(row, additions + i * layout.FATE_SIZE)
    return from
  }

  #row(fate: Fate | undefined, name: string, role: number): Row {
    if (fate === 'drop') return { what: layout.FATE_DROP, text: '', target: role }
    if (fate === undefined) return { what: layout.FATE_KEEP, text: '', target: role }
    const target = this.roleOf(fate.name)
    if (fate.json !== undefined) {
      return { what: layout.FATE_REPLACE, text: memberOf(name, fate.json), target }
    }
    return { what: layout.FATE_RENAME, text: `${JSON.stringify(fate.name)}:`, target }
  }
}

interface Row {
  what: number
  text: string
  /** The role of the name that the field has afterwards. */
  target: number
}

function memberOf(name: string, json: string): string {
  return `${JSON.stringify(name)}:${json},`
}
