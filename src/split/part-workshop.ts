// Reads one part of a document: begins with what stands around it, and sees that it ends where the next one begins.

import { InputError } from '../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { textOf } from '../parts/around.ts'
import type { Line, LineOptions } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import type { Plan } from '../plan/plan.ts'
import type { Workshop } from '../plan/run.ts'
import { FileSource } from '../sources/file.ts'
import type { Source } from '../sources/source.ts'
import { beginningOf } from './beginning.ts'
import { insistOnFile } from './identity.ts'
import { isFirstOfFile, isLastOfFile, type Part } from './part.ts'
import { PartInMembers } from './part-in-members.ts'
import { PartOfDocument } from './part-of-document.ts'

export class PartWorkshop implements Workshop {
  readonly #part: Part
  #leavesOut = false
  #first: Buffer = Buffer.alloc(0)

  constructor(part: Part) {
    this.#part = part
  }

  join(plan: Plan, options: LineOptions): Promise<Line> {
    this.#leavesOut = plan.onError !== undefined && plan.onError !== 'stop'
    // what is said of the first records of all is said once
    return joinLine(plan, { ...options, isPart: this.#part.part > 1 })
  }

  async open(): Promise<Source> {
    const { file, from, to, members } = this.#part
    insistOnFile(this.#part)
    this.#first = (await beginningOf(file)).first
    if (members) return new PartInMembers(this.#part, members)
    return counted(new FileSource(file, { from: from.offset, to: to.offset }))
  }

  openDocument(line: Line, { name }: Source): Engine {
    const part = this.#part
    const { around, from } = part
    const { depth: _, ...place } = from
    const inside = { ...place, around: textOf(around) }
    const engine = isFirstOfFile(part) ? line.open(name) : line.open(name, inside)
    const end = () => {
      insistOnFile(this.#part)
      if (isLastOfFile(part)) engine.end()
      else this.#insistOnEnd(engine)
      engine.leave?.()
      if (!this.#leavesOut) this.#insistOnRecords(line.records)
    }
    return new PartOfDocument(engine, end, { first: this.#first, at: from.offset })
  }

  /** @throws InputError when the part does not end where the next one begins. */
  #insistOnEnd(engine: Engine): void {
    const { to } = this.#part
    const border = engine.border?.()
    const isThere =
      border &&
      (['offset', 'lines', 'characters', 'expansion', 'depth'] as const).every(
        (key) => border[key] === to[key],
      )
    if (!isThere) throw this.#otherEnd()
  }

  #insistOnRecords(records: number): void {
    const { from, to } = this.#part
    if (records !== to.records - from.records) throw this.#otherEnd()
  }

  #otherEnd(): InputError {
    const { file, part } = this.#part
    return new InputError(
      `${file}: part ${part} does not end as it did when it was split: is it the same file?`,
    )
  }
}

/** Says how much was read, as what may be compressed does. */
function counted(source: Source): Source {
  return {
    name: source.name,
    read: (reading) =>
      source.read({
        ...reading,
        write(bytes) {
          reading.onRead?.(bytes.length)
          return reading.write(bytes)
        },
      }),
  }
}
