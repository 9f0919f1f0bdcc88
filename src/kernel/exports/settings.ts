// Takes from the host what it gives the kernel besides bytes: the program, names, entities, attributes.

import { Fault } from '../bytes/fault'
import { allocate, BINDINGS, PADDING, setting } from '../bytes/memory'
import {
  SETTING_DIRECT, SETTING_EXITS, SETTING_PREFILTER, SETTING_STEPS, SETTING_TESTS, SETTING_WHOLE,
} from '../layout'
import { Frames, In } from '../markup/frames'
import { Entities, Entity, Input } from '../markup/input'
import { setKeys } from '../markup/keys'
import { At, bytesOf, EMPTY, intern, lengthOfName, Name, NAME_SIZE, Names } from '../markup/names'
import { Namespaces } from '../markup/namespaces'
import { Parser } from '../markup/reading'
import { Collection } from '../record/collection'
import { Fields } from '../record/fields'
import { setFlat } from '../record/flat'
import { Program, startProgram } from '../record/program'
import { setValues } from '../record/values'

/** Sets the record pattern. */
export function setPattern(first: u32, sticky: u32, final: u32): void {
  store<u32>(Frames.top, first, In.EXPECTED)
  Collection.sticky = sticky
  Collection.final = final
}

/** Takes how records are written. */
export function setMapping(): void {
  setKeys()
  setValues()
  setFlat()
}

/** Takes the input for a row of documents. */
export function setFragments(hasDeclaration: bool): void {
  Parser.hasFragments = true
  Parser.hasDeclaration = hasDeclaration
}

export function hasDeclaration(): bool {
  return Parser.hasDeclaration
}

/** Forgets what was declared of a name. */
export function forgetName(name: Name): void {
  store<u32>(name, 0, At.DECLARED)
  store<u32>(name, 0, At.ENTITY)
  store<u32>(name, 0, At.ATTRIBUTE_ENTITY)
}

/** Starts the program that stands in the tables. */
export function setProgram(): void {
  Program.steps = <u32>setting(SETTING_STEPS)
  Program.exits = <u32>setting(SETTING_EXITS)
  Program.direct = <i32>setting(SETTING_DIRECT)
  Program.isWhole = setting(SETTING_WHOLE) != 0
  Program.filtersFirst = setting(SETTING_PREFILTER) != 0
  Fields.tests = <u32>setting(SETTING_TESTS)
  startProgram()
}

export function isDone(): bool {
  return Program.isDone
}

/** Room that stays for the document, with zeros after it. */
export function keep(length: usize): usize {
  const at = allocate(length + PADDING)
  memory.fill(at + length, 0, PADDING)
  return at
}

// Names.

export function nameBytes(name: Name): usize {
  return bytesOf(name)
}

export function nameLength(name: Name): usize {
  return lengthOfName(name)
}

/** The name that stands there; EMPTY with a fault. */
export function internName(from: usize, length: usize): Name {
  const name = intern(from, length)
  if (name) return name
  Fault.at = Input.pos
  return EMPTY
}

export function setFields(name: Name, fields: u32, attributeFields: u32, flags: u32): void {
  store<u32>(name, fields, At.FIELDS)
  store<u32>(name, attributeFields, At.ATTRIBUTE_FIELDS)
  addFlags(name, flags)
}

export function addFlags(name: Name, flags: u32): void {
  store<u32>(name, load<u32>(name, At.FLAGS) | flags, At.FLAGS)
}

/** How often elements of the n-th name were met before the first record; -1 after the last name. */
export function seen(n: u32): i32 {
  const name = nameAt(n)
  return name < Names.next ? load<u32>(name, At.SEEN) : -1
}

export function nameAt(n: u32): Name {
  return EMPTY + <usize>n * NAME_SIZE
}

/** The n-th prefix that is bound, 0 after the last. */
export function boundAt(n: u32): Name {
  const binding = BINDINGS + (<usize>n << 3)
  return binding < Namespaces.bindings ? load<u32>(binding) : 0
}

/** What a prefix is bound to. */
export function uriOf(prefix: Name): Name {
  return load<u32>(prefix, At.BOUND)
}

/** The entity that was added last. */
export function lastEntity(): Entity {
  return Entities.last
}

/** What was declared of an element's attributes, to come back to. */
export function declaredLast(element: Name): u32 {
  return load<u32>(element, At.DECLARED)
}

export function setDeclaredLast(element: Name, declared: u32): void {
  store<u32>(element, declared, At.DECLARED)
}
