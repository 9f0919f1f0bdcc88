// Provides one destination that is many files: one for each value of a field, or one after the other.
// Holds up to 8 MiB of what waits to be written, and opens one file at a time: the number of files costs little.

import { rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { OutputError } from '../core/errors.ts'
import type { FormatOptions, OpenEncoder } from '../formats/format.ts'
import { type Compression, stemOf } from '../formats/formats.ts'
import type { Value } from '../record/record.ts'
import type { Writing } from '../record/writing.ts'
import { makeFoldersBelow } from './below.ts'
import type { Claims } from './claims.ts'
import { continuationOf } from './continuation.ts'
import type { Appearing, Left } from './keeping.ts'
import { nameErrors } from './name-errors.ts'
import type { Committable } from './output.ts'
import { Part, type PartState } from './part.ts'
import { randomName } from './random-name.ts'
import { Template } from './template.ts'
import { settleFolder, Temporary } from './temporary.ts'
import { addUnfinished, forgetUnfinished } from './unfinished.ts'

const MOST_WAITING = 8 * 1024 * 1024 // bytes
const ENOUGH = 512 * 1024 // bytes of one file
const MOST_OF_A_RECORD = 10_000 // files
const BREATH = 64 // files ended between two looks at the world, and synchronised at once
export const MOST_FILES = 100_000

export interface PartitionsOptions {
  destination: string
  /** What other destinations write, and what the run reads. */
  claims: Claims
  format: OpenEncoder
  options: FormatOptions
  compression?: Compression
  writing: Writing
  /** Of the format, if it bears fewer. */
  most?: number
  /** For a job that another run may go on with. */
  left?: Left
}

interface PartitionsState {
  records: number
  /** How many files were made. */
  made: number
  parts: { name: string; number: number; state: PartState }[]
}

export class Partitions implements Committable {
  records = 0
  readonly #of: PartitionsOptions
  readonly #template: Template
  readonly #parts = new Map<string, Part>() // by name without number
  readonly #folders: string[] = [] // made here
  readonly #run: string
  #made = 0
  #held = 0
  #isDiscarded = false
  #isSilent = false
  #flushed: Promise<void> | undefined

  constructor(options: PartitionsOptions) {
    this.#of = options
    this.#template = new Template(options.destination)
    this.#run = options.left?.partial ?? randomName()
    if (options.left?.state) this.#goOn(options.left.state as PartitionsState)
  }

  async keep(): Promise<PartitionsState> {
    const parts = Array.from(this.#parts, ([name, part]) => ({
      ...{ name, number: part.number },
      state: nameErrors(part.path, () => part.keep()),
    }))
    const fresh = [...this.#parts.values()].filter(({ isNew }) => isNew)
    for (const folder of new Set(fresh.map(({ path }) => dirname(path)))) settleFolder(folder)
    for (const part of fresh) part.isNew = false
    return { records: this.records, made: this.#made, parts }
  }

  get appearing(): Appearing {
    return [...this.#parts.values()].flatMap(({ appearing }) => appearing)
  }

  #goOn({ records, made, parts }: PartitionsState): void {
    const { destination, claims, format, options, compression } = this.#of
    this.records = records
    this.#made = made
    for (const { name, number, state } of parts) {
      const path = this.#pathOf(name, number)
      const temporary = new Temporary(path, state.temporary, true)
      const part = nameErrors(path, () => {
        const fault = claims.take(path, destination)
        if (fault !== undefined) throw new OutputError(fault)
        const encoder = format.open({ ...options, state: state.encoder })
        return new Part({ path, number, temporary, encoder, compression, state })
      })
      this.#parts.set(name, part)
      this.#held += part.held
    }
  }

  /** @throws OutputError when it cannot be written. */
  write(record: Value): void {
    if (this.#isSilent) return
    let files = 0
    for (const name of this.#template.namesFor(record)) {
      if (++files > MOST_OF_A_RECORD) {
        throw new OutputError(
          `${this.#of.destination}: a record in more than ${MOST_OF_A_RECORD} files`,
        )
      }
      this.#writeTo(name, record)
    }
    this.records++
    if (this.#held > MOST_WAITING) this.#relieve()
  }

  flush(): Promise<void> {
    this.#flushed ??= this.#endAll()
    return this.#flushed
  }

  commit(onCommitted: (name: string) => void = () => {}): void {
    for (const folder of this.#folders) forgetUnfinished(folder)
    for (const part of this.#parts.values()) {
      nameErrors(part.path, () => part.commit())
      onCommitted(part.path)
    }
    const parts = [...this.#parts.values()]
    for (const folder of new Set(parts.map(({ path }) => dirname(path)))) settleFolder(folder)
  }

  /** What was added to files, and files that were full, stay. */
  discard(): void {
    this.#isDiscarded = true
    if (this.#of.writing.append) return
    for (const part of this.#parts.values()) part.discard()
    for (const folder of this.#folders.reverse()) {
      try {
        rmdirSync(folder)
      } catch {} // something else is in it
      forgetUnfinished(folder)
    }
  }

  silence(): void {
    this.#isSilent = true
  }

  #writeTo(name: string, record: Value): void {
    const known = this.#parts.get(name)
    const part = known && !this.#isFull(known) ? known : this.#begin(name, known)
    const before = part.held
    nameErrors(part.path, () => {
      part.write(record)
      if (part.waiting >= ENOUGH) part.writeOut()
    })
    this.#held += part.held - before
  }

  #pathOf(name: string, number: number): string {
    return this.#of.writing.rotate ? numbered(name, number) : name
  }

  #isFull({ records, size }: Part): boolean {
    const { rotate } = this.#of.writing
    if (!rotate) return false
    return 'records' in rotate ? records >= rotate.records : size >= rotate.bytes
  }

  #begin(name: string, before?: Part): Part {
    const { destination, claims, format, options, compression, writing } = this.#of
    const { most = Number.POSITIVE_INFINITY } = this.#of
    if (before) this.#finish(before)
    else if (this.#parts.size === Math.min(most, writing.files ?? MOST_FILES)) {
      const advice =
        this.#parts.size === most ? 'this format bears no more' : '--max-files allows more'
      throw new OutputError(`${destination}: more than ${this.#parts.size} files: ${advice}`)
    }
    const number = before ? before.number + 1 : 1
    const path = this.#pathOf(name, number)
    const last = `${this.#run}-${++this.#made}`
    const temporary = writing.append
      ? undefined
      : new Temporary(path, last, this.#of.left !== undefined)
    const part = nameErrors(path, () => {
      const known = statSync(path, { throwIfNoEntry: false })
      if (known && !known.isFile()) throw new OutputError('is no regular file')
      this.#makeFolders(path)
      const fault = claims.take(path, destination)
      if (fault !== undefined) throw new OutputError(fault)
      const before = writing.append && known ? continuationOf(path, path, compression) : undefined
      const continued = before && { isContinued: true, ...before }
      const encoder = format.open({ ...options, ...continued })
      const isInLine = before?.endsLine === false
      return new Part({ path, number, temporary, encoder, compression, isInLine })
    })
    this.#parts.set(name, part)
    return part
  }

  /** A file that is full appears at once. */
  #finish(part: Part): void {
    this.#held -= part.held
    nameErrors(part.path, () => {
      part.end()
      part.settleNow()
      part.commit()
    })
  }

  #makeFolders(path: string): void {
    for (const folder of makeFoldersBelow(this.#template.base, path)) {
      if (this.#of.left) continue
      this.#folders.push(folder)
      addUnfinished(folder, 'folder')
    }
  }

  /** Writes out the files with most, until half of the memory is free. */
  #relieve(): void {
    const parts = [...this.#parts.values()].sort((a, b) => b.held - a.held)
    for (const part of parts) {
      if (this.#held <= MOST_WAITING / 2 || part.held === 0) break
      this.#held -= part.held
      nameErrors(part.path, () => part.writeOut())
    }
  }

  async #endAll(): Promise<void> {
    if (this.#template.plain !== undefined && this.#parts.size === 0 && !this.#isSilent) {
      this.#begin(this.#template.plain)
    }
    const parts = [...this.#parts.values()]
    for (let at = 0; at < parts.length; at += BREATH) {
      if (this.#isDiscarded && !this.#of.writing.append) return
      const some = parts.slice(at, at + BREATH)
      for (const part of some) nameErrors(part.path, () => part.end())
      await Promise.all(some.map((part) => part.settle()))
    }
  }
}

/** `buses.csv.gz` as `buses-0001.csv.gz`. */
function numbered(path: string, number: number): string {
  const stem = stemOf(path)
  return `${stem}-${String(number).padStart(4, '0')}${path.slice(stem.length)}`
}
