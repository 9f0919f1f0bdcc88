// Provides a file that its format writes itself, as a database, under a temporary name until it is whole.

import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { FileWriter, FormatOptions, OpenFileWriter } from '../formats/format.ts'
import type { Value } from '../record/record.ts'
import { nameErrors } from './name-errors.ts'
import type { Committable } from './output.ts'
import { settle } from './settle.ts'
import { settleFolder, Temporary } from './temporary.ts'
import { addUnfinished, forgetUnfinished } from './unfinished.ts'

export class WrittenFile implements Committable {
  records = 0
  readonly #name: string
  readonly #temporary: Temporary
  readonly #lock: string | undefined
  readonly #writer: FileWriter
  #isEnded = false

  /** @throws OutputError when it cannot be made. */
  constructor(path: string, name: string, format: OpenFileWriter, options: FormatOptions) {
    this.#name = name
    this.#temporary = new Temporary(path)
    this.#lock = format.lock && this.#temporary.path + format.lock
    closeSync(nameErrors(name, () => this.#temporary.make()))
    if (this.#lock) addUnfinished(this.#lock, 'folder')
    try {
      this.#writer = nameErrors(name, () => format.open(this.#temporary.path, options))
    } catch (error) {
      this.#forget()
      throw error
    }
  }

  write(record: Value): void {
    nameErrors(this.#name, () => this.#writer.write(record))
    this.records++
  }

  async flush(): Promise<void> {
    if (this.#isEnded) return
    this.#isEnded = true
    nameErrors(this.#name, () => this.#writer.end())
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
      this.#writer.leave()
    }
    this.#forget()
  }

  #forget(): void {
    this.#temporary.discard()
    if (this.#lock) forgetUnfinished(this.#lock)
  }
}

/** Passes every record to what writes it. */
export const into: (file: { write(record: Value): void }) => Target<Value> = coroutine(
  function* (file: { write(record: Value): void }): Receiver<Value> {
    while (true) file.write(yield)
  },
)
