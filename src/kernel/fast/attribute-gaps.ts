// Provides the gap before the value of an attribute, ` name="`, as one text for each name, with what is written in its place:
// a name, what ends it and what opens the value are then one comparison.

import { nameEnd } from '../bytes/characters'
import { GAPS, GAPS_END, NAMES } from '../bytes/memory'
import { FLAG_ATTRIBUTE_CLASHES, FLAG_COLON, FLAG_COLON_MISPLACED, FLAG_DECLARES, FLAG_DESCRIBED, MODE_RECORDS } from '../layout'
import { attributeKey, attributeKeyLength } from '../markup/keys'
import { At, bytesOf, EMPTY, known, lengthOfName, Name, Names } from '../markup/names'
import { expectAttribute } from '../markup/predict'
import { Reading } from '../markup/reading'

/** The gap of a name stands as far from the first one as that name from the first. */
type Gap = usize

// Where in a gap. All is zero until it is made, and then no text of a document is like it.
namespace In {
  export const TEXT: usize = 0 // ` name="`
  export const KEY: usize = 48 // `"@name":"`
  export const NEEDED: usize = 96 // of the first 16 bytes of the text, a bit for each that need not be equal
  export const LENGTH: usize = 100 // of the text
  export const KEY_LENGTH: usize = 104
}

/** The longest text or key. */
const LONGEST: usize = 48

/** The names that may have one: most documents have far fewer. */
const LAST: Name = NAMES + (GAPS_END - GAPS)

/** A name with a prefix, one that declares one, or that may not stand beside the name of the record. */
const UNCOMMON = FLAG_COLON | FLAG_COLON_MISPLACED | FLAG_DECLARES | FLAG_ATTRIBUTE_CLASHES

@inline function gapOf(name: Name): Gap {
  return name + (GAPS - NAMES)
}

/** Forgets the gaps of the document before, which had names up to `end`. */
export function forgetGaps(end: Name): void {
  memory.fill(GAPS, 0, min(end, LAST) - NAMES)
}

/** Whether the gap of a name stands at `p`, where its space does. */
@inline export function isGapAt(name: Name, p: usize): bool {
  if (name >= LAST) return false
  const gap = gapOf(name)
  const equal = i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(gap)))
  if ((equal | load<u32>(gap, In.NEEDED)) != 0xffff) return false
  return load<u32>(gap, In.LENGTH) <= 16 || isRestAt(gap, p)
}

/** A function of its own: what is rare would be in the way of what is not. */
function isRestAt(gap: Gap, p: usize): bool {
  const length = load<u32>(gap, In.LENGTH)
  // its last 16 bytes, and where it is longer than both those between
  const last = i8x16.eq(v128.load(p + length - 16), v128.load(gap + length - 16))
  if (length <= 32) return i8x16.all_true(last)
  return i8x16.all_true(v128.and(last, i8x16.eq(v128.load(p, 16), v128.load(gap, 16))))
}

@inline export function lengthOfGap(name: Name): usize {
  return load<u32>(gapOf(name), In.LENGTH)
}

/** What is written in its place. */
@inline export function keyOfGap(name: Name): usize {
  return gapOf(name) + In.KEY
}

@inline export function keyLengthOfGap(name: Name): usize {
  return load<u32>(gapOf(name), In.KEY_LENGTH)
}

/** The name after the space at `p` that was not foreseen after `previous`, if all is common; or EMPTY. */
export function otherAttribute(previous: Name, p: usize): Name {
  const other: Name = load<u32>(previous, At.OTHER_ATTRIBUTE)
  if (isGapAt(other, p)) {
    expectAttribute(previous, other)
    return other
  }
  const name = known(p + 1, nameEnd(p + 1) - p - 1)
  if (!hasGap(name) || !isGapAt(name, p)) return EMPTY
  if (load<u32>(previous, At.NEXT_ATTRIBUTE) != name) expectAttribute(previous, name)
  return name
}

/** Whether a name has a gap; if it can have one, it is made. */
function hasGap(name: Name): bool {
  if (name >= LAST) return false
  const gap = gapOf(name)
  if (load<u32>(gap, In.LENGTH)) return true
  const flags = load<u32>(name, At.FLAGS)
  const length = lengthOfName(name)
  if ((flags & (UNCOMMON | FLAG_DESCRIBED)) != FLAG_DESCRIBED || length + 3 > LONGEST) return false
  if (Reading.mode == MODE_RECORDS && !writeKey(name, gap)) return false
  // ` name="`
  store<u8>(gap, 0x20)
  memory.copy(gap + 1, bytesOf(name), length)
  store<u8>(gap + 1 + length, 0x3d)
  store<u8>(gap + 2 + length, 0x22)
  store<u32>(gap, length + 3, In.LENGTH)
  store<u32>(gap, length + 3 < 16 ? (0xffff << <u32>(length + 3)) & 0xffff : 0, In.NEEDED)
  return true
}

function writeKey(name: Name, gap: Gap): bool {
  const length = attributeKeyLength(name)
  // what is written may not be much longer than what is read: that is all the room there is
  if (length + 1 > LONGEST || length > 2 * (lengthOfName(name) + 3)) return false
  memory.copy(gap + In.KEY, attributeKey(name), length)
  store<u8>(gap + In.KEY + length, 0x22)
  store<u32>(gap, length + 1, In.KEY_LENGTH)
  return true
}
