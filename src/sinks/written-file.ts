// Provides a file that its format writes itself, as a database, under a temporary name until it is whole.

import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { OutputError } from '../core/errors.ts'
import { quietly } from '../core/quietly.ts'
import type { FileWriter, FormatOptions, OpenFileWriter } from '../formats/format.ts'
import { Lines, type Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { Appearing, Left } from './keeping.ts'
import { nameErrors } from './name-errors.ts'
import { ANEW } from './open-cut.ts'
import type { Committable } from './output.ts'
import { settle } from './settle.ts'
import { settleFolder, Temporary } from './temporary.ts'
import { addUnfinished, forgetUnfinished } from './unfinished.ts'

interface WrittenFileState {
  records: number
  writer: unknown
}

export class WrittenFile implements Committable {
  records = 0
  readonly #name: string
  readonly #temporary: Temporary
  readonly #lock: string | undefined
  readonly #writer: FileWriter
  readonly #isKept: boolean
  #isEnded = false

  /** `left` is how it finds what another run has left of it. @throws OutputError when it cannot be made. */
  constructor(
    path: string,
    name: string,
    format: OpenFileWriter,
    options: FormatOptions,
    left?: Left,
  ) {
    this.#name = name
    this.#temporary = new Temporary(path, left?.partial, left !== undefined)
    this.#isKept = left !== undefined
    this.#lock = format.lock && this.#temporary.path + format.lock
    const state = left?.state as WrittenFileState | undefined
    nameErrors(name, () => this.#begin(state !== undefined, format))
    this.records = state?.records ?? 0
    try {
      const how = { ...options, ...(left && { isKept: true, state: state?.writer }) }
      this.#writer = nameErrors(name, () => format.open(this.#temporary.path, how))
    } catch (error) {
      this.#forget()
      throw error
    }
  }

  /** Makes it, if it is not there; what is beside it may be of a run that was killed. */
  #begin(isThere: boolean, { beside = [] }: OpenFileWriter): void {
    const { path } = this.#temporary
    if (this.#isKept && this.#lock) rmSync(this.#lock, { recursive: true, force: true })
    this.#temporary.isSafe = isThere
    if (isThere) {
      if (!existsSync(path)) throw new OutputError(`${path} is gone: ${ANEW}`)
      return
    }
    if (this.#isKept) for (const end of beside) rmSync(path + end, { force: true })
    closeSync(this.#temporary.make())
    if (this.#isKept) settleFolder(dirname(path))
    if (this.#lock && !this.#isKept) addUnfinished(this.#lock, 'folder')
  }

  async keep(): Promise<WrittenFileState> {
    const writer = nameErrors(this.#name, () => this.#writer.keep?.())
    this.#temporary.isSafe = true
    return { records: this.records, writer }
  }

  get appearing(): Appearing {
    return [[this.#temporary.path, this.#temporary.goal]]
  }

  write(record: Value): void {
    nameErrors(this.#name, () => this.#writer.write(record))
    this.records++
  }

  writeLines(lines: Lines): void {
    nameErrors(this.#name, () => this.#writer.writeLines?.(lines))
    this.records += lines.records
  }

  async flush(): Promise<void> {
    if (this.#isEnded) return
    nameErrors(this.#name, () => this.#writer.end())
    this.#isEnded = true
    const descriptor = nameErrors(this.#name, () => openSync(this.#temporary.path, 'r+'))
    await settle({ flush: async () => {} }, descriptor, this.#name)
  }

  commit(onCommitted?: (name: string) => void): void {
    nameErrors(this.#name, () => this.#temporary.commit())
    if (this.#lock) forgetUnfinished(this.#lock)
    onCommitted?.(this.#name)
    settleFolder(dirname(this.#temporary.path))
  }

  discard(): void {
    if (!this.#isEnded) {
      this.#isEnded = true
      quietly(() => this.#writer.leave()) // it may have failed to end
    }
    this.#forget()
  }

  #forget(): void {
    this.#temporary.discard()
    if (this.#lock && !this.#isKept) forgetUnfinished(this.#lock)
  }
}

/** Passes every record to what writes it, and lines to what takes these. */
export const into: (file: Taker) => Target<Value> = coroutine(function* (
  file: Taker,
): Receiver<Writable> {
  while (true) {
    const item = yield
    if (!(item instanceof Lines)) file.write(item)
    else if (file.writeLines) file.writeLines(item)
    else throw new Error('a file was given lines that takes none')
  }
})

interface Taker {
  write(record: Value): void
  writeLines?(lines: Lines): void
}
