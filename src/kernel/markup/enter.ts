// Goes on with the text of an entity.

import { Frames } from './frames'
import { enterEntity, Input } from './input'
import { Stop } from './pour'
import { Reference } from './reference'
import { grantText } from './room'

/** Goes on with the text of the entity referred to last. */
export function enterReferred(): i32 {
  if (!enterEntity(Reference.entity, Input.pos, Frames.depth)) return Stop.FAULT
  grantText()
  return Stop.ENTITY
}
