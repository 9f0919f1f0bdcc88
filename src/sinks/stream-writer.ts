// Turns text into large blocks written to a stream, the input of a command or a connection.
// Holds one block of text and what a slow reader has not taken; beyond that it shuts the gate.

import { finished, type Writable } from 'node:stream'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import type { Writer } from './writer.ts'

const BLOCK = 64 * 1024 // characters
const FULL = 1024 * 1024 // bytes that wait for a slow reader
const QUIET = 20 // ms until text that fills no block is written

export interface StreamWriting {
  /** What errors call it. */
  name: string
  gate: Gate
  /** Called when the reader has gone. */
  onClosed?: () => void
  /** Whether a reader that has gone is a failure. */
  needsReader?: boolean
}

export class StreamWriter implements Writer {
  readonly #stream: Writable
  readonly #of: StreamWriting
  readonly #over: Promise<void>
  #text = ''
  #timer: NodeJS.Timeout | undefined
  #isFull = false
  #isClosed = false
  #failure: OutputError | undefined

  constructor(stream: Writable, writing: StreamWriting) {
    this.#stream = stream
    this.#of = writing
    this.#over = new Promise((resolve) => {
      finished(stream, { readable: false }, (error) => {
        this.#finish(error)
        resolve()
      })
    })
  }

  /** Whether the reader has gone. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  write(text: string): boolean {
    if (!this.#isRead()) return false
    this.#text += text
    if (this.#text.length >= BLOCK) this.#release()
    else this.#timer ??= setTimeout(() => this.#release(), QUIET)
    return true
  }

  writeText(bytes: Uint8Array): boolean {
    if (bytes.length >= BLOCK / 4) return this.writeBytes(bytes)
    return this.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  }

  writeBytes(bytes: Uint8Array): boolean {
    if (!this.#isRead()) return false
    this.#release()
    this.#give(Buffer.from(bytes))
    return true
  }

  /** Writes all that was given, and ends the stream. */
  async flush(): Promise<void> {
    this.end()
    await this.#over
    if (this.#failure) throw this.#failure
  }

  /** When all is written, or nothing more can be. */
  whenOver(): Promise<void> {
    return this.#over
  }

  /** The same without waiting for it. */
  end(): void {
    this.#release()
    if (!this.#isClosed) this.#stream.end()
  }

  #isRead(): boolean {
    if (this.#failure) throw this.#failure
    return !this.#isClosed
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === '') return
    const block = Buffer.from(this.#text)
    this.#text = ''
    this.#give(block)
  }

  #give(block: Buffer): void {
    if (this.#isClosed) return
    this.#stream.write(block, () => {
      if (this.#isFull && this.#stream.writableLength <= FULL / 2) this.#setFull(false)
    })
    if (!this.#isFull && this.#stream.writableLength > FULL) this.#setFull(true)
  }

  #setFull(isFull: boolean): void {
    this.#isFull = isFull
    if (isFull) this.#of.gate.shut()
    else this.#of.gate.open()
  }

  /** Called once: all is written, or nothing more can be. */
  #finish(error: NodeJS.ErrnoException | null | undefined): void {
    const { name, gate, onClosed, needsReader } = this.#of
    clearTimeout(this.#timer)
    this.#text = ''
    this.#isClosed = true
    if (error && (needsReader || !GONE.has(error.code ?? ''))) {
      this.#failure = new OutputError(`${name}: ${wordsOf(error)}`)
      gate.fail(this.#failure)
    }
    if (this.#isFull) this.#setFull(false)
    if (error) onClosed?.()
  }
}

function wordsOf(error: NodeJS.ErrnoException): string {
  const { code = '' } = error
  return REASONS[code] ?? reasonOf(error)
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed before all was sent',
  EPIPE: 'connection closed before all was sent',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found',
  ETIMEDOUT: 'no answer',
}

/** How the system says that nobody reads. */
const GONE = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECANCELED', // of what was to be written when the stream was ended
  'EOF',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
])
