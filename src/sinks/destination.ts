// Turns the name of a destination into the path that will be written: links are followed, also to nowhere.

import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
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
    const known = statSync(name, { throwIfNoEntry: false })
    if (known && !known.isFile() && !known.isDirectory()) {
      const path = realpathSync(name)
      // a pipe that a link names, as /dev/stdout, may have no path of its own
      return { path: existsSync(path) ? path : name, isFile: false }
    }
    if (known?.isDirectory()) throw new OutputError(`${name}: is a directory`)
    if (name.endsWith('/')) statSync(name) // which says why it is none: from Node 24 on, the way to it may be no folder
    return { path: follow(resolve(name)), isFile: true }
  } catch (error) {
    if (error instanceof OutputError) throw error
    throw new OutputError(`${name}: ${reasonOf(error)}`)
  }
}

function follow(path: string): string {
  const place = join(realpathSync(dirname(path)), basename(path))
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()
  return isLink ? follow(resolve(dirname(place), readlinkSync(place))) : place
}
