// Copies white space between elements, where it is kept, as JSON has it: after an element of a name it is most often as it was
// last time.

import { SPACES } from '../bytes/memory'
import { skipSpace } from '../bytes/scan'
import { Name, NAME_SIZE } from '../markup/names'

const BLOCK: usize = 16
const MOST: usize = 31 // bytes, with the < after them two blocks
const MOST_WRITTEN: usize = 64

/** What is remembered after elements of some names; it is right for every document. */
type Space = usize
namespace SpaceAt {
  export const READ: usize = 0
  export const NEEDED: usize = 32 // a byte of ones for each that has to be equal
  export const WRITTEN: usize = 64
  export const LENGTH: usize = 128 // 0 before there was any
  export const WRITTEN_LENGTH: usize = 132
}
const SPACE_SIZE: usize = 144
const MOST_SPACES: usize = 32

/** What is remembered after elements of a name. */
@inline export function spaceAfter(name: Name): Space {
  return SPACES + ((name / NAME_SIZE) & (MOST_SPACES - 1)) * SPACE_SIZE
}

/** Whether that stands at `p`, up to a `<`. */
@inline export function isSpaceAt(space: Space, p: usize): bool {
  const first = v128.and(v128.xor(v128.load(p), v128.load(space)), v128.load(space, SpaceAt.NEEDED))
  const second = v128.and(v128.xor(v128.load(p, 16), v128.load(space, 16)), v128.load(space, SpaceAt.NEEDED + 16))
  return load<u32>(space, SpaceAt.LENGTH) != 0 && !v128.any_true(v128.or(first, second))
}

@inline export function lengthOfSpace(space: Space): usize {
  return load<u32>(space, SpaceAt.LENGTH)
}

/** Writes it once more; answers the end. */
@inline export function copySpace(space: Space, to: usize): usize {
  const length: usize = load<u32>(space, SpaceAt.WRITTEN_LENGTH)
  for (let at: usize = 0; at < length; at += BLOCK) v128.store(to + at, v128.load(space + at, SpaceAt.WRITTEN))
  return to + length
}

/**
 * Remembers what stands from `from` to the `<` at `end` and was written from `to` to `toEnd`, if it is white space and short. The end
 * of a line is another one in the document than in an entity where it has a carriage return.
 */
export function learnSpace(space: Space, from: usize, end: usize, to: usize, toEnd: usize): void {
  const length = end - from
  if (length > MOST || toEnd - to > MOST_WRITTEN || load<u8>(end) != 0x3c || skipSpace(from) != end) return
  for (let p = from; p < end; p++) if (load<u8>(p) == 0x0d) return
  memory.copy(space, from, length + 1)
  memory.fill(space + SpaceAt.NEEDED, 0, 2 * BLOCK)
  memory.fill(space + SpaceAt.NEEDED, 0xff, length + 1)
  memory.copy(space + SpaceAt.WRITTEN, to, toEnd - to)
  store<u32>(space, length, SpaceAt.LENGTH)
  store<u32>(space, toEnd - to, SpaceAt.WRITTEN_LENGTH)
}
