// Provides a file inside a zip archive as a source; which one need not be said where there is only one.

import { CosaxError, InputError, messageOf, reasonOf } from '../core/errors.ts'
import { readChunks } from './chunks.ts'
import type { Reading, Source } from './source.ts'
import { type Archive, bytesOf, type Member, nameOf, openZip } from './zip.ts'

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
    const zip = await this.#orFail(() => openZip(this.#archive))
    try {
      const entry = await this.#orFail(() => this.#find(zip))
      reading.onSize?.(entry.uncompressedSize)
      return await readChunks(bytesOf(entry, zip), this.name, reading)
    } finally {
      zip.close()
    }
  }

  async #find(zip: Archive): Promise<Member> {
    const entries: Member[] = []
    for await (const entry of zip.eachEntry()) entries.push(entry)
    return this.#member === undefined ? this.#only(entries) : this.#named(this.#member, entries)
  }

  #only(entries: Member[]): Member {
    const files = entries.filter((entry) => !nameOf(entry).endsWith('/'))
    const [first, ...others] = files
    if (first && others.length === 0) return first
    if (first === undefined) throw new InputError(`${this.#archive}: has no members`)
    const example = `${this.#archive}:${nameOf(first)}`
    throw new InputError(
      `${this.#archive}: name one member, as in ${example}; it has ${listed(files)}`,
    )
  }

  #named(member: string, entries: Member[]): Member {
    const path = member.replaceAll('\\', '/')
    const found = entries.filter((entry) => nameOf(entry) === path)
    const [first, ...others] = found
    const folder = path.endsWith('/') ? path : `${path}/`
    const inside = entries.filter(
      (entry) => nameOf(entry).startsWith(folder) && !nameOf(entry).endsWith('/'),
    )
    if (path.endsWith('/') || (first === undefined && inside.length > 0)) {
      throw new InputError(`${this.#archive}: ${member} is a directory, it has ${listed(inside)}`)
    }
    if (first === undefined) {
      const files = entries.filter((entry) => !nameOf(entry).endsWith('/'))
      throw new InputError(`${this.#archive}: no member ${member}, it has ${listed(files)}`)
    }
    if (others.length > 0) {
      throw new InputError(`${this.#archive}: ${found.length} members are called ${member}`)
    }
    return first
  }

  async #orFail<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      if (error instanceof CosaxError) throw error
      const reason = /signature not found/.test(messageOf(error))
        ? 'is no zip archive, or its end is missing'
        : reasonOf(error).toLowerCase()
      throw new InputError(`${this.#archive}: ${reason}`)
    }
  }
}

function listed(files: Member[]): string {
  const names = files.slice(0, MOST_SHOWN).map(nameOf)
  const rest = files.length > MOST_SHOWN ? [`${files.length - MOST_SHOWN} more`] : []
  return [...names, ...rest].join(', ') || 'none'
}
