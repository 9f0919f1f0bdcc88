// Runs the command line as a process.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const COSAX = fileURLToPath(new URL('../../bin/cosax.js', import.meta.url))
const COMMAND = `cosax() { node '${COSAX}' "$@"; }; `

export interface Surroundings {
  /** What standard input gives; nothing if not given. */
  input?: string
  cwd?: string
  /** Nothing but this and the PATH is set. */
  env?: Record<string, string>
}

export interface Ended {
  stdout: string
  stderr: string
  status: number | null
  signal: NodeJS.Signals | null
}

/** Runs it to its end. */
export function cosax(words: string[], surroundings: Surroundings = {}): Promise<Ended> {
  return ended('node', [COSAX, ...words], surroundings)
}

/** Runs a line of bash in which `cosax` is the command. */
export function shell(line: string, surroundings: Surroundings = {}): Promise<Ended> {
  return ended('bash', ['--norc', '-c', COMMAND + line], surroundings)
}

/** Runs a line of bash on a terminal of its own, whose output is `stdout`. */
export function onTerminal(line: string, { env, ...rest }: Surroundings = {}): Promise<Ended> {
  const bash = `exec bash --norc -c "$LINE"`
  const terminal = { TERM: 'xterm-256color', SHELL: '/bin/sh', LINE: COMMAND + line, ...env }
  return ended('script', ['-qec', bash, '/dev/null'], { ...rest, env: terminal })
}

/** Starts it; standard input, output and error are as in `stdio`. */
export function start(
  words: string[],
  stdio: ['ignore' | 'pipe' | number, 'ignore' | 'pipe' | number, 'ignore' | 'pipe'],
): ChildProcess {
  return spawn('node', [COSAX, ...words], { stdio, env: environment({}) })
}

function ended(
  command: string,
  words: string[],
  { input = '', cwd, env = {} }: Surroundings,
): Promise<Ended> {
  const child = spawn(command, words, {
    env: environment(env),
    timeout: 600_000,
    ...(cwd !== undefined && { cwd }),
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    texts.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    texts.stderr += text
  })
  child.stdin.on('error', () => {}) // it did not want all of it
  child.stdin.end(input)
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ ...texts, status, signal }))
  })
}

function environment(rest: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', ...rest }
}
