// Provides the contract of a writer: what takes text and bytes on their way to a file descriptor.

export interface Writer {
  /**
   * Takes text and answers whether it still has a reader.
   *
   * @throws OutputError when an earlier write has failed.
   */
  write(text: string): boolean
  /** The same for text as UTF-8, which may be overwritten afterwards. */
  writeText(bytes: Uint8Array): boolean
  /** The same for bytes of any kind. */
  writeBytes(bytes: Uint8Array): boolean
  /** Writes all that was given. */
  flush(): Promise<void>
  /** Writes what it can without a difference to the bytes in the end; answers with the rest. */
  keep?(): Promise<Uint8Array>
}
