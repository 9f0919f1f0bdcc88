// Writes the attributes of a start tag while it is read, after what is written so far: `<a b="1">` as `"@b":"1",`.
// Where the tag turns out to be uncommon or not whole, what was written is forgotten.

import { nameEnd } from '../bytes/characters'
import { Output } from '../bytes/output'
import { ATTRIBUTE_VALUE, EMPTY_TAG_END } from '../bytes/words'
import { ATTRIBUTES_NESTED, FLAG_ALL_BUT_ARRAYS, FLAG_DESCRIBED } from '../layout'
import { Frames, In } from '../markup/frames'
import { attributeKeyLength, Keys, writtenKeyLength } from '../markup/keys'
import { At, EMPTY, isAt, known, lengthOfName, Name } from '../markup/names'
import { stepsOf } from '../markup/namespaces'
import { copyPlain, Kind, pour, Poured } from '../markup/pour'
import { expectAttribute, predictedAttribute } from '../markup/predict'
import { Tag } from '../markup/tag'
import { Ahead, closeNested, openNested } from '../record/ahead'
import { Collection } from '../record/collection'
import { Notes } from '../record/notes'
import { isFilteredFirst } from '../record/prefilter'
import { Program } from '../record/program'
import { copyShort } from '../record/copy'
import { State } from '../record/record'
import { endAttribute } from '../record/values'

/** Where to write the attributes of an element, 0 for those that are not wanted: not before the place they belong. */
@inline export function placeAhead(name: Name): usize {
  const frame = Frames.top
  if (load<u32>(name, At.DECLARED) || Keys.attributes > <u32>ATTRIBUTES_NESTED) return 0
  if (Collection.record) {
    return load<u32>(frame, In.STATE) == State.PASSED ? 0 : Output.end + writtenKeyLength(name) + 64
  }
  const expanded = load<u32>(name, At.EXPANDED)
  if (Notes.isWanted) return 0
  if (!expanded || !Program.isWhole || Collection.nameKey || isFilteredFirst()) return 0
  const reached = (load<u32>(frame, In.EXPECTED) & stepsOf(expanded)) << 1
  return reached & Collection.final ? Output.end + 1 : 0
}

/** Reads attributes from `from`, after the name of the element; answers where > or /> stands, or 0. */
export function writeAhead(from: usize, end: usize, element: Name, place: usize): usize {
  let p = from
  const isNested = Keys.attributes == ATTRIBUTES_NESTED
  const first = isNested ? openNested(place) : place
  let to = first
  let previous = element
  let left = Tag.mostAttributes
  const number = ++Tag.number
  while (load<u8>(p) == 0x20) {
    p++
    let name: Name = load<u32>(previous, At.NEXT_ATTRIBUTE)
    if (!isAt(name, p) || load<u16>(p + lengthOfName(name)) != ATTRIBUTE_VALUE) {
      name = predictedAttribute(previous, p)
      if (name == EMPTY) name = otherAttribute(previous, p)
      if (load<u16>(p + lengthOfName(name)) != ATTRIBUTE_VALUE) {
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
    to = copyShort(to, load<u32>(name, At.ATTRIBUTE_KEY), attributeKeyLength(name))
    const value = to
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
    to = endAttribute(value, to)
  }
  if (load<u8>(p) != 0x3e && load<u16>(p) != EMPTY_TAG_END) return 0
  Ahead.from = place
  Ahead.to = to == first ? 0 : isNested ? closeNested(to) : to
  return p
}

/** The name of an attribute that came elsewhere before, or EMPTY. */
function otherAttribute(previous: Name, p: usize): Name {
  const name = known(p, nameEnd(p) - p)
  if ((load<u32>(name, At.FLAGS) & FLAG_ALL_BUT_ARRAYS) != FLAG_DESCRIBED) return EMPTY
  expectAttribute(previous, name)
  return name
}
