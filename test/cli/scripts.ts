// Runs scripts of a shell in which `cosax` is the command: in a process that stays where no shell is needed.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { plainWords } from './plain-words.ts'
import { type Printed, Resident } from './resident.ts'

const ENV = { ...process.env, FORCE_COLOR: '0', LC_ALL: 'C.UTF-8' }

export class Scripts {
  readonly #residents = [new Resident(ENV), new Resident(ENV)]
  #runs = 0

  run(script: string, cwd: string): Promise<Printed> {
    const plain = plainWords(script)
    const resident = this.#residents[this.#runs++ % this.#residents.length]
    return plain && resident ? resident.run(plain, cwd) : runInShell(script, cwd)
  }

  stop(): void {
    for (const resident of this.#residents) resident.stop()
  }
}

async function runInShell(script: string, cwd: string): Promise<Printed> {
  const whole = `cosax() { node '${resolve('bin/cosax.js')}' "$@"; }\n${script}`
  const bash = spawn('bash', ['-c', whole], { cwd, env: ENV, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number>((done) => bash.on('close', (code) => done(code ?? -1)))
  const [stdout, stderr, code] = await Promise.all([text(bash.stdout), text(bash.stderr), ended])
  return { stdout, stderr, code }
}
