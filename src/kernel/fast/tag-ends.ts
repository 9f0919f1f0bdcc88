// Finds where tags without attributes end: most often right after the name, now and then after white space.

import { skipSpace } from '../bytes/scan'
import { isAt, lengthOfName, Name } from '../markup/names'

/** Where `<a>` `<a >` or `<a/>` ends, the name of which ends at `p`; 0 for what is none of these. */
@inline export function startTagEnd(p: usize): usize {
  return load<u8>(p) == 0x3e ? p + 1 : otherStartTagEnd(p)
}

function otherStartTagEnd(p: usize): usize {
  const close = skipSpace(p)
  if (load<u8>(close) == 0x3e) return close + 1
  return load<u8>(close) == 0x2f && load<u8>(close, 1) == 0x3e ? close + 2 : 0
}

/** Where the `</a>` or `</a >` of a name ends that may stand at `p`, where `</` does; 0 for another one. */
@inline export function endTagEnd(name: Name, p: usize): usize {
  if (!isAt(name, p + 2)) return 0
  const end = p + 2 + lengthOfName(name)
  return load<u8>(end) == 0x3e ? end + 1 : spacedEndTagEnd(end)
}

const MOST_SPACE: usize = 4096

function spacedEndTagEnd(p: usize): usize {
  const close = skipSpace(p)
  return load<u8>(close) == 0x3e && close - p < MOST_SPACE ? close + 1 : 0
}
