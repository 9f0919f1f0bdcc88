// Provides the table of a start tag's attributes, their values still as written.

import { ATTRIBUTES } from '../bytes/memory'
import { lengthOfName } from './names'

/** An attribute of the tag. */
export const ATTRIBUTE_SIZE: usize = 32

export namespace AttributeAt {
  export const NAME: usize = 0
  export const FROM: usize = 4
  export const TO: usize = 8
  export const FLAGS: usize = 12
  export const URI: usize = 16
  export const EXPANDED: usize = 20
}

export namespace AttributeFlag {
  export const SPECIAL: u32 = 1 // more than characters that JSON takes as they are
  export const REFERENCE: u32 = 2 // holds an &
  export const DECLARED: u32 = 4 // its value is from a declaration, and normalised
  export const TOKENISED: u32 = 8 // white space around its value goes
}

/** Where an attribute is for faults: at its name or, when it was not written, at the tag. */
export function placeOfAttribute(attribute: usize, tag: usize): usize {
  if (load<u32>(attribute, AttributeAt.FLAGS) & AttributeFlag.DECLARED) return tag
  let p: usize = load<u32>(attribute, AttributeAt.FROM) - 2
  while (load<u8>(p) <= 0x20 || load<u8>(p) == 0x3d) p--
  return p + 1 - lengthOfName(load<u32>(attribute))
}

@inline export function attributeAt(i: u32): usize {
  return ATTRIBUTES + <usize>i * ATTRIBUTE_SIZE
}
