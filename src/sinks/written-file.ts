// Provides a file that its format writes itself, as a database, under a temporary name until it is whole.

import { closeSync, fchmodSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { FileWriter, FormatOptions, OpenFileWriter } from '../formats/format.ts'
import type { Value } from '../record/record.ts'
import { named } from './named.ts'
import type { Ending } from './output.ts'
import { randomName } from './random-name.ts'

export class WrittenFile implements Ending {
  records = 0
  readonly #path: string
  readonly #name: string
  readonly #temporary: string
  readonly #writer: FileWriter
  #isEnded = false

  /** @throws OutputError when it cannot be made. */
  constructor(path: string, name: string, format: OpenFileWriter, options: FormatOptions) {
    this.#path = path
    this.#name = name
    this.#temporary = join(dirname(path), `.cosax-${randomName()}.partial`)
    this.#writer = named(name, () => {
      makeLike(path, this.#temporary)
      return format.open(this.#temporary, options)
    })
  }

  write(record: Value): void {
    named(this.#name, () => this.#writer.write(record))
    this.records++
  }

  async flush(): Promise<void> {
    if (this.#isEnded) return
    this.#isEnded = true
    named(this.#name, () => this.#writer.end())
  }

  commit(): void {
    named(this.#name, () => renameSync(this.#temporary, this.#path))
  }

  discard(): void {
    if (!this.#isEnded) {
      this.#isEnded = true
      this.#writer.leave()
    }
    rmSync(this.#temporary, { force: true })
  }
}

/** An empty file that who may read the old one may read. */
function makeLike(path: string, temporary: string): void {
  const known = statSync(path, { throwIfNoEntry: false })
  const descriptor = openSync(temporary, 'wx')
  if (known) fchmodSync(descriptor, known.mode & 0o7777)
  closeSync(descriptor)
}

/** Passes every record to what writes it. */
export const into: (file: { write(record: Value): void }) => Target<Value> = coroutine(
  function* (file: { write(record: Value): void }): Receiver<Value> {
    while (true) file.write(yield)
  },
)
