// Begins a document: everybody forgets the one before.

import { placeCanaries } from '../bytes/canaries'
import { Fault } from '../bytes/fault'
import { resetMarks } from '../bytes/marks'
import { PADDING, release, setting, window } from '../bytes/memory'
import { resetOutput } from '../bytes/output'
import { resetFast } from '../fast/index'
import { resetTape } from '../markup/tape'
import {
  FAULT_NONE, SETTING_AMPLIFICATION, SETTING_ATTRIBUTES, SETTING_DEPTH, SETTING_EXPANSION, SETTING_MODE, SETTING_NAME,
  SETTING_NAMES, SETTING_NAMESPACES, SETTING_RECORD, SETTING_SEED, SETTING_TAG,
} from '../layout'
import { resetFrames } from '../markup/frames'
import { limitExpansion, resetInput } from '../markup/input'
import { resetKeys } from '../markup/keys'
import { intern, limitNames, resetNames } from '../markup/names'
import { resetNamespaces } from '../markup/namespaces'
import { resetPosition } from '../markup/position'
import { resetReading } from '../markup/reading'
import { resetRoom } from '../markup/room'
import { resetTag } from '../markup/tag'
import { resetTally } from '../markup/tally'
import { resetCaptures } from '../record/captures'
import { resetCollection } from '../record/collection'
import { resetFields } from '../record/fields'
import { resetFlat } from '../record/flat'
import { resetMembers } from '../record/members'
import { resetNameField } from '../record/name-field'
import { resetEdits } from '../record/edit'
import { resetNotes } from '../record/notes'
import { resetPrefilter } from '../record/prefilter'
import { resetProgram } from '../record/program'
import { resetProvenance } from '../record/provenance'
import { resetScope } from '../record/scope'
import { resetValues } from '../record/values'

/** Begins a document. */
export function reset(): void {
  release()
  placeCanaries()
  window.reset()
  resetMarks()
  window.grant(0, PADDING)
  resetFast()
  resetOutput()
  Fault.code = FAULT_NONE
  resetNames(reinterpret<u64>(setting(SETTING_SEED)))
  intern(EMPTY_WORD, 0)
  intern(XML_WORD, 3)
  intern(XMLNS_WORD, 5)
  intern(XML_URI_WORD, 36)
  intern(XMLNS_URI_WORD, 29)
  limitNames(<u32>limit(SETTING_NAME), limit(SETTING_NAMES))
  resetNamespaces()
  resetKeys()
  resetRoom()
  resetInput()
  limitExpansion(<u64>setting(SETTING_EXPANSION), <u64>setting(SETTING_AMPLIFICATION))
  resetTally()
  resetPosition()
  resetReading(<u32>setting(SETTING_MODE))
  resetTag(setting(SETTING_NAMESPACES) != 0, <u32>limit(SETTING_ATTRIBUTES), limit(SETTING_TAG))
  resetFrames(<u32>limit(SETTING_DEPTH), 0)
  resetTape()
  resetMembers()
  resetCaptures()
  resetCollection(limit(SETTING_RECORD))
  resetFields()
  resetPrefilter()
  resetProgram()
  resetProvenance()
  resetValues()
  resetScope()
  resetNotes()
  resetNameField()
  resetFlat()
  resetEdits()
}

/** A limit as memory has it: more than that cannot be reached. */
function limit(n: u32): usize {
  return <usize>min(setting(n), 2e9)
}

const EMPTY_WORD = memory.data(16)
const XML_WORD = memory.data<u8>([0x78, 0x6d, 0x6c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const XMLNS_WORD = memory.data<u8>([0x78, 0x6d, 0x6c, 0x6e, 0x73, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
// http://www.w3.org/XML/1998/namespace
const XML_URI_WORD = memory.data<u8>([
  0x68, 0x74, 0x74, 0x70, 0x3a, 0x2f, 0x2f, 0x77, 0x77, 0x77, 0x2e, 0x77, 0x33, 0x2e, 0x6f, 0x72, 0x67, 0x2f,
  0x58, 0x4d, 0x4c, 0x2f, 0x31, 0x39, 0x39, 0x38, 0x2f, 0x6e, 0x61, 0x6d, 0x65, 0x73, 0x70, 0x61, 0x63, 0x65,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
])
// http://www.w3.org/2000/xmlns/
const XMLNS_URI_WORD = memory.data<u8>([
  0x68, 0x74, 0x74, 0x70, 0x3a, 0x2f, 0x2f, 0x77, 0x77, 0x77, 0x2e, 0x77, 0x33, 0x2e, 0x6f, 0x72, 0x67, 0x2f,
  0x32, 0x30, 0x30, 0x30, 0x2f, 0x78, 0x6d, 0x6c, 0x6e, 0x73, 0x2f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
])
