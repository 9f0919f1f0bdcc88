// Provides how a client is talked to, whatever the protocol.

import type { Readable } from 'node:stream'
import type { Routine } from '../task/index.ts'

export interface Conversation {
  readonly protocol: 'tcp' | 'http'
  /** Where it comes from: `127.0.0.1:54321`. */
  readonly from: string
  /** Where its bytes come from. */
  readonly source: Readable
  /** Sends bytes, and waits until more are taken. */
  send(bytes: Uint8Array): Routine<void>
  /** Ends it well when all was sent, or with what went wrong. */
  end(failure?: Failure): Routine<void>
  /** Ends it at once, with a word if that can be said without waiting. */
  break(failure?: Failure): void
}

/** Why a client gets no more. `status` is what HTTP calls it. */
export interface Failure {
  message: string
  status: number
}
