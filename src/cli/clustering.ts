// Provides what flags say about a stream of jobs.

export interface Clustering {
  /** The folder in which the files of parts are. */
  folder?: string
  untilDrained?: boolean
  watches?: boolean
  isJson?: boolean
  /** What is done to the parts, instead of showing them only. */
  change?: 'retry' | 'remove'
}
