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
  /** Writes out what is left and makes it last. */
  finish(): Promise<void>
  /** Ends after a failure elsewhere: a stream keeps what it was given, a file never appears. */
  abandon(): Promise<void>
}
