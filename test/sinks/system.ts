// What the tests of outputs ask of the system: named pipes, and which files this process has open.

import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

export function makePipe(path: string): string {
  execFileSync('mkfifo', [path])
  return path
}

/** Reads a named pipe to its end; opens it only after some seconds, if so asked. */
export function readPipe(path: string, seconds = 0): Promise<string> {
  const reader = spawn('sh', ['-c', 'sleep "$1"; exec cat "$0"', path, String(seconds)])
  let text = ''
  reader.stdout.setEncoding('utf8').on('data', (more) => {
    text += more
  })
  return new Promise((resolve) => reader.on('close', () => resolve(text)))
}

/** Ends the waits for a reader of the named pipes in a folder: they would outlive a test that failed. */
export function releasePipes(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name)
    if (!lstatSync(path).isFIFO()) continue
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK))
  }
}

/** The names of the files that this process has open, as far as they start like this. */
export function openFiles(start: string): string[] {
  const descriptors = readdirSync('/proc/self/fd')
  return descriptors.flatMap((descriptor) => {
    try {
      const name = readlinkSync(`/proc/self/fd/${descriptor}`)
      return name.startsWith(start) ? [name] : []
    } catch {
      return [] // the one that listed the others
    }
  })
}
