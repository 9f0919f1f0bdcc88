// Runs a program once: for what it writes, or for what it costs.

import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

/** What a program answers: its exit code, a digest of its output, how many lines that has, and its beginning. */
export function output([command, ...words]) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'] })
    const hash = createHash('sha256')
    let lines = 0
    let beginning = ''
    child.stdout.on('data', (chunk) => {
      hash.update(chunk)
      if (beginning.length < 100) beginning += chunk.toString('latin1', 0, 100)
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, digest: hash.digest('hex'), lines, beginning }))
  })
}

const block = Buffer.allocUnsafe(1 << 20)

/** Reads a file to its end, so that the page cache holds it. */
function warm(path) {
  const file = openSync(path, 'r')
  while (readSync(file, block) > 0);
  closeSync(file)
}

/** Seconds of the processor (user and system) and of the clock, from start to end; bash counts them. */
export function measure(command, file) {
  warm(file)
  const script = 'TIMEFORMAT="%U %S %R"; time "$@" > /dev/null 2> /dev/null'
  const times = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`, 'race', ...command], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  const [user, system, wall] = times.trim().split(' ').map(Number)
  return { cpu: user + system, wall }
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
