// Runs a script on plain node, in a process of its own, and measures what it uses.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

export interface Usage {
  /** Seconds. */
  cpu: number
  /** The peak of resident memory, in MB. */
  memory: number
}

/** What a script in this folder prints as JSON, and what it has used; nothing of a script that does not end. */
export async function child<T>(script: string, args: string[]): Promise<Partial<T & Usage>> {
  const usage = resolve('bench/usage.js')
  const running = spawn(
    process.execPath,
    ['--import', usage, resolve('test/hostile', script), ...args],
    { stdio: ['ignore', 'pipe', 'inherit', 'pipe'], timeout: 600_000, killSignal: 'SIGKILL' },
  )
  const outputs = [running.stdout, running.stdio[3]] as Readable[]
  const printed = await Promise.all(outputs.map(text))
  return Object.assign({}, ...printed.map((json) => JSON.parse(json || '{}')))
}
