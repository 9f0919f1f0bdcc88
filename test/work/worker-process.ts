// Starts `cosax work` as a process of its own, for what needs one: to be killed, to be stopped, to have a full disk.

import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

const COSAX = resolve('bin/cosax.js')
const running = new Set<ChildProcess>()

export class WorkerProcess {
  stderr = ''
  readonly child: ChildProcess
  /** How it ended: its exit code, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>

  constructor(folder: string, words: readonly string[], before = '') {
    const script = `${before} exec node "$0" work "$@"`
    this.child = spawn('sh', ['-c', script, COSAX, ...words], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    running.add(this.child)
    this.child.stderr?.on('data', (bytes) => {
      this.stderr += bytes
    })
    this.ended = new Promise((done) => {
      this.child.on('close', (code, signal) => {
        running.delete(this.child)
        done(signal ?? code ?? -1)
      })
    })
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }
}

/** For the end of the tests: none is left. */
export function endWorkers(): void {
  for (const child of running) child.kill('SIGKILL')
}
