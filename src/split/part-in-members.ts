// Provides a part of a document that lies in members of a compressed file as a source: these are expanded, and no others.

import { readMembers } from '../sources/members.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { InMembers, Part } from './part.ts'

export class PartInMembers implements Source {
  readonly name: string
  readonly #members: InMembers
  readonly #from: number
  readonly #to: number

  constructor({ file, from, to }: Part, members: InMembers) {
    this.name = file
    this.#members = members
    this.#from = from.offset
    this.#to = to.offset
  }

  async read(reading: Reading): Promise<boolean> {
    const { from, to, offset } = this.#members
    let at = offset
    reading.onSize?.(to - from)
    return readMembers(
      this.name,
      { from, to },
      {
        ...reading,
        write: (bytes) => {
          const own = bytes.subarray(Math.max(0, this.#from - at), Math.max(0, this.#to - at))
          at += bytes.length
          // what follows belongs to the next part, but shows whether the last member is whole
          return own.length === 0 || reading.write(own)
        },
      },
    )
  }
}
