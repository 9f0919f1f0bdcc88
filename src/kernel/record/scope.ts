// Provides the namespaces in scope as JSON, for values that say them: `"@xmlns":{"$":"uri","p":"other"},`.

import { BINDINGS, Buffer } from '../bytes/memory'
import { MEMBER_END } from '../bytes/words'
import { At, bytesOf, EMPTY, lengthOfName, Name, XML } from '../markup/names'
import { Namespaces } from '../markup/namespaces'
import { copyEscaped, copyShort } from './copy'
import { Values } from './values'

const text: Buffer = new Buffer()

@final export class Scope {
  static length: usize = 0
  /** Of what is bound, when the text was made. */
  static bindings: usize = 0
  static serial: u32 = 0

  @inline static get from(): usize {
    return text.from
  }
}

export function resetScope(): void {
  text.reset()
  Scope.length = 0
  Scope.bindings = BINDINGS
  Scope.serial = Namespaces.serial
}

/** Whether values say what is in scope: not before something was declared. */
@inline export function isScopeSaid(): bool {
  return Values.areWrapped && Namespaces.hasBound
}

/** Writes the text for what is bound now. */
export function updateScope(): void {
  if (Scope.serial == Namespaces.serial && Scope.bindings == Namespaces.bindings) return
  Scope.serial = Namespaces.serial
  Scope.bindings = Namespaces.bindings
  let to: usize = 0
  for (let binding = BINDINGS; binding < Namespaces.bindings; binding += 8) {
    const prefix: Name = load<u32>(binding)
    const uri: Name = load<u32>(prefix, At.BOUND)
    if (uri == EMPTY || !isFirst(binding, prefix)) continue
    text.grant(to, lengthOfName(prefix) + 6 * lengthOfName(uri) + 64)
    if (!to) to = copyShort(text.from, KEY, 10) - text.from
    const name = text.from + to
    store<u8>(name, 0x22)
    const end = prefix == EMPTY ? copyShort(name + 1, DEFAULT, 1) : copied(name + 1, prefix)
    store<u32>(end, 0x223a22) // ":"
    const value = copyEscaped(end + 3, bytesOf(uri), bytesOf(uri) + lengthOfName(uri))
    store<u16>(value, 0x2c22) // ",
    to = value + 2 - text.from
  }
  if (to) store<u16>(text.from + to++ - 1, MEMBER_END)
  Scope.length = to
}

/** Whether a binding is the one from which on its prefix has been bound: what is bound again stays in its place. */
function isFirst(at: usize, prefix: Name): bool {
  if (!isNew(at, prefix)) return false
  for (let binding = at + 8; binding < Namespaces.bindings; binding += 8) {
    if (<Name>load<u32>(binding) == prefix && isNew(binding, prefix)) return false
  }
  return true
}

/** Whether nothing was bound to the prefix before. */
function isNew(binding: usize, prefix: Name): bool {
  if (prefix != XML) return <Name>load<u32>(binding, 4) == EMPTY
  for (let before = BINDINGS; before < binding; before += 8) if (<Name>load<u32>(before) == XML) return false
  return true
}

function copied(to: usize, name: Name): usize {
  memory.copy(to, bytesOf(name), lengthOfName(name))
  return to + lengthOfName(name)
}

// "@xmlns":{ and $, read 16 bytes at a time
const KEY = memory.data<u8>([0x22, 0x40, 0x78, 0x6d, 0x6c, 0x6e, 0x73, 0x22, 0x3a, 0x7b, 0, 0, 0, 0, 0, 0])
const DEFAULT = memory.data<u8>([0x24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
