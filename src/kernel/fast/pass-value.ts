// Passes over the value of an attribute that nobody wants: only what may be wrong in it is looked at.

import { CERTAIN, marksAt, SEEN } from '../bytes/marks'
import { AMP, GT, LINE_FEED, LT, QUOT, QUOT_END } from '../bytes/words'
import { readOwn } from '../markup/reference'

/** The end of the value at `p`, after its quote; 0 if something in it is for others to look at. */
@inline export function afterValue(p: usize): usize {
  const end = p + <usize>ctz(marksAt(p) | ~CERTAIN)
  return load<u8>(end) == 0x22 ? end + 1 : afterLongValue(p)
}

/** The same of one that is long or holds more than plain characters. */
function afterLongValue(from: usize): usize {
  let p = from
  while (true) {
    // what the mask says for certain, no more
    for (let marks = marksAt(p) & CERTAIN; marks; marks &= marks - 1) {
      const at = p + <usize>ctz(marks)
      const b = load<u8>(at)
      if (b == 0x22) return at + 1
      // what is left are > \ and white space, or the zeros at the end
      if (b == 0x26 ? !isCommonReference(at) && !readOwn(at) : b == 0x3c || !b) return 0
    }
    p += SEEN
  }
}

/** Whether one of the usual references stands at `p`; which one decides no branch. */
@inline function isCommonReference(p: usize): bool {
  const four = load<u32>(p)
  const isEnded = load<u8>(p, 4) == 0x3b
  const isQuote = i32(four == QUOT) & i32(load<u16>(p, 4) == QUOT_END)
  return (i32(four == LT) | i32(four == GT) | isQuote | (i32(isEnded) & (i32(four == AMP) | i32(four == LINE_FEED)))) != 0
}
