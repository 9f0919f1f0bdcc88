// Runs a command in a group of processes of its own, and says how it ended. What it writes to stderr is passed on.

import { type ChildProcess, spawn } from 'node:child_process'
import { Readable, type Writable } from 'node:stream'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import { reasonOf } from '../core/errors.ts'
import { LastLines } from './last-lines.ts'
import { addRunning, forgetRunning, signalGroup } from './running.ts'

const GRACE = 500 // ms to end by itself, and again between SIGTERM and SIGKILL
const SILENT = 100 // ms that stderr may stay open after the end, with nothing in it

/** A line for the shell, or a program and its arguments. */
export type CommandLine = string | readonly string[]

export class Command {
  /** How it failed, or undefined if it did not. */
  readonly failure: Promise<string | undefined>
  readonly stdin: Writable
  /** What it prints; empty if that goes to the standard output of this process. */
  readonly stdout: Readable
  readonly #child: ChildProcess
  readonly #last = new LastLines()
  #hasExited = false
  #isLeft = false
  #isStderrBusy = false
  #pieces = 0 // of stderr

  /** @throws Error when the system cannot run anything at all. */
  constructor(line: CommandLine, stdout: 'pipe' | 'inherit' = 'pipe') {
    const isShell = typeof line === 'string'
    const [program = '', ...given] = isShell ? [line] : line
    const child = spawn(program, given, {
      stdio: ['pipe', stdout, 'pipe'],
      shell: isShell,
      detached: process.platform !== 'win32', // a group of its own, which can be ended as a whole
      windowsHide: true,
    })
    this.#child = child
    const { pid, stdin, stderr } = child
    if (!stdin || !stderr) throw new Error('too many open files')
    this.stdin = stdin
    this.stdout = child.stdout ?? Readable.from([])
    stderr.on('data', (bytes: Buffer) => this.#passOn(bytes, stderr))
    stderr.on('error', () => {})
    this.stdout.on('error', () => {}) // its reader hears of it as well
    stdin.on('error', () => {}) // that nothing is read any more is said by the end
    if (pid !== undefined) addRunning(pid)
    this.failure = this.#exit().then(async (how) => {
      this.#hasExited = true
      await this.#restOf(stderr)
      if (pid !== undefined) forgetRunning(pid)
      stderr.destroy()
      const said = this.#last.text
      return how === undefined || said === '' ? how : `${how}: ${said}`
    })
  }

  /** Ends it and all that it has started: it reads and writes no more, then is asked to end, then has to. */
  async end(isUrgent = false): Promise<void> {
    this.#isLeft = true
    this.stdin.destroy()
    this.stdout.destroy()
    const { pid } = this.#child
    if (pid !== undefined) {
      const hasEnded = isUrgent ? this.#hasExited : await this.#endsSoon()
      if (!hasEnded) signalGroup(pid, 'SIGTERM')
      if (!hasEnded && !(await this.#endsSoon())) signalGroup(pid, 'SIGKILL')
    }
    await this.failure
  }

  #endsSoon(): Promise<boolean> {
    return Promise.race([pause(GRACE, false, { ref: false }), this.failure.then(() => true)])
  }

  #exit(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(`cannot be run: ${reasonOf(error)}`))
      this.#child.on('exit', (code, signal) => {
        if (signal) resolve(`ended by ${signal}`)
        else resolve(code === 0 ? undefined : `ended with exit code ${code}`)
      })
    })
  }

  /** One piece at a time: who floods it waits for who reads it. */
  #passOn(bytes: Buffer, stderr: Readable): void {
    if (this.#isLeft) return // what it has to say of that is no news
    this.#last.add(bytes)
    this.#pieces++
    stderr.pause()
    this.#isStderrBusy = true
    const { stderr: own } = process
    if (own.listenerCount('error') === 0) own.on('error', () => {}) // there is nowhere to report it
    own.write(bytes, () => {
      this.#isStderrBusy = false
      stderr.resume()
    })
  }

  /** Until it ends; what the command has left running in the background may hold it open. */
  async #restOf(stderr: Readable): Promise<void> {
    if (stderr.readableEnded || stderr.destroyed) return
    let hasEnded = false
    const ended = new Promise<void>((resolve) => {
      stderr.once('close', () => {
        hasEnded = true
        resolve()
      })
    })
    let before = -1
    while (!hasEnded && (this.#isStderrBusy || this.#pieces > before)) {
      before = this.#pieces
      await Promise.race([ended, pause(SILENT, undefined, { ref: false })])
      await setImmediate() // a process that had no time meanwhile reads what is there before it looks
    }
  }
}

/** A command line as messages show it. */
export function commandText(line: CommandLine): string {
  return typeof line === 'string' ? line : line.join(' ')
}
