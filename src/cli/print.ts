// Writes what a person reads to stdout and stderr. That nobody reads it is no failure.

import { clearStatus } from './status-line.ts'

export function print(text: string): void {
  write(process.stdout, text)
}

export function say(text: string): void {
  write(process.stderr, text)
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (stream.listenerCount('error') === 0) stream.on('error', () => {}) // there is nobody to tell
  clearStatus()
  stream.write(`${text}\n`)
}
