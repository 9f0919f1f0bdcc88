// Answers what a file is known by, so that it is noticed when it has changed.

import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { InputError, reasonOf } from '../core/errors.ts'
import { bytesAt, digestOfEnds } from '../sources/ends.ts'

export interface Identity {
  /** Bytes. */
  size: number
  /** When it was changed last, to the millisecond. */
  mtime: string
  /** SHA-256 of its first and last bytes. */
  digest: string
}

export const BEGINNING = 4096 // bytes that say what a file is

/** @throws InputError for what is no file, or cannot be read. */
export function identityOf(path: string): Identity {
  return opened(path, (descriptor) => {
    const { size, mtime } = fstatSync(descriptor)
    return { size, mtime: mtime.toISOString(), digest: digestOfEnds(descriptor, size) }
  })
}

/** The first bytes, as they lie there. */
export function storedBeginningOf(path: string): Buffer {
  return opened(path, (descriptor) => bytesAt(descriptor, 0, BEGINNING))
}

function opened<T>(path: string, look: (descriptor: number) => T): T {
  try {
    // to open a named pipe would wait for who writes to it
    if (!statSync(path).isFile()) throw new InputError(`${path}: ${NO_FILE}`)
    const descriptor = openSync(path, 'r')
    try {
      return look(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${path}: ${reasonOf(error)}`)
  }
}

const NO_FILE = 'a part is read from its place, which needs a plain file'

/** What has changed of a file since it was known so; nothing if it is the same. */
export function changeOf(known: Identity, now: Identity): string | undefined {
  if (now.size !== known.size) return `${known.size} bytes then, ${now.size} now`
  if (now.digest !== known.digest) return 'other bytes'
  return now.mtime === known.mtime ? undefined : `changed last at ${known.mtime}, now ${now.mtime}`
}

/** @throws InputError when it is not the file that was split. */
export function insistOnFile({ file, identity }: { file: string; identity: Identity }): void {
  const change = changeOf(identity, identityOf(file))
  if (change !== undefined) {
    throw new InputError(`${file}: has changed since it was split: ${change}`)
  }
}
