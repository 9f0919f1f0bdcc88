// Passes the white space between elements: most often it is as much as last time, so that what is read next need not wait for
// a search.

import { skipSpace } from '../bytes/scan'
import { At, Name } from '../markup/names'

/** Where the white space at `p` ends, after an element of a name. */
@inline export function afterSpace(name: Name, p: usize): usize {
  const end = skipSpace(p)
  const guess = p + load<u32>(name, At.SPACE_AFTER)
  if (guess == end) return guess
  store<u32>(name, <u32>(end - p), At.SPACE_AFTER)
  return end
}
