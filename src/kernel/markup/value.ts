// Writes the value of an attribute: white space and references as XML has them.

import { Output } from '../bytes/output'
import { SHORTCUTS } from '../bytes/shortcuts'
import { AttributeAt, attributeAt, AttributeFlag } from './attributes'
import { entityLength, entityText } from './input'
import { Kind, pour, Poured, Stop } from './pour'
import { Reference } from './reference'
import { grantOutput } from './room'
import { Tag } from './tag'

/** The value written last. */
@final export class Written {
  static from: usize = 0
  static to: usize = 0
}

/** Writes the value after what was written, `offset` further on. `T` is as in `pour`. */
export function writeValue<T>(attribute: usize, offset: usize): bool {
  const flags = load<u32>(attribute, AttributeAt.FLAGS)
  let p: usize = load<u32>(attribute, AttributeAt.FROM)
  const end: usize = load<u32>(attribute, AttributeAt.TO)
  let from = Output.end + offset
  let to = from
  if (SHORTCUTS && !(flags & (AttributeFlag.SPECIAL | AttributeFlag.TOKENISED))) {
    while (p + 16 <= end) {
      v128.store(to, v128.load(p))
      p += 16
      to += 16
    }
    v128.store(to, v128.load(p))
    Written.from = from
    Written.to = to + (end - p)
    return true
  }
  const kind = flags & AttributeFlag.DECLARED ? Kind.LITERAL : Kind.VALUE
  while (true) {
    to = pour<T>(p, end, to, kind)
    if (Poured.stop == Stop.FAULT) return false
    if (Poured.stop != Stop.ENTITY) break
    p = Poured.at
    const text = entityText(Reference.entity)
    const length = entityLength(Reference.entity)
    const moved = grantOutput(to, p, 2 * length)
    Output.end += moved
    from += moved
    to = pour<T>(text, text + length, to + moved, Kind.LITERAL)
  }
  Written.from = from
  Written.to = flags & AttributeFlag.TOKENISED ? tokenise(from, to) : to
  return true
}

/** Takes away spaces around the value, and all but one inside; answers its end. */
function tokenise(from: usize, end: usize): usize {
  let to = from
  for (let p = from; p < end; p++) {
    const b = load<u8>(p)
    if (b == 0x20 && (to == from || load<u8>(to - 1) == 0x20)) continue
    store<u8>(to++, b)
  }
  return to > from && load<u8>(to - 1) == 0x20 ? to - 1 : to
}

/** Resolves the references in values that are not wanted: they may be wrong. */
export function checkReferences(): bool {
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    const hasReference = load<u32>(attribute, AttributeAt.FLAGS) & AttributeFlag.REFERENCE
    if (hasReference && !writeValue<u8>(attribute, 0)) return false
  }
  return true
}
