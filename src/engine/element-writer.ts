// Provides the writer of elements: in its memory, lines of JSON become elements of XML without being read as records.

import * as layout from '../kernel/xml/layout.ts'
import { type LinesExports, LinesModule } from './lines-module.ts'

/** What it does, as `kernel/xml/index.ts` exports it. Places are bytes in its memory. */
interface Exports extends LinesExports {
  begin(name: number, length: number, isForAll: boolean): void
  forget(): void
  setNamed(areNamed: boolean): void
  elements(from: number, end: number, out: number, limit: number): number
}

export interface ElementWriterOptions {
  /** The name of elements. */
  element: string
  /** Whether it is that of all, whatever records say. */
  isForAll: boolean
  /** What a name of a field is, as `kernel/xml/layout.ts` has it. */
  kindOf: (name: string) => number
}

const ROOM = 256 * 1024 // more than the elements of most lines that come at once
const MOST_ROOM = 64 * 1024 * 1024

export class ElementWriter extends LinesModule<Exports> {
  readonly #kindOf: (name: string) => number
  #room = ROOM
  #isOver = false

  constructor({ element, isForAll, kindOf }: ElementWriterOptions) {
    super('xml.wasm')
    this.#kindOf = kindOf
    const name = Buffer.from(element)
    this.base = layout.LINES + ((name.length + layout.PADDING) & ~15)
    this.grow(this.base)
    this.bytes.set(name, layout.LINES)
    this.exports.begin(layout.LINES, name.length, isForAll)
  }

  /** Says whether the records that come next name their elements. */
  set areNamed(areNamed: boolean) {
    this.exports.setNamed(areNamed)
  }

  /** Forgets what names are. */
  forget(): void {
    this.exports.forget()
  }

  /** Whether it stopped before a line that is for others. */
  override get isStopped(): boolean {
    return this.#isOver || super.isStopped
  }

  /** Writes elements, as many as there is room for; they are overwritten by the next. */
  write(): Buffer {
    const out = this.end + layout.PADDING
    const end = this.exports.elements(this.at, this.end, out, out + this.#room) >>> 0
    this.at = this.exports.reached() >>> 0
    const hasNoRoom = this.count === 0 && !super.isStopped && !this.isDone
    this.#isOver = hasNoRoom && this.#room >= MOST_ROOM
    if (!hasNoRoom || this.#isOver) return this.bytes.subarray(out, end)
    this.#room *= 2
    this.grow(out + this.roomAfter())
    return this.write()
  }

  protected roomAfter(): number {
    return this.#room + layout.ROOM + 2 * layout.PADDING
  }

  protected override imported(): object {
    return {
      kindOf: (from: number, length: number) =>
        this.#kindOf(this.bytes.toString('utf8', from, from + length)),
    }
  }
}
