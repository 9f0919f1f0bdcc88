// Provides the exports of the kernel: the host gives it limits, a program and bytes, and asks what stopped it.

export { tableAt } from './bytes/memory'
export { writeUtf16 } from './document/utf16'
export { declareAttribute } from './markup/declared'
export { addEntity } from './markup/input'
export { leaveTo } from './markup/scopes'
export { timesReferred } from './markup/tally'
export { nameWithKey, setRoles, writeNameAs } from './markup/keys'
export { roomForRewritten } from './record/edit'
export { setNameField } from './record/name-field'
export { keepNotes } from './record/notes'
export { countFrom, doubtSource, keepProvenance, setSource } from './record/provenance'
export { passDamaged } from './exports/damaged'
export {
  beginPart, meetRecords, recordParentDepth, recordNameFrom, watchDepth, lowestDepth, lineEnds, charactersBefore, expansion,
  bytesRead,
} from './exports/part'
export {
  flushAll, records, rowsEnd, rowsLines, countAt, passedAt, tape, tapeLength, texts, textsLength, utf16Length, addInstruction, clearTape, faultCode,
  faultAt, faultFrom, faultLength, faultOther, locateFault, locate, locateOffset, bytesBefore, offset, line, column, hasRoot, place, depth,
  openName,
} from './exports/report'
export { reset } from './exports/reset'
export {
  keepRecords, recordStart, isRecordInEntity, faultEnd, tokenStart, abandon, wasRecord, hasRecords, openDepth, passTo,
  forgetPlacesBefore,
} from './exports/resume'
export {
  setFragments, hasDeclaration, forgetName, setPattern, setMapping, setProgram, isDone, keep,
  nameBytes, nameLength, internName, setFields, addFlags, seen, nameAt, boundAt, uriOf, lastEntity, declaredLast,
  setDeclaredLast,
} from './exports/settings'
export {
  room, inspect, truncate, isAscii, mayHoldFffe, run, stopWaiting, finish, position, skipTo, spent, discard,
} from './exports/window'
