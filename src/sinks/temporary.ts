// Provides a file under a temporary name beside the one that it will have when it is whole.

import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { randomName } from './random-name.ts'
import { addUnfinished, forgetUnfinished } from './unfinished.ts'

const ALL_MAY_WRITE = 0o666 // less what the umask takes

export class Temporary {
  readonly path: string
  /** The last part of its name. */
  readonly name: string
  readonly goal: string
  readonly #isKept: boolean
  /** Whether another run may go on with what is in it so far. */
  isSafe = false

  /** It is beside its goal, so that the rename stays on one disk. `isKept` says that it stays, once it is safe, whatever the end of the run. */
  constructor(goal: string, name: string = randomName() + markOf(goal), isKept = false) {
    this.goal = goal
    this.name = name
    this.#isKept = isKept
    this.path = join(dirname(goal), `.cosax-${name}.partial`)
  }

  /** Makes it, empty, with the permissions of the file that it will replace, and answers its descriptor. */
  make(): number {
    const known = statSync(this.goal, { throwIfNoEntry: false })
    const mode = known ? known.mode & 0o777 : ALL_MAY_WRITE
    if (this.#isKept) rmSync(this.path, { force: true }) // of a job that was given up
    const descriptor = openSync(this.path, 'wx', mode)
    if (!this.#isKept) addUnfinished(this.path, 'file')
    if (known) fchmodSync(descriptor, known.mode & 0o7777)
    return descriptor
  }

  /** Gives it its name, in place of what has it. */
  commit(): void {
    renameSync(this.path, this.goal)
    forgetUnfinished(this.path)
  }

  discard(): void {
    if (this.#isKept && this.isSafe) return
    rmSync(this.path, { force: true })
    forgetUnfinished(this.path)
  }
}

/** Has the system write out the names in a folder, as it does what is in a file; some file systems cannot. */
export function settleFolder(path: string): void {
  try {
    const descriptor = openSync(path, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {} // the name is there all the same, but for a power failure
}

/** Removes what earlier runs left that were killed while they wrote a file; whoever writes it now fails. */
export function removeLeftovers(goal: string): void {
  const folder = dirname(goal)
  const leftover = new RegExp(`^\\.cosax-[0-9a-f]{12}${markOf(goal)}\\.partial`)
  for (const name of readdirSync(folder)) {
    if (leftover.test(name)) rmSync(join(folder, name), { force: true, recursive: true })
  }
}

/** What the temporary names of a file have in common: a hash of its own (FNV-1a), as 8 digits. */
function markOf(goal: string): string {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(basename(goal))) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
