// Provides what sinks of a job go by that another run may go on with: names that stay, and what they said of themselves.

export interface Keeping {
  /** A name for what is not finished of a destination: the same in each run. */
  nameFor(destination: string): string
  /** What the sink of a destination said when all that it was given was safe; nothing if it begins. */
  stateOf(destination: string): unknown
}

/** Names of files that are whole, and those that they are to have. */
export type Appearing = readonly (readonly [from: string, to: string])[]

/** How a sink finds what another run has left of it. */
export interface Left {
  /** The last part of the name of what is not finished. */
  partial: string
  /** What the sink said of itself; nothing if it begins. */
  state: unknown
}
