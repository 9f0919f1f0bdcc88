// Provides the file of a job that another run may go on with: what is written of it stays, also after a failure, and is cut
// back to what was safe by the run that goes on. It gets its name when it is whole, or has it where it is added to.

import { existsSync, fstatSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Gate } from '../core/gate.ts'
import type { Compression } from '../formats/formats.ts'
import { AfterLines } from './after-lines.ts'
import { BlockWriter } from './block-writer.ts'
import { type Continuation, continuationOf } from './continuation.ts'
import type { Appearing } from './keeping.ts'
import { nameErrors } from './name-errors.ts'
import { openCut } from './open-cut.ts'
import type { OutputLeft } from './output.ts'
import { settle } from './settle.ts'
import { settleFolder, Temporary } from './temporary.ts'
import type { Writer } from './writer.ts'

export interface KeptFileOptions {
  path: string
  /** What errors call it. */
  name: string
  /** The last part of the name that it has until it is whole. */
  partial: string
  gate: Gate
  onClosed: () => void
  compression?: Compression
  /** Whether what is written is added to what the file holds. */
  isAdded: boolean
  /** Whether it has its name from the start on, and everything at once. */
  isLive: boolean
  /** What `keep` of an earlier run has said. */
  state?: KeptFileState
}

export interface KeptFileState {
  /** Bytes of the file. */
  length: number
  records: number
  /** Bytes that wait to be compressed, as base64. */
  rest?: string
  encoder?: unknown
  before?: Continuation
  isBegun: boolean
}

export class KeptFile extends AfterLines {
  override readonly before: Continuation | undefined
  override readonly left: OutputLeft
  readonly #name: string
  readonly #temporary: Temporary | undefined
  readonly #path: string
  readonly #descriptor: number
  protected isBegun: boolean
  protected writer: Writer

  /** @throws OutputError when it cannot be made, or is not what an earlier run has left. */
  constructor(options: KeptFileOptions) {
    super()
    const { path, name, partial, gate, onClosed, compression, isAdded, isLive, state } = options
    this.#name = name
    this.#temporary = isAdded || isLive ? undefined : new Temporary(path, partial, true)
    if (this.#temporary) this.#temporary.isSafe = state !== undefined
    this.#path = this.#temporary?.path ?? path
    this.records = state?.records ?? 0
    this.left = {
      ...(state?.rest !== undefined && { rest: Buffer.from(state.rest, 'base64') }),
      ...(state?.encoder !== undefined && { encoder: state.encoder }),
    }
    const isThere = !state && isAdded && existsSync(path)
    this.before = isThere
      ? nameErrors(name, () => continuationOf(path, name, compression))
      : state?.before
    this.isBegun = state?.isBegun ?? this.before?.endsLine !== false
    this.#descriptor = nameErrors(name, () => this.#open(state, isLive))
    settleFolder(dirname(this.#path))
    const block = isLive ? 1 : undefined // characters
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed, block)
  }

  #open(state: KeptFileState | undefined, isLive: boolean): number {
    if (state) return openCut(this.#path, state.length)
    return this.#temporary?.make() ?? openSync(this.#path, isLive ? 'w' : 'a')
  }

  async keep(): Promise<KeptFileState> {
    const rest = await this.writer.keep?.()
    fsyncSync(this.#descriptor)
    const encoder = this.encoder?.state?.()
    if (this.#temporary) this.#temporary.isSafe = true
    return {
      length: fstatSync(this.#descriptor).size,
      records: this.records,
      ...(rest && rest.length > 0 && { rest: Buffer.from(rest).toString('base64') }),
      ...(encoder !== undefined && { encoder }),
      ...(this.before && { before: this.before }),
      isBegun: this.isBegun,
    }
  }

  get appearing(): Appearing {
    return this.#temporary ? [[this.#temporary.path, this.#temporary.goal]] : []
  }

  override commit(onCommitted?: (name: string) => void): void {
    if (!this.#temporary) return
    const temporary = this.#temporary
    nameErrors(this.#name, () => temporary.commit())
    onCommitted?.(this.#name)
    settleFolder(dirname(temporary.path))
  }

  override discard(): void {
    this.#temporary?.discard()
  }

  protected override writeOut(): Promise<void> {
    return settle(this.writer, this.#descriptor, this.#name)
  }
}
