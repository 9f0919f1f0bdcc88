// Runs many command lines of cosax in a few processes: to start one for each takes longer than what it does.

import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Words } from './plain-words.ts'

export interface Printed {
  stdout: string
  stderr: string
  /** As of a shell. */
  code: number
}

/** A process with its output in two files. It is started when it is needed, and again when a command line has ended it. */
export class Resident {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cosax-resident-'))
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** Runs command lines when those before have ended; `code` is that of the last. */
  run(lines: Words[], cwd: string): Promise<Printed> {
    const printed = this.#last.then(async () => {
      let code = 0
      for (const words of lines) code = await this.#runLine(words, cwd)
      return { stdout: this.#take('stdout'), stderr: this.#take('stderr'), code }
    })
    this.#last = printed.catch(() => {})
    return printed
  }

  stop(): void {
    this.#child?.removeAllListeners()
    this.#child?.kill()
    rmSync(this.#folder, { recursive: true })
  }

  #runLine(words: Words, cwd: string): Promise<number> {
    this.#child ??= this.#start()
    const child = this.#child
    return new Promise((done) => {
      const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
        this.#child = undefined
        done(code ?? 128 + constants.signals[signal ?? 'SIGKILL'])
      }
      child.once('exit', onExit)
      child.once('message', (code: number) => {
        child.off('exit', onExit)
        done(code)
      })
      child.send({ words, cwd })
    })
  }

  #start(): ChildProcess {
    const outputs = [this.#file('stdout'), this.#file('stderr')].map((path) => openSync(path, 'a'))
    const child = fork(resolve('test/cli/resident-child.js'), {
      env: this.#env,
      execArgv: [],
      stdio: ['ignore', ...outputs, 'ipc'],
    })
    for (const descriptor of outputs) closeSync(descriptor)
    return child
  }

  #take(name: string): string {
    const text = readFileSync(this.#file(name), 'utf8')
    truncateSync(this.#file(name)) // it is appended to
    return text
  }

  #file(name: string): string {
    return join(this.#folder, name)
  }
}
