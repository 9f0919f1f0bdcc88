// Receives the tapes of a document and grows the tree of its elements. Holds one branch for each there is.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { ATTRIBUTE, END, EVENT_WORDS, type Name, START, type Tape, TEXT } from '../engine/tape.ts'
import { PREFIX } from '../record/record.ts'
import { Branch } from './branch.ts'
import { startOf } from './text.ts'

const MOST_BRANCHES = 10_000
const LONGEST_EXAMPLE = 200 // characters, before it is cut to the width of a line

/** The trees of all documents, the roots side by side. */
export class Grove {
  /** Around the roots. */
  readonly ground: Branch = new Branch('')
  /** Elements and attributes beyond the most that are kept apart, and what is in those. */
  left = 0
  /** How many elements there were. */
  elements = 0
  readonly #numbers = new Map<string, number>()
  #branches = 0

  /** The number of a name, the same in all documents. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(name, number)
    return number
  }

  /** The branch of a name on the innermost of these, or undefined if there are too many. */
  below(way: readonly Branch[], depth: number, number: number, name: string): Branch | undefined {
    const around = way[depth] as Branch
    const known = around.below.get(number)
    if (known) return known
    if (this.#branches === MOST_BRANCHES) return undefined
    this.#branches++
    const again = name.startsWith(PREFIX) ? undefined : sameOn(way, depth, name)
    const branch = new Branch(name, again)
    around.below.set(number, branch)
    return branch
  }
}

function sameOn(way: readonly Branch[], depth: number, name: string): Branch | undefined {
  for (let at = depth; at > 0; at--) if (way[at]?.name === name) return way[at]
  return undefined
}

/** A coroutine for each document. */
export const grow: (grove: Grove) => Target<Tape> = coroutine(function* (
  grove: Grove,
): Receiver<Tape> {
  const walk = new Walk(grove)
  while (true) {
    const tape = yield
    const { events, length, names } = tape
    for (let at = 0; at < length * EVENT_WORDS; at += EVENT_WORDS) {
      const index = events[at + 1] as number
      switch (events[at]) {
        case START:
          walk.start(index, names[index] as Name)
          break
        case ATTRIBUTE:
          walk.attribute(index, names[index] as Name, tape, at)
          break
        case TEXT:
          walk.text(tape, at)
          break
        case END:
          walk.end()
      }
    }
  }
})

/** Walks through a document, along the tree. */
class Walk {
  readonly #grove: Grove
  readonly #elements: number[] = [] // by the index of a name in the document: its number
  readonly #attributes: number[] = []
  readonly #way: Branch[]
  readonly #serials: number[] = [0]
  readonly #kept: [branch: Branch, place: Branch['place']][][] = [] // by depth, if anything
  #depth = 0
  #growing: Branch | undefined // its example is the text read last, which may go on
  #left = 0 // how many open elements have no branch

  constructor(grove: Grove) {
    this.#grove = grove
    this.#way = [grove.ground]
    grove.ground.opened++
    this.#serials[0] = ++grove.elements
  }

  start(index: number, { qualified }: Name): void {
    this.#growing = undefined
    this.#elements[index] ??= this.#grove.numberOf(qualified)
    const branch = this.#left > 0 ? undefined : this.#below(this.#elements[index], qualified)
    if (!branch) {
      this.#left++
      this.#grove.left++
      return
    }
    this.#count(branch)
    const inside = branch.again ?? branch
    inside.opened++
    inside.open++
    this.#depth++
    this.#way[this.#depth] = inside
    this.#serials[this.#depth] = ++this.#grove.elements
  }

  attribute(index: number, { qualified }: Name, tape: Tape, at: number): void {
    const name = PREFIX + qualified
    this.#attributes[index] ??= this.#grove.numberOf(name)
    const branch = this.#left > 0 ? undefined : this.#below(this.#attributes[index], name)
    if (!branch) {
      this.#grove.left++
      return
    }
    this.#count(branch)
    if (branch.example === '') branch.example = shortened(tape.text(at))
  }

  text(tape: Tape, at: number): void {
    if (this.#left > 0) return
    const branch = this.#way[this.#depth] as Branch
    const { length } = branch.example
    if (length > 0 ? branch !== this.#growing || length >= LONGEST_EXAMPLE : isSpace(tape, at))
      return
    branch.example = shortened(branch.example + tape.text(at))
    if (branch.example !== '') this.#growing = branch
  }

  end(): void {
    this.#growing = undefined
    if (this.#left > 0) {
      this.#left--
      return
    }
    for (const [branch, place] of this.#kept[this.#depth] ?? []) branch.place = place
    this.#kept[this.#depth] = []
    const inside = this.#way[this.#depth] as Branch
    inside.open--
    this.#depth--
  }

  #below(number: number, name: string): Branch | undefined {
    return this.#grove.below(this.#way, this.#depth, number, name)
  }

  #count(branch: Branch): void {
    const serial = this.#serials[this.#depth] as number
    const isNested = (this.#way[this.#depth]?.open ?? 0) > 1
    if (isNested && branch.place[0] !== serial) {
      this.#kept[this.#depth] ??= []
      this.#kept[this.#depth]?.push([branch, branch.place])
    }
    branch.add(serial)
  }
}

/** Whether a text is known to be white space without being made. */
function isSpace({ utf8, events }: Tape, at: number): boolean {
  if (!utf8) return false
  const from = utf8.from + (events[at + 2] as number)
  const to = from + (events[at + 3] as number)
  return startOf(utf8.bytes, from, to) === to
}

/** Without leading white space. White space at the end stays: more text may follow. */
function shortened(text: string): string {
  return text.slice(text.search(/[^ \t\r\n]|$/)).slice(0, LONGEST_EXAMPLE)
}
