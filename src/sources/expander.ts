// Provides the contract of what expands compressed bytes.

/** Turns compressed bytes into what they hold; all that can be had is given before it fails. */
export type Expand = (compressed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
