// Turns the name of a destination into the path that will be written: links are followed, also to nowhere.

import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { OutputError, reasonOf } from '../core/errors.ts'

export interface Destination {
  path: string
  /** Whether it is, or will be, a regular file. */
  isFile: boolean
}

/** @throws OutputError when nothing can be written there. */
export function findDestination(name: string): Destination {
  try {
    const path = follow(resolve(name))
    const known = statSync(path, { throwIfNoEntry: false })
    if (known?.isDirectory() || (!known && name.endsWith('/'))) {
      throw new OutputError(`${name}: ${known ? 'is a directory' : 'no such file or directory'}`)
    }
    return { path, isFile: known?.isFile() ?? true }
  } catch (error) {
    if (error instanceof OutputError) throw error
    throw new OutputError(`${name}: ${reasonOf(error)}`)
  }
}

function follow(path: string): string {
  const known = lstatSync(path, { throwIfNoEntry: false })
  if (!known) return join(realpathSync(dirname(path)), basename(path))
  const isDangling = known.isSymbolicLink() && !statSync(path, { throwIfNoEntry: false })
  return isDangling ? follow(resolve(dirname(path), readlinkSync(path))) : realpathSync(path)
}
