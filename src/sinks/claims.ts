// Keeps what is written apart from what is read, and outputs from each other: by any of its names a file is one of them.

import { type BigIntStats, fstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'

/** A path, or a descriptor that is open. */
export type Place = string | number

export class Claims {
  readonly #reads: readonly Place[]
  #read: Map<string, string> | undefined
  readonly #written = new Map<string, string>()

  /** With the files that are read, which are looked at when the first is written. */
  constructor(reads: readonly Place[] = []) {
    this.#reads = reads
  }

  /** @throws UsageError with `destination` when it cannot have the place. */
  insist(place: Place, destination: string): void {
    const fault = this.take(place, destination)
    if (fault) throw new UsageError(`${destination}: ${fault}`)
  }

  /**
   * Takes a place for a destination. Answers what is wrong, if it cannot have it. What is no regular file may be
   * several of them.
   */
  take(place: Place, destination: string): string | undefined {
    this.#read ??= this.#lookAt(this.#reads)
    const identities = identitiesOf(place)
    for (const identity of identities) {
      const read = this.#read.get(identity)
      if (read !== undefined) return ofInput(read, place, destination)
      const other = this.#written.get(identity)
      if (other !== undefined) return `is written as ${other} too`
    }
    for (const identity of identities) this.#written.set(identity, destination)
    return undefined
  }

  #lookAt(places: readonly Place[]): Map<string, string> {
    return new Map(
      places.flatMap((place) => identitiesOf(place).map((identity) => [identity, nameOf(place)])),
    )
  }
}

function ofInput(read: string, place: Place, destination: string): string {
  const isSame = read === destination || read === place
  return `${isSame ? '' : `is ${read}, and `}this run reads it: expected another file to write to`
}

function nameOf(place: Place): string {
  return place === 0 ? 'stdin' : String(place)
}

/** What identifies a regular file: where it lies on its disk, and its path, which it has before it is there. */
export function identitiesOf(place: Place): string[] {
  const known = statOf(place)
  if (known && !known.isFile()) return []
  const inode = known ? [`${known.dev}:${known.ino}`] : []
  return typeof place === 'number' ? inode : [...inode, ...wholePath(place)]
}

function statOf(place: Place): BigIntStats | undefined {
  try {
    return typeof place === 'number'
      ? fstatSync(place, { bigint: true })
      : statSync(place, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined // opening it will say why
  }
}

function wholePath(path: string): string[] {
  try {
    return [join(realpathSync(dirname(resolve(path))), basename(path))]
  } catch {
    return [] // there is no folder for it
  }
}
