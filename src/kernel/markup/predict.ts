// Predicts names: what came after a name last time, or the time before, comes again most often.

import { SHORTCUTS } from '../bytes/shortcuts'
import { FLAG_COLON_MISPLACED, FLAG_DESCRIBED } from '../layout'
import { At, EMPTY, endsName, isAt, isTagAt, known, lengthOfName, Name } from './names'

/** The name of an element at `p` if it is one that came after `previous` before, or EMPTY. */
@inline export function predictedElement(previous: Name, p: usize): Name {
  if (!SHORTCUTS) return EMPTY
  const next: Name = load<u32>(previous, At.NEXT_ELEMENT)
  if (isAt(next, p) && endsName(load<u8>(p + lengthOfName(next)))) return next
  const other: Name = load<u32>(previous, At.OTHER_ELEMENT)
  if (!isAt(other, p) || !endsName(load<u8>(p + lengthOfName(other)))) return EMPTY
  store<u32>(previous, other, At.NEXT_ELEMENT)
  store<u32>(previous, next, At.OTHER_ELEMENT)
  return other
}

/** The same of an element without attributes, where `p` stands after its <. */
@inline export function predictedTag(previous: Name, p: usize): Name {
  const next: Name = load<u32>(previous, At.NEXT_ELEMENT)
  if (isTagAt(next, p)) return next
  const other: Name = load<u32>(previous, At.OTHER_ELEMENT)
  if (!isTagAt(other, p)) return EMPTY
  store<u32>(previous, other, At.NEXT_ELEMENT)
  store<u32>(previous, next, At.OTHER_ELEMENT)
  return other
}

/** Predicts the name of an element at `p` after `previous` if it came elsewhere before; answers whether it did. */
export function expectKnownElement(previous: Name, p: usize): bool {
  const ends = nameEnds(v128.load(p))
  if (!ends || !load<u8>(p + ctz(ends))) return false
  const name = known(p, ctz(ends))
  if ((load<u32>(name, At.FLAGS) & (FLAG_DESCRIBED | FLAG_COLON_MISPLACED)) != FLAG_DESCRIBED) return false
  expectElement(previous, name)
  return true
}

/** Where > / and white space stand. */
@inline function nameEnds(v: v128): i32 {
  const closes = v128.or(i8x16.eq(v, i8x16.splat(0x3e)), i8x16.eq(v, i8x16.splat(0x2f)))
  return i8x16.bitmask(v128.or(closes, i8x16.le_u(v, i8x16.splat(0x20))))
}

/** Notes that an element came after another, which was not predicted. */
@inline export function expectElement(previous: Name, name: Name): void {
  store<u32>(previous, load<u32>(previous, At.NEXT_ELEMENT), At.OTHER_ELEMENT)
  store<u32>(previous, name, At.NEXT_ELEMENT)
}

/** The name of an attribute at `p` if it is one that came after `previous`, an attribute or the element, before, or EMPTY. */
@inline export function predictedAttribute(previous: Name, p: usize): Name {
  if (!SHORTCUTS) return EMPTY
  const next: Name = load<u32>(previous, At.NEXT_ATTRIBUTE)
  if (isAt(next, p) && endsName(load<u8>(p + lengthOfName(next)))) return next
  const other: Name = load<u32>(previous, At.OTHER_ATTRIBUTE)
  if (!isAt(other, p) || !endsName(load<u8>(p + lengthOfName(other)))) return EMPTY
  store<u32>(previous, other, At.NEXT_ATTRIBUTE)
  store<u32>(previous, next, At.OTHER_ATTRIBUTE)
  return other
}

/** Notes that an attribute came after another, or first in an element, which was not predicted. */
@inline export function expectAttribute(previous: Name, name: Name): void {
  store<u32>(previous, load<u32>(previous, At.NEXT_ATTRIBUTE), At.OTHER_ATTRIBUTE)
  store<u32>(previous, name, At.NEXT_ATTRIBUTE)
}
