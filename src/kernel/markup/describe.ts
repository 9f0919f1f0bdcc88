// Learns about a name when it is first an element or attribute: its prefix here, its fields from the host.

import { nameEnd, startsName } from '../bytes/characters'
import { Fault } from '../bytes/fault'
import { describe } from '../bytes/imports'
import { find } from '../bytes/scan'
import { FLAG_COLON, FLAG_COLON_MISPLACED, FLAG_DECLARES, FLAG_DESCRIBED, MODE_RECORDS } from '../layout'
import { Keys, makeKeys, writeAs } from './keys'
import { At, bytesOf, intern, lengthOfName, Name, XMLNS } from './names'
import { Reading } from './reading'

/** Afterwards the entry is complete. */
@inline export function describeOnce(name: Name): void {
  if (!(load<u32>(name, At.FLAGS) & FLAG_DESCRIBED)) learn(name)
}

function learn(name: Name): void {
  const flags = split(name)
  if (Reading.mode == MODE_RECORDS && !giveKeys(name, flags)) return // it is learned again where that is left out
  store<u32>(name, load<u32>(name, At.FLAGS) | FLAG_DESCRIBED | flags, At.FLAGS)
  describe(name)
}

/** Gives a name its keys; false with a fault. */
function giveKeys(name: Name, flags: u32): bool {
  const hasPrefix = (flags & (FLAG_COLON | FLAG_DECLARES)) == FLAG_COLON
  if (!Keys.areStripped || !hasPrefix) return makeKeys(name)
  const local: Name = load<u32>(name, At.LOCAL)
  if (!(load<u32>(local, At.FLAGS) & FLAG_DESCRIBED)) learn(local)
  if (Fault.code) return false
  writeAs(name, local)
  return true
}

/** Notes prefix and local name; answers the flags about them. */
function split(name: Name): u32 {
  if (name == XMLNS) return FLAG_DECLARES
  const from = bytesOf(name)
  const end = from + lengthOfName(name)
  const colon = find(from, end, 0x3a)
  if (colon == end) return 0
  const local = colon + 1
  // the local part is a name as well, and has no colon
  const isMisplaced =
    colon == from || local == end || !startsName(local) || nameEnd(local) != end || find(local, end, 0x3a) < end
  if (isMisplaced) return FLAG_COLON_MISPLACED
  const prefix = intern(from, colon - from)
  const localName = intern(local, end - local)
  if (!prefix || !localName) return 0 // the fault stands
  store<u32>(name, prefix, At.PREFIX)
  store<u32>(name, localName, At.LOCAL)
  return prefix == XMLNS ? FLAG_COLON | FLAG_DECLARES : FLAG_COLON
}
