// Provides the names as keys of JSON objects.

import { fail, Fault } from '../bytes/fault'
import { nameIn } from '../bytes/imports'
import { setting } from '../bytes/memory'
import {
  ATTRIBUTES_AS_CHILDREN, ATTRIBUTES_NESTED, ATTRIBUTES_PREFIXED, FAULT_NAMES_FULL, FLAG_ATTRIBUTE_CLASHES, FLAG_CLASHES, FLAG_COLON,
  FLAG_DECLARES, FLAG_MAPPED, NAMES_KEPT, NAMES_MAPPED, NAMES_STRIPPED, SETTING_ATTRIBUTES_AS, SETTING_NAMES_AS,
  SETTING_PREFIX, SETTING_PREFIX_LENGTH, SETTING_TEXT_KEY, SETTING_TEXT_KEY_LENGTH, SETTING_TEXT_NAME, SETTING_TEXT_NAME_LENGTH,
} from '../layout'
import { growBy } from './room'
import { At, bytesOf, hasRoomForBytes, intern, internOwn, lengthOfName, Name, Names } from './names'

@final export class Keys {
  static attributes: u32 = ATTRIBUTES_PREFIXED
  static prefix: usize = 0
  static prefixLength: usize = 0
  /** How much longer the key of an attribute is than that of an element. */
  static longer: usize = 1
  /** Whether names are written without their prefixes, and declarations of these not at all. */
  static areStripped: bool = false
  /** Whether how a name is written is a matter of its namespace. */
  static areByNamespace: bool = false
  /** Whether prefixes are not written as they are: attributes that have some are taken for children. */
  static areRenamed: bool = false
  /** Whether only those declarations are not written of which the host has flagged the namespace. */
  static areMapped: bool = false
  /** `"#text":`, or what is to stand there instead. */
  static text: usize = 0
  static textLength: usize = 0
  /** Whether it is another one: only `#text` is also the text of what it stands in. */
  static hasOwnText: bool = false
  /** That as a name which children may have too, or 0. */
  static textName: Name = 0

  /** What the host calls the field of a key, 0 for nothing. */
  @inline static roleOf(key: usize): u32 {
    return load<u32>(key - ROLE_SIZE)
  }
}

/** What the host calls a field stands before its key. */
const ROLE_SIZE: usize = 4

const USUAL_TEXT = memory.data<u8>([0x22, 0x23, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0, 0, 0, 0, 0, 0, 0, 0])

export function resetKeys(): void {
  Keys.attributes = ATTRIBUTES_PREFIXED
  Keys.prefixLength = 0
  Keys.longer = 1
  Keys.areStripped = false
  Keys.areByNamespace = false
  Keys.areRenamed = false
  Keys.areMapped = false
  Keys.text = USUAL_TEXT
  Keys.textLength = 8
  Keys.hasOwnText = false
  Keys.textName = 0
}

/** Takes the keys of a mapping from the settings. */
export function setKeys(): void {
  Keys.attributes = <u32>setting(SETTING_ATTRIBUTES_AS)
  Keys.prefix = <usize>setting(SETTING_PREFIX)
  Keys.prefixLength = <usize>setting(SETTING_PREFIX_LENGTH)
  Keys.longer = Keys.attributes == ATTRIBUTES_NESTED ? 0 : 1
  const names = <u32>setting(SETTING_NAMES_AS)
  Keys.areStripped = names == NAMES_STRIPPED
  Keys.areByNamespace = names >= <u32>NAMES_MAPPED
  Keys.areRenamed = names != NAMES_KEPT
  Keys.areMapped = names == NAMES_MAPPED
  const textLength = <usize>setting(SETTING_TEXT_KEY_LENGTH)
  if (!textLength) return
  Keys.text = <usize>setting(SETTING_TEXT_KEY)
  Keys.textLength = textLength
  Keys.hasOwnText = true
  const length = <usize>setting(SETTING_TEXT_NAME_LENGTH)
  if (length && length <= Names.longest) Keys.textName = ownName(<usize>setting(SETTING_TEXT_NAME), length)
}

/** A name that is written without being in the document; 0 if it has no room. */
function ownName(from: usize, length: usize): Name {
  if (!hasRoomForBytes(2 * (length + 32))) return 0
  return withKey(internOwn(from, length))
}

/** Writes `"name":` and `"@name":` for the entry, once; false with a fault. Names hold nothing that JSON would escape. */
export function makeKeys(name: Name): bool {
  if (load<u32>(name, At.ATTRIBUTE_KEY)) return true
  const length = lengthOfName(name)
  // two keys of its own or, with a prefix, one and the other name with its key
  if (!hasRoomForBytes(3 * (length + Keys.prefixLength + 32))) return fail(FAULT_NAMES_FULL, 0)
  store<u32>(name, makeKey(name, length, false), At.KEY)
  store<u32>(name, length + 3, At.KEY_LENGTH)
  const other = makeAttributeKey(name, length)
  store<u32>(name, other, At.ATTRIBUTE_KEY)
  return other != 0
}

function makeAttributeKey(name: Name, length: usize): usize {
  if (Keys.attributes == ATTRIBUTES_NESTED) return load<u32>(name, At.KEY)
  return Keys.attributes == ATTRIBUTES_AS_CHILDREN ? nameAsChild(name, length) : makeKey(name, length, true)
}

/** The key of an attribute. */
@inline export function attributeKey(name: Name): usize {
  const key: usize = load<u32>(name, At.ATTRIBUTE_KEY)
  return Keys.attributes == ATTRIBUTES_AS_CHILDREN ? <usize>load<u32>(key, At.KEY) : key
}

/** How long that is. */
@inline export function attributeKeyLength(name: Name): usize {
  if (Keys.attributes == ATTRIBUTES_AS_CHILDREN) return load<u32>(load<u32>(name, At.ATTRIBUTE_KEY), At.KEY_LENGTH)
  return <usize>load<u32>(name, At.KEY_LENGTH) + Keys.longer
}

/** Has a name written as another one, of which the keys are there. */
export function writeAs(name: Name, other: Name): void {
  store<u32>(name, other, At.WRITTEN_AS)
  store<u32>(name, load<u32>(other, At.KEY), At.KEY)
  store<u32>(name, load<u32>(other, At.KEY_LENGTH), At.KEY_LENGTH)
  store<u32>(name, load<u32>(other, At.ATTRIBUTE_KEY), At.ATTRIBUTE_KEY)
}

/** Longer keys are granted room one by one. */
export const LONGEST_GRANTED: usize = 512

/**
 * Has a name written as it is in a namespace; false with a fault. Where its key is too long for room to be granted in advance
 * it is never in the namespace that it was in last, so that it is no name that is common.
 */
export function writeInNamespace(name: Name, uri: Name): bool {
  store<u32>(name, load<u32>(name, At.FLAGS) & ~(FLAG_CLASHES | FLAG_ATTRIBUTE_CLASHES), At.FLAGS)
  nameIn(name, uri)
  if (Fault.code) return false
  const length = writtenKeyLength(name)
  if (length > LONGEST_GRANTED) store<u32>(name, 0, At.URI)
  else growBy(length, lengthOfName(name))
  return true
}

/** How long the key is under which elements of a name are written. */
@inline export function writtenKeyLength(name: Name): usize {
  return load<u32>(load<u32>(name, At.WRITTEN_AS), At.KEY_LENGTH)
}

/** A name that is written without being in the document, with its key as JSON; 0 with a fault. */
export function nameWithKey(from: usize, length: usize, key: usize, keyLength: usize): Name {
  if (!hasRoomForBytes(length + keyLength + 64)) {
    fail(FAULT_NAMES_FULL, 0)
    return 0
  }
  const name = internOwn(from, length)
  if (name && !load<u32>(name, At.KEY)) {
    const at = Names.nextByte + ROLE_SIZE
    store<u32>(at - ROLE_SIZE, 0)
    memory.copy(at, key, keyLength)
    memory.fill(at + keyLength, 0, 16)
    Names.nextByte = at + keyLength + 16
    store<u32>(name, at, At.KEY)
    store<u32>(name, keyLength, At.KEY_LENGTH)
  }
  return name
}

/** Has elements of a name written as another one, and attributes, where they have a prefix, as a child of a third name. */
export function writeNameAs(name: Name, other: Name, attribute: Name): void {
  store<u32>(name, other, At.WRITTEN_AS)
  if (hasPrefix(name)) store<u32>(name, attribute, At.ATTRIBUTE_KEY)
}

@inline function hasPrefix(name: Name): bool {
  return (load<u32>(name, At.FLAGS) & (FLAG_COLON | FLAG_DECLARES)) == FLAG_COLON
}

/** Whether the declaration of a namespace is not written. */
@inline export function isLeftOut(prefix: Name): bool {
  return !Keys.areMapped || (load<u32>(load<u32>(prefix, At.BOUND), At.FLAGS) & FLAG_MAPPED) != 0
}

/** The name of an attribute with the prefix before it; 0 with a fault. */
function nameAsChild(name: Name, length: usize): Name {
  return Keys.prefixLength ? withKey(intern(putPrefixed(name, length), Keys.prefixLength + length)) : name
}

/** The same of one that is written as another one; it counts for no limit of names. */
export function attributeAsChild(attribute: Name): Name {
  if (Keys.areByNamespace && hasPrefix(attribute)) return load<u32>(attribute, At.ATTRIBUTE_KEY)
  const name: Name = Keys.areStripped ? <Name>load<u32>(attribute, At.WRITTEN_AS) : attribute
  const length = lengthOfName(name)
  if (!hasRoomForBytes(3 * (length + Keys.prefixLength + 32))) {
    fail(FAULT_NAMES_FULL, 0)
    return 0
  }
  return withKey(internOwn(putPrefixed(name, length), Keys.prefixLength + length))
}

/** Writes a name with the prefix before it where the next bytes of names go; answers where that is. */
function putPrefixed(name: Name, length: usize): usize {
  const at = Names.nextByte
  memory.copy(at, Keys.prefix, Keys.prefixLength)
  memory.copy(at + Keys.prefixLength, bytesOf(name), length)
  memory.fill(at + Keys.prefixLength + length, 0, 16)
  return at
}

/** Gives a name its key, if there is a name and it has none. */
function withKey(name: Name): Name {
  if (name && !load<u32>(name, At.KEY)) {
    const length = lengthOfName(name)
    store<u32>(name, makeKey(name, length, false), At.KEY)
    store<u32>(name, length + 3, At.KEY_LENGTH)
  }
  return name
}

function makeKey(name: Name, length: usize, isAttribute: bool): usize {
  const at = Names.nextByte + ROLE_SIZE
  let p = at
  store<u32>(at - ROLE_SIZE, 0)
  store<u8>(p++, 0x22)
  if (isAttribute) store<u8>(p++, 0x40)
  memory.copy(p, bytesOf(name), length)
  p += length
  store<u8>(p++, 0x22)
  store<u8>(p++, 0x3a)
  memory.fill(p, 0, 16)
  Names.nextByte = p + 16
  return at
}

/** Sets what the host calls the field that elements of a name are written to, and the one of attributes. */
export function setRoles(name: Name, role: u32, attributeRole: u32): void {
  store<u32>(load<u32>(name, At.KEY) - ROLE_SIZE, role)
  if (Keys.attributes == ATTRIBUTES_PREFIXED) store<u32>(load<u32>(name, At.ATTRIBUTE_KEY) - ROLE_SIZE, attributeRole)
  if (Keys.attributes != ATTRIBUTES_AS_CHILDREN) return
  const child: Name = load<u32>(name, At.ATTRIBUTE_KEY)
  store<u32>(load<u32>(child, At.KEY) - ROLE_SIZE, attributeRole)
}
