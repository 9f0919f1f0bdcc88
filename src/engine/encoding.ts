// Provides the contract of an encoding: bytes of a document into text.

export interface Encoding {
  /** How many of the bytes make up whole characters. */
  whole(bytes: Buffer): number
  decode(bytes: Buffer): string
  /** The first byte that is no part of a character, or -1. */
  malformed(bytes: Buffer): number
  bytesIn(text: string): number
}
