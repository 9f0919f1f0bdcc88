// Provides a file inside a zip archive as a source; which one need not be said where there is only one.

import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { CosaxError, InputError, reasonOf } from '../core/errors.ts'
import { readChunks } from './chunks.ts'
import type { Reading, Source } from './source.ts'

const MOST_SHOWN = 8

export class ZipMember implements Source {
  readonly name: string
  readonly #archive: string
  readonly #member: string | undefined

  /** `name` is the input as it was given. */
  constructor(name: string, archive: string, member?: string) {
    this.name = name
    this.#archive = archive
    this.#member = member
  }

  async read(reading: Reading): Promise<boolean> {
    const zip = await this.#orFail(() => openPromise(this.#archive, { autoClose: false }))
    try {
      const entry = await this.#orFail(() => this.#find(zip))
      reading.onSize?.(entry.uncompressedSize)
      const bytes = await this.#orFail(() => this.#bytesOf(entry, zip))
      return await readChunks(bytes, this.name, reading)
    } finally {
      zip.close()
    }
  }

  async #bytesOf(entry: Entry, zip: ZipFile): Promise<AsyncIterable<Uint8Array>> {
    if (entry.isEncrypted()) throw new InputError(`${this.name}: is encrypted`)
    return checked(await zip.openReadStreamPromise(entry), entry)
  }

  async #find(zip: ZipFile): Promise<Entry> {
    const files: Entry[] = []
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === this.#member) return entry
      if (!entry.fileName.endsWith('/')) files.push(entry)
    }
    const [first, ...others] = files
    if (this.#member !== undefined) {
      throw new InputError(`${this.#archive}: no member ${this.#member}, it has ${listed(files)}`)
    }
    if (first && others.length === 0) return first
    throw new InputError(
      `${this.#archive}: name one member, as in ${this.#archive}:feed.xml; it has ${listed(files)}`,
    )
  }

  async #orFail<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      if (error instanceof CosaxError) throw error
      throw new InputError(`${this.#archive}: ${reasonOf(error).toLowerCase()}`)
    }
  }
}

function listed(files: Entry[]): string {
  const names = files.slice(0, MOST_SHOWN).map(({ fileName }) => fileName)
  const rest = files.length > MOST_SHOWN ? [`${files.length - MOST_SHOWN} more`] : []
  return [...names, ...rest].join(', ') || 'none'
}

/** The library leaves the check sum to its user. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  entry: Entry,
): AsyncGenerator<Uint8Array, void> {
  let sum = 0
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (sum !== entry.crc32) throw new Error('check sum is wrong')
}
