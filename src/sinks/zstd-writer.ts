// Compresses with the system's zstd, in a process of its own, where Node has none.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { Compressor } from './compressor.ts'
import type { Writer } from './writer.ts'
import { failedToStart } from './zstd-program.ts'

const BLOCK = 256 * 1024 // bytes

export class ZstdWriter extends Compressor {
  readonly #writer: Writer
  readonly #name: string
  readonly #gate: Gate
  readonly #zstd: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable }
  readonly #ended: Promise<void>
  #isFull = false

  constructor(writer: Writer, name: string, gate: Gate) {
    super(BLOCK)
    this.#writer = writer
    this.#name = name
    this.#gate = gate
    this.#zstd = spawn('zstd', ['--quiet', '--stdout', '-'], { stdio: 'pipe' })
    this.#zstd.stdin.on('error', () => {}) // how it ended says more
    this.#zstd.stdin.on('drain', () => this.#drained())
    this.#zstd.stdout.on('data', (bytes: Buffer) => this.#take(bytes))
    this.#ended = this.#untilEnded()
  }

  override async flush(): Promise<void> {
    this.buffer.release()
    this.#zstd.stdin.end()
    await this.#ended
    if (this.failure) throw this.failure
    await this.#writer.flush()
  }

  protected override compress(block: Buffer): void {
    if (!this.#zstd.stdin.write(block) && !this.#isFull) {
      this.#isFull = true
      this.#gate.shut()
    }
  }

  #drained(): void {
    if (this.#isFull) this.#gate.open()
    this.#isFull = false
  }

  #take(bytes: Buffer): void {
    try {
      this.isRead = this.isRead && this.#writer.writeBytes(bytes)
    } catch (error) {
      this.#fail(error as OutputError)
    }
    if (!this.isRead) this.#zstd.kill()
  }

  async #untilEnded(): Promise<void> {
    let message = ''
    this.#zstd.stderr.setEncoding('utf8').on('data', (text: string) => {
      message += text
    })
    try {
      const [code] = await once(this.#zstd, 'close')
      if (code !== 0 && this.isRead)
        this.#fail(new OutputError(`${this.#name}: zstd: ${message.trim() || `exit code ${code}`}`))
    } catch (error) {
      this.#fail(failedToStart(this.#name, error))
    }
    this.#drained()
  }

  #fail(failure: OutputError): void {
    this.failure ??= failure
    this.isRead = false
    this.#gate.fail(this.failure)
  }
}
