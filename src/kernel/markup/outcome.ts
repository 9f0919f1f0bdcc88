// Provides what reading a token may come to.

import { fail } from '../bytes/fault'

/** What reading a token came to. */
export namespace Outcome {
  export const INCOMPLETE: i32 = 0 // the text ends in it
  export const DECLINED: i32 = 0 // by a loop for what is common: it has read nothing
  export const WHOLE: i32 = 1
  export const FAULT: i32 = 2
  export const OPENING: i32 = 5 // a start tag, by such a loop: its element is still to be opened
}

/** The same as `fail`, for a token. */
export function fault(code: i32, at: usize, from: usize = 0, length: usize = 0): i32 {
  fail(code, at, from, length)
  return Outcome.FAULT
}
