// Reads and writes the file of a checkpoint: a line that says what it is, with a digest, and a line of JSON.

import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { reasonOf, UsageError } from '../core/errors.ts'
import { nameErrors } from '../sinks/name-errors.ts'
import { settleFolder } from '../sinks/temporary.ts'
import type { Checkpoint } from './checkpoint.ts'

const KIND = 'cosax checkpoint'
/** Of what stands in it: a change of that is a new one. */
const FORMAT = 1

export class CheckpointFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /**
   * What stands in it; nothing if it is not there.
   *
   * @throws UsageError when it is no checkpoint, a damaged one, or one of another format.
   */
  read(): Checkpoint | undefined {
    if (!existsSync(this.path)) return undefined
    const [head = '', text = '', ...rest] = this.#text().split('\n')
    const [, format, digest] = /^cosax checkpoint (\d+) ([0-9a-f]{64})$/.exec(head) ?? []
    if (format === undefined)
      throw this.#refused(head.startsWith(KIND) ? 'is damaged' : 'is no checkpoint')
    if (Number(format) !== FORMAT) throw this.#refused('is of another version of cosax')
    if (rest.join('') !== '' || digestOf(text) !== digest) throw this.#refused('is damaged')
    return JSON.parse(text) as Checkpoint
  }

  /** Puts another one in its place, whole or not at all. */
  write(checkpoint: Checkpoint): void {
    const text = JSON.stringify(checkpoint)
    const fresh = `${this.path}.new`
    nameErrors(this.path, () => {
      const descriptor = openSync(fresh, 'w')
      try {
        writeFileSync(descriptor, `${KIND} ${FORMAT} ${digestOf(text)}\n${text}\n`)
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(fresh, this.path)
    })
    settleFolder(dirname(this.path))
  }

  remove(): void {
    if (!existsSync(this.path)) return
    rmSync(this.path, { force: true })
    settleFolder(dirname(this.path))
  }

  #text(): string {
    try {
      return readFileSync(this.path, 'utf8')
    } catch (error) {
      throw new UsageError(`--checkpoint: ${this.path}: ${reasonOf(error)}`)
    }
  }

  #refused(fact: string): UsageError {
    return new UsageError(`--checkpoint: ${this.path} ${fact}: remove it to begin anew`)
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
