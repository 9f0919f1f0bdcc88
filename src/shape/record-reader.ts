// Walks through the elements of records and counts at their paths what they are made of.

import type { Tape } from '../engine/tape.ts'
import { PREFIX, TEXT_KEY } from '../record/record.ts'
import { Classifier } from './kind.ts'
import { Located } from './located.ts'
import type { Path } from './path.ts'
import type { Paths } from './paths.ts'
import { endOf, startOf, Text } from './text.ts'

export class RecordReader {
  /** How many elements of the record are open. */
  depth = 0
  readonly #paths: Paths
  readonly #classifier = new Classifier()
  readonly #textNumber: number
  readonly #elements: number[] = [] // by the index of a name in the document: its number
  readonly #attributes: number[] = []
  #name = '' // of the record's element
  // of the open elements
  readonly #open: Path[] = []
  readonly #serials: number[] = []
  readonly #haveFields: boolean[] = []
  readonly #texts: Text[] = []
  /** The text that came last: where it is on the tape, until something follows it. */
  readonly #piece = new Located()

  constructor(paths: Paths) {
    this.#paths = paths
    this.#textNumber = paths.numberOf(TEXT_KEY)
  }

  /** Begins a tape. */
  take(tape: Tape): void {
    this.#piece.tape = tape
  }

  /** Ends it: its texts go. */
  leaveTape(): void {
    if (this.depth > 0) this.#keepPiece()
  }

  start(name: string): void {
    const { elements, root } = this.#paths
    this.#name = name
    elements.set(name, (elements.get(name) ?? 0) + 1)
    this.#paths.records++
    this.#push(root)
  }

  child(index: number, name: string): void {
    this.#keepPiece()
    this.#elements[index] ??= this.#paths.numberOf(name)
    this.#push(this.#field(this.#elements[index]))
  }

  attribute(index: number, name: string, at: number): void {
    this.#attributes[index] ??= this.#paths.numberOf(PREFIX + name)
    const { values } = this.#counted(this.#attributes[index])
    const piece = this.#piece
    piece.locate(at)
    values.add(piece.bytes, piece.from, piece.to, this.#classifier)
    piece.clear()
  }

  text(at: number): void {
    this.#keepPiece()
    this.#piece.locate(at)
  }

  end(): void {
    const text = this.#texts[this.depth - 1] as Text
    const path = this.#open[this.depth - 1] as Path
    const piece = this.#piece
    const isKept = text.length > 0
    if (isKept) this.#keepPiece()
    const bytes = isKept ? text.bytes : piece.bytes
    const from = isKept ? 0 : startOf(bytes, piece.from, piece.to)
    const to = isKept ? text.end : endOf(bytes, from, piece.to)
    const hasFields = this.#haveFields[this.depth - 1] as boolean
    if (hasFields) path.objects++
    if (from < to) {
      const { values } = hasFields ? this.#counted(this.#textNumber) : path
      values.add(bytes, from, to, this.#classifier, isKept ? text.more : 0)
    } else if (!hasFields) path.empty++
    piece.clear()
    this.depth--
  }

  /** Takes back a record that has not ended, as far as what others have in common with it depends on that. */
  leave(): void {
    if (this.depth === 0) return
    const open = this.#open.slice(0, this.depth)
    this.#paths.root.retract(this.#paths.records, new Set(this.#serials.slice(0, this.depth)))
    for (const path of open) path.count--
    const { elements } = this.#paths
    elements.set(this.#name, (elements.get(this.#name) ?? 0) - 1)
    if (elements.get(this.#name) === 0) elements.delete(this.#name)
  }

  #push(path: Path): void {
    const depth = this.depth++
    path.add(this.#paths.records, this.#serials[depth - 1] ?? 0)
    this.#open[depth] = path
    this.#serials[depth] = ++this.#paths.elementsRead
    this.#haveFields[depth] = false
    this.#texts[depth] ??= new Text()
    this.#texts[depth].clear()
  }

  /** Counts a field that is no element. */
  #counted(number: number): Path {
    const path = this.#field(number)
    path.add(this.#paths.records, this.#serials[this.depth - 1] as number)
    return path
  }

  /** The path of a field in the innermost element. */
  #field(number: number): Path {
    const around = this.depth - 1
    this.#haveFields[around] = true
    return this.#paths.below(this.#open[around] as Path, number)
  }

  /** Copies the piece at hand to the text of the innermost element. */
  #keepPiece(): void {
    const { bytes, from, to } = this.#piece
    if (from < to) this.#texts[this.depth - 1]?.add(bytes, from, to)
    this.#piece.clear()
  }
}
