// Provides the error that was thrown at the other end of a bridge: its class by name, and its message. No code crosses.

import { messageOf, StageError } from '../core/errors.ts'

export class FarError extends StageError {
  /** The name of its class there. */
  readonly className: string
  /** What it said there. */
  readonly fact: string

  constructor(where: string, className: string, fact: string) {
    super(`${where}: ${className === 'StageError' ? '' : `${className}: `}${fact}`)
    this.className = className
    this.fact = fact
  }
}

const NO_ERROR = 'Error'
const LONGEST = 10_000 // characters of a message

export function encodeError(error: unknown): Uint8Array {
  const isFar = error instanceof FarError // over two bridges it is still the same
  const name = isFar ? error.className : error instanceof Error ? error.name : NO_ERROR
  const message = isFar ? error.fact : messageOf(error)
  return Buffer.from(JSON.stringify({ name, message: message.slice(0, LONGEST) }))
}

export function decodeError(bytes: Uint8Array, where: string): FarError {
  try {
    const { name, message } = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return new FarError(where, String(name), String(message))
  } catch {
    return new FarError(where, NO_ERROR, 'a failure that it does not explain')
  }
}
