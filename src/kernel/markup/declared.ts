// Provides the attributes that declarations give to elements.

import { fail } from '../bytes/fault'
import { allocate, ATTRIBUTES_END, PADDING } from '../bytes/memory'
import { DECLARED_TOKENISED, DECLARED_VALUE, FAULT_ATTRIBUTES, FAULT_ATTRIBUTES_FULL, FLAG_COLON, FLAG_DECLARES } from '../layout'
import { ATTRIBUTE_SIZE, AttributeAt, attributeAt, AttributeFlag } from './attributes'
import { describeOnce } from './describe'
import { expandBy } from './input'
import { At, lengthOfName, Name } from './names'
import { grantElement } from './room'
import { Tag } from './tag'

// A declaration: the one before for the same element, the name, flags (DECLARED_…), the place and end of the value.
const DECLARATION_SIZE: usize = 20

/** Declares an attribute, after those declared before; answers where the value goes. */
export function declareAttribute(element: Name, name: Name, flags: u32, length: usize): usize {
  describeOnce(name)
  const entry = allocate(DECLARATION_SIZE + length + PADDING)
  const value = entry + DECLARATION_SIZE
  store<u32>(entry, load<u32>(element, At.DECLARED))
  store<u32>(entry, name, 4)
  store<u32>(entry, flags, 8)
  store<u32>(entry, value, 12)
  store<u32>(entry, value + length, 16)
  store<u32>(element, entry, At.DECLARED)
  return value
}

const MARKS: usize = 12 // ["@":"",],

/** Completes the table of the tag's attributes. */
export function declaredAttributes(element: Name, at: usize): bool {
  if (!Tag.attributes) Tag.number++
  const number = Tag.number
  let areTokenised = false
  let added: usize = 0
  const written = Tag.attributes
  for (let entry: usize = load<u32>(element, At.DECLARED); entry; entry = load<u32>(entry)) {
    const name: Name = load<u32>(entry, 4)
    if (load<u32>(name, At.TAG) == number) {
      if (load<u32>(entry, 8) & DECLARED_TOKENISED) {
        areTokenised = true
        store<u32>(name, number, At.TOKENISED)
      }
      continue
    }
    if (!(load<u32>(entry, 8) & DECLARED_VALUE)) continue
    const attribute = attributeAt(<u32>Tag.attributes)
    if (Tag.attributes >= Tag.mostAttributes) return fail(FAULT_ATTRIBUTES, at)
    if (attribute + ATTRIBUTE_SIZE > ATTRIBUTES_END) return fail(FAULT_ATTRIBUTES_FULL, at)
    const from = load<u32>(entry, 12)
    const to = load<u32>(entry, 16)
    if (!expandBy(to - from + lengthOfName(name), at)) return false
    store<u32>(name, number, At.TAG)
    store<u32>(attribute, name)
    store<u32>(attribute, from, AttributeAt.FROM)
    store<u32>(attribute, to, AttributeAt.TO)
    store<u32>(attribute, AttributeFlag.DECLARED | AttributeFlag.SPECIAL, AttributeAt.FLAGS)
    if (load<u32>(name, At.FLAGS) & (FLAG_COLON | FLAG_DECLARES)) Tag.hasPrefixed = true
    Tag.attributes++
    added += lengthOfName(name) + 2 * (to - from) + MARKS
  }
  if (added) grantElement(at, added)
  if (!areTokenised) return true
  for (let i: u32 = 0; i < written; i++) {
    const attribute = attributeAt(i)
    if (load<u32>(load<u32>(attribute), At.TOKENISED) != number) continue
    store<u32>(attribute, load<u32>(attribute, AttributeAt.FLAGS) | AttributeFlag.TOKENISED, AttributeAt.FLAGS)
  }
  return true
}
