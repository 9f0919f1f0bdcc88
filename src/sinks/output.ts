// Provides the contract of an output: where the text of a sink goes.

export interface Output {
  /** How many records were written. */
  readonly records: number
  /**
   * Takes the text of one record and answers whether more is wanted: not when the reader has gone.
   *
   * @throws OutputError when an earlier write has failed.
   */
  write(text: string): boolean
  /** Writes out all that was given, for good. */
  flush(): Promise<void>
  /** Makes it appear, if it has not done so all along. */
  commit(): void
  /** Takes back what has not appeared. */
  discard(): void
}
