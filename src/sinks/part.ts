// Provides one of many files: what is written to it waits in memory, and it is open only while that is written out.

import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
} from 'node:fs'
import { type Encoded, type Encoder, isPieces } from '../formats/format.ts'
import type { Compression } from '../formats/formats.ts'
import type { Value } from '../record/record.ts'
import type { Appearing } from './keeping.ts'
import { openCut } from './open-cut.ts'
import { pack } from './pack.ts'
import { settle } from './settle.ts'
import type { Temporary } from './temporary.ts'
import { writeWhole } from './write-whole.ts'

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants
const ADDED = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW

export interface PartOptions {
  path: string
  /** Which of several with the same name. */
  number: number
  /** What it is until it is committed; nothing if it is added to. */
  temporary: Temporary | undefined
  encoder: Encoder
  compression?: Compression | undefined
  /** Whether what is there ends in the middle of a line. */
  isInLine?: boolean
  /** What `keep` of an earlier run has said of it. */
  state?: PartState
}

export interface PartState {
  /** The last part of the name of what it is until it is committed. */
  temporary: string
  records: number
  bytes: number
  /** What waits, as base64. */
  waiting: string
  /** Bytes of the file, and what the system knows it by; nothing while it is not made. */
  file?: { length: number; inode: number }
  encoder?: unknown
}

export class Part {
  /** Which of several with the same name. */
  readonly number: number
  readonly path: string
  records = 0
  /** Written so far, before compression. */
  bytes = 0
  /** Those of them that wait. */
  waiting = 0
  readonly #temporary: Temporary | undefined
  readonly #encoder: Encoder
  readonly #compression: Compression | undefined
  #pieces: Buffer[] = []
  #text = ''
  #isMade = false
  #isInLine: boolean
  /** Whether the system may not have written out all of it, or not its name. */
  #isUnsafe = false
  isNew = false

  constructor(options: PartOptions) {
    const { path, number, temporary, encoder, compression, isInLine = false, state } = options
    this.path = path
    this.number = number
    this.#temporary = temporary
    this.#encoder = encoder
    this.#compression = compression
    this.#isInLine = isInLine
    if (state && temporary) this.#goOn(state, temporary)
  }

  /** Has the system write out the file; what waits is in what it answers, and goes on to wait. */
  keep(): PartState {
    this.#settleText()
    if (this.#isUnsafe) this.settleNow()
    this.#isUnsafe = false
    const encoder = this.#encoder.state?.()
    if (this.#temporary) this.#temporary.isSafe = true
    return {
      temporary: this.#temporary?.name ?? '',
      records: this.records,
      bytes: this.bytes,
      waiting: Buffer.concat(this.#pieces).toString('base64'),
      ...(this.#isMade && { file: fileAt(this.#temporary?.path ?? this.path) }),
      ...(encoder !== undefined && { encoder }),
    }
  }

  get appearing(): Appearing {
    return this.#temporary ? [[this.#temporary.path, this.#temporary.goal]] : []
  }

  #goOn({ records, bytes, waiting, file }: PartState, temporary: Temporary): void {
    const { path, goal } = temporary
    this.records = records
    this.bytes = bytes
    this.#pieces = [Buffer.from(waiting, 'base64')]
    this.waiting = this.#pieces[0]?.length ?? 0
    if (!file) return
    this.#isMade = true
    temporary.isSafe = true
    // one that was full has appeared since
    if (!existsSync(path) && statSync(goal, { throwIfNoEntry: false })?.ino === file.inode) {
      renameSync(goal, path)
    }
    closeSync(openCut(path, file.length))
  }

  /** How much of it is in memory. */
  get held(): number {
    return this.waiting + (this.#encoder.held ?? 0)
  }

  /** How much there will be in it at least. */
  get size(): number {
    return this.bytes + (this.#encoder.held ?? 0)
  }

  write(record: Value): void {
    this.#add(this.#encoder.encode(record))
    this.records++
  }

  /** Puts all that can be written into the file. */
  writeOut(): void {
    this.#add(this.#encoder.settle?.() ?? '')
    this.#save()
  }

  /** The same, with what follows the last record. */
  end(): void {
    this.#add(this.#encoder.end())
    if (this.waiting > 0 || !this.#isMade) this.#save()
  }

  /** Has the system write out what it was given. */
  async settle(): Promise<void> {
    const descriptor = openSync(this.#temporary?.path ?? this.path, 'r+')
    await settle({ flush: async () => {} }, descriptor, this.path)
  }

  /** The same at once: it is large, and the next is about to begin. */
  settleNow(): void {
    const descriptor = openSync(this.#temporary?.path ?? this.path, 'r+')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  }

  commit(): void {
    this.#temporary?.commit()
  }

  discard(): void {
    this.#temporary?.discard()
  }

  #add(data: Encoded): void {
    if (!isPieces(data)) this.#addPiece(data)
    else for (const piece of data) this.#addPiece(piece)
  }

  #addPiece(data: string | Uint8Array): void {
    if (data.length === 0) return
    if (this.#isInLine) this.#text = '\n'
    this.#isInLine = false
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.length
    this.bytes += bytes
    this.waiting += bytes
    if (typeof data === 'string') {
      this.#text += data
      return
    }
    this.#settleText()
    this.#pieces.push(Buffer.from(data))
  }

  #settleText(): void {
    if (this.#text !== '') this.#pieces.push(Buffer.from(this.#text))
    this.#text = ''
  }

  #save(): void {
    this.#settleText()
    const block = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.waiting = 0
    const descriptor = this.#open()
    try {
      const isNeeded = block.length > 0 || fstatSync(descriptor).size === 0
      const bytes = isNeeded ? pack(this.path, this.#compression, block) : block
      this.#isUnsafe = true
      writeWhole(descriptor, bytes, true)
    } finally {
      closeSync(descriptor)
    }
  }

  #open(): number {
    const isNew = !this.#isMade
    this.#isMade = true
    if (isNew) this.isNew = true
    if (this.#temporary && isNew) return this.#temporary.make()
    return openSync(this.#temporary?.path ?? this.path, ADDED)
  }
}

function fileAt(path: string): NonNullable<PartState['file']> {
  const { size, ino } = statSync(path)
  return { length: size, inode: ino }
}
