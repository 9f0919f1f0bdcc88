// Writes the values of a record bare, in their order, with a delimiter between them.

import { FORM_JSON } from './layout'
import { endRow, writeBare } from './separated'
import { CLOSING_BRACE, form, key, OPENING_BRACE, QUOTE, value } from './walk'

/** Where the row ends that was written last. */
export let bareEnd: usize = 0

/** Writes the row of a record to `out`; answers the end of the record, 0 where it is for the host. */
export function writeValues(p: usize, out: usize, delimiter: u8): usize {
  if (load<u8>(p) != OPENING_BRACE) return written(p, out)
  p++
  if (load<u8>(p) == CLOSING_BRACE) return 0
  while (true) {
    p = key(p)
    if (!p) return 0
    p = written(p, out)
    if (!p) return 0
    out = bareEnd
    if (load<u8>(p) == CLOSING_BRACE) break
    store<u8>(out++, delimiter)
    p++
  }
  bareEnd = out
  return p + 1
}

function written(p: usize, out: usize): usize {
  const first = load<u8>(p)
  const end = value(p)
  if (!end) return 0
  if (first == QUOTE) bareEnd = writeBare(out, p + 1, end - p - 2, form)
  else if (first == 0x6e) bareEnd = out // null
  else bareEnd = writeBare(out, p, end - p, FORM_JSON)
  return end
}
