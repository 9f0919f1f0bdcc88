// Turns text into large blocks written to a file descriptor; what is left goes out when the input is quiet.
// Holds one block of text and what a slow reader has not taken; beyond that it shuts the gate.

import { fstatSync, write } from 'node:fs'
import { promisify } from 'node:util'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { isTerminal, terminal } from './terminal.ts'
import { appends, writeWhole } from './write-whole.ts'
import type { Writer } from './writer.ts'

const BLOCK = 64 * 1024 // characters
const FULL = 256 * 1024 // bytes that wait for a slow reader
const QUIET = 20 // ms until text that fills no block is written
const NOTHING = new Uint8Array(0)
const BUSY = 1 // ms until a descriptor that cannot take more is tried again

export class BlockWriter implements Writer {
  readonly #descriptor: number | Promise<number>
  /** The same, if it takes what it is given at once: no need to copy it or to wait in another thread. */
  readonly #prompt: number | undefined
  #isAdded: boolean | undefined // to what is there already, once that was asked
  readonly #name: string
  readonly #gate: Gate
  readonly #onClosed: () => void
  readonly #block: number
  #text = ''
  #blocks: Buffer[] = []
  #bytes = 0 // in #blocks
  #timer: NodeJS.Timeout | undefined
  #draining: Promise<void> | undefined
  #isFull = false
  #isClosed = false
  #failure: OutputError | undefined

  /** `onClosed` is called when the reader has gone; text of so many characters as `block` is written at once. */
  constructor(
    descriptor: number | Promise<number>,
    name: string,
    gate: Gate,
    onClosed: () => void = () => {},
    block: number = BLOCK,
  ) {
    this.#block = block
    this.#descriptor = descriptor
    this.#prompt = typeof descriptor === 'number' && isPrompt(descriptor) ? descriptor : undefined
    this.#name = name
    this.#gate = gate
    this.#onClosed = onClosed
  }

  write(text: string): boolean {
    if (this.#failure) throw this.#failure
    if (this.#isClosed) return false
    this.#text += text
    if (this.#text.length >= this.#block) this.#release()
    else this.#timer ??= setTimeout(() => this.#release(), QUIET)
    return true
  }

  writeText(bytes: Uint8Array): boolean {
    if (bytes.length < BLOCK / 4)
      return this.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
    return this.writeBytes(bytes)
  }

  writeBytes(bytes: Uint8Array): boolean {
    if (this.#failure) throw this.#failure
    if (this.#isClosed) return false
    this.#release()
    this.#give(bytes)
    return true
  }

  async flush(): Promise<void> {
    this.#release()
    await this.#draining
    if (this.#failure) throw this.#failure
  }

  async keep(): Promise<Uint8Array> {
    await this.flush()
    return NOTHING
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === '') return
    const block = Buffer.from(this.#text)
    this.#text = ''
    this.#give(block)
  }

  #give(bytes: Uint8Array): void {
    if (this.#prompt === undefined) {
      this.#queue(Buffer.from(bytes))
      return
    }
    try {
      this.#isAdded ??= appends(this.#prompt)
      writeWhole(this.#prompt, bytes, this.#isAdded)
    } catch (error) {
      this.#fail(error)
    }
  }

  #queue(block: Buffer): void {
    this.#blocks.push(block)
    this.#bytes += block.length
    if (this.#bytes > FULL && !this.#isFull) {
      this.#isFull = true
      this.#gate.shut()
    }
    this.#draining ??= this.#drain()
  }

  #fail(error: unknown): void {
    this.#blocks = []
    this.#text = ''
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') {
      this.#isClosed = true
      this.#onClosed()
    } else {
      const isOurs = error instanceof OutputError
      this.#failure = isOurs ? error : new OutputError(`${this.#name}: ${reasonOf(error)}`)
      this.#gate.fail(this.#failure)
    }
  }

  async #drain(): Promise<void> {
    try {
      const descriptor = await this.#descriptor
      for (let block = this.#blocks.shift(); block; block = this.#blocks.shift()) {
        if (terminal.onPrint && isTerminal(descriptor)) terminal.onPrint()
        await writeAll(descriptor, block)
        this.#bytes -= block.length
      }
    } catch (error) {
      this.#fail(error)
    }
    this.#draining = undefined
    if (this.#isFull) {
      this.#isFull = false
      this.#gate.open()
    }
  }
}

/** Files, and devices that are no terminals. */
function isPrompt(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor)
    return kind.isFile() || (kind.isCharacterDevice() && !isTerminal(descriptor))
  } catch {
    return false // the first write says why
  }
}

const writeSome = promisify(write)

async function writeAll(descriptor: number, block: Buffer): Promise<void> {
  let written = 0
  while (written < block.length) {
    try {
      const { bytesWritten } = await writeSome(descriptor, block, written)
      written += bytesWritten
    } catch (error) {
      // a pipe that another process has made non-blocking
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      await new Promise((resolve) => setTimeout(resolve, BUSY))
    }
  }
}
