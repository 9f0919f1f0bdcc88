// Writes the attributes of a start tag while it is read, behind what is written so far: `<a b="1">` as `"@b":"1",`.
// Where the tag turns out to be uncommon or not whole, what was written is forgotten.

import { nameEnd } from './characters'
import { Collection } from './collect'
import { foreseeAttribute, foreseenAttribute } from './foresee'
import { Frame, Frames, In } from './frames'
import { isJudgedFirst } from './judgement'
import { ATTRIBUTES_PREFIXED, FLAG_ALL_BUT_ARRAYS, FLAG_DESCRIBED } from './layout'
import { At, EMPTY, isAt, Keys, known, lengthOfName, Name } from './names'
import { stepsOf } from './namespaces'
import { Kind, pour, Poured, copyPlain } from './pour'
import { Program } from './program'
import { copyShort, openObject, Record, State } from './record'
import { SHORTCUTS } from './shortcuts'
import { Tag } from './tag'

const OPENS: u16 = 0x223d // ="

/** What was written ahead for the tag read last. */
@final export class Ahead {
  static from: usize = 0
  static to: usize = 0 // 0 for nothing
}

/** Where to write the attributes of an element, 0 for those that nobody wants: not before the place they belong. */
@inline export function placeAhead(name: Name): usize {
  if (!SHORTCUTS) return 0
  const frame = Frames.top
  if (load<u32>(name, At.DECLARED) || Keys.attributes != ATTRIBUTES_PREFIXED) return 0
  if (Collection.record) {
    return load<u32>(frame, In.STATE) == State.PASSED ? 0 : Record.out + load<u32>(name, At.KEY_LENGTH) + 64
  }
  const expanded = load<u32>(name, At.EXPANDED)
  if (!expanded || !Program.isWhole || Collection.nameKey || isJudgedFirst()) return 0
  const reached = (load<u32>(frame, In.EXPECTED) & stepsOf(expanded)) << 1
  return reached & Collection.final ? Record.out + 1 : 0
}

/** Reads attributes from `from`, behind the name of the element; answers where > or /> stands, or 0. */
export function writeAhead(from: usize, end: usize, element: Name, place: usize): usize {
  let p = from
  let to = place
  let previous = element
  let left = Tag.mostAttributes
  const number = ++Tag.number
  while (load<u8>(p) == 0x20) {
    p++
    let name: Name = load<u32>(previous, At.NEXT_ATTRIBUTE)
    if (!isAt(name, p) || load<u16>(p + lengthOfName(name)) != OPENS) {
      name = foreseenAttribute(previous, p)
      if (name == EMPTY) name = otherAttribute(previous, p)
      if (load<u16>(p + lengthOfName(name)) != OPENS) {
        if (load<u8>(p) == 0x2f) break
        return 0
      }
    }
    // a name with a prefix, one that declares, one of which the value has to be found again, or none at all
    const flags = load<u32>(name, At.FLAGS) & FLAG_ALL_BUT_ARRAYS
    if (flags != FLAG_DESCRIBED || load<u32>(name, At.ATTRIBUTE_FIELDS)) return 0
    if (load<u32>(name, At.TAG) == number || !left) return 0
    left--
    store<u32>(name, number, At.TAG)
    previous = name
    to = copyShort(to, load<u32>(name, At.ATTRIBUTE_KEY), load<u32>(name, At.KEY_LENGTH) + 1)
    store<u8>(to++, 0x22)
    p += lengthOfName(name) + 2
    const plain = copyPlain(p, to)
    p += plain
    to += plain
    if (load<u8>(p) != 0x22) {
      to = pour<u16>(p, end, to, Kind.QUOTED)
      p = Poured.at
      if (load<u8>(p) != 0x22) return 0
    }
    p++
    store<u16>(to, 0x2c22)
    to += 2
  }
  if (load<u8>(p) != 0x3e && load<u16>(p) != 0x3e2f) return 0
  Ahead.from = place
  Ahead.to = to > place ? to : 0
  return p
}

/** The name of an attribute that came elsewhere before, or EMPTY. */
function otherAttribute(previous: Name, p: usize): Name {
  const name = known(p, nameEnd(p) - p)
  if ((load<u32>(name, At.FLAGS) & FLAG_ALL_BUT_ARRAYS) != FLAG_DESCRIBED) return EMPTY
  foreseeAttribute(previous, name)
  return name
}

/** Makes what was written ahead the beginning of an element's value. */
export function takeAhead(frame: Frame): void {
  const state = load<u32>(frame, In.STATE)
  if (state == State.PASSED) return
  const out = state == State.OBJECT ? Record.out : openObject(frame, Record.out)
  if (out == Ahead.from) Record.out = Ahead.to
  else Record.out = copyShort(out, Ahead.from, Ahead.to - Ahead.from)
}
