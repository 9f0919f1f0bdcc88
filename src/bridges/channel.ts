// Provides the contract of a channel: what carries frames between the two ends of a bridge, a stream or the port of a thread.

import type { Gate } from '../core/gate.ts'
import type { Frame } from './frame.ts'

export interface Channel {
  /** What errors call the other end. */
  readonly name: string
  /** Shut while what was sent has not been taken. */
  readonly gate: Gate
  /** Whether nothing more can be sent. */
  readonly isClosed: boolean
  /** Bytes for a frame, which may hold anything before. */
  room(length: number): Uint8Array
  /** Takes a frame. The bytes are not the sender's any more. */
  send(frame: Frame): void
  /** What comes, in order, until the other end is gone. The bytes of a frame are good until the next one is asked for, and may be changed. */
  frames(): AsyncIterable<Frame>
  /** Sends out all that was given and closes its own side. */
  end(): Promise<void>
  /** Why the other end is gone, where it did not say so itself. */
  reason(): Promise<string>
  /** Closes it at once, and ends what is at the other end, if that belongs to this one. */
  destroy(isUrgent?: boolean): Promise<void>
}
