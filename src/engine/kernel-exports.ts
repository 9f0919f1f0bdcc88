// Provides what the kernel exports, as its host sees it.

/** What the kernel does, as `kernel/index.ts` exports it. Places are bytes in its memory. */
export interface KernelExports {
  memory: { readonly buffer: ArrayBuffer }
  /** Begins a document, with the settings in their table. */
  reset(): void
  setFragments(hasDeclaration: boolean): void
  hasDeclaration(): number
  forgetName(name: number): void
  setPattern(first: number, sticky: number, final: number): void
  setNameField(): void
  /** Takes how records are written from the settings. */
  setMapping(): void
  setProgram(): void
  isDone(): number
  tableAt(which: number): number
  keep(length: number): number
  nameBytes(name: number): number
  nameLength(name: number): number
  internName(from: number, length: number): number
  nameAt(index: number): number
  /** The n-th prefix that is bound, 0 after the last. */
  boundAt(index: number): number
  uriOf(prefix: number): number
  setFields(name: number, fields: number, attributeFields: number, flags: number): void
  addFlags(name: number, flags: number): void
  /** A name that need not be in the document, with its key as JSON. */
  nameWithKey(from: number, length: number, key: number, keyLength: number): number
  /** Has a name written as another one, and attributes of it that have a prefix as children of a third name. */
  writeNameAs(name: number, other: number, attribute: number): void
  seen(index: number): number
  addEntity(length: number, kind: number): number
  lastEntity(): number
  timesReferred(entity: number): number
  declaredLast(element: number): number
  setDeclaredLast(element: number, declared: number): void
  declareAttribute(element: number, name: number, flags: number, length: number): number
  room(filled: number, more: number): number
  inspect(whole: number): number
  truncate(end: number): void
  isAscii(): number
  mayHoldFffe(): number
  run(end: number, isLast: boolean): number
  stopWaiting(): void
  finish(): number
  spent(): number
  discard(filled: number): number
  position(): number
  skipTo(at: number): void
  flushAll(): void
  records(): number
  rowsEnd(): number
  rowsLines(): number
  countAt(step: number): number
  passedAt(step: number): number
  tape(): number
  tapeLength(): number
  texts(): number
  textsLength(): number
  /** Writes the texts that are not ASCII as UTF-16: where each begins and ends, then units; 0 if all are ASCII. */
  writeUtf16(): number
  utf16Length(): number
  addInstruction(target: number, from: number, length: number): number
  clearTape(): void
  faultCode(): number
  faultAt(): number
  faultFrom(): number
  faultLength(): number
  faultOther(): number
  locateFault(): void
  locate(at: number): void
  locateOffset(offset: number): void
  bytesBefore(at: number): number
  offset(): number
  line(): number
  column(): number
  hasRoot(): number
  place(): number
  depth(): number
  /** Begins a part of a document: what was read so far stands around it. */
  beginPart(offset: number, lines: number, characters: number, expansion: number): void
  /** Begins to look how few elements are open. */
  watchDepth(): void
  lowestDepth(): number
  lineEnds(): number
  charactersBefore(): number
  expansion(): number
  meetRecords(parentDepth: number): void
  recordParentDepth(): number
  recordNameFrom(index: number): number
  bytesRead(): number
  openName(index: number): number
  keepProvenance(): void
  /** Takes the field for where records are from, from the settings. */
  setSource(): void
  doubtSource(): void
  countFrom(mark: number): void
  /** Has the fields of records noted; the roles are those of the text and of the field for the record's name. */
  keepNotes(textRole: number, nameRole: number): void
  roomForRewritten(length: number): number
  /** Sets what the fields of elements and of attributes with a name are called in notes. */
  setRoles(name: number, role: number, attributeRole: number): void
  keepRecords(): void
  recordStart(): number
  isRecordInEntity(): number
  faultEnd(): number
  tokenStart(): number
  abandon(isOfStructure: boolean): void
  passDamaged(start: number, end: number): number
  leaveTo(depth: number): void
  wasRecord(at: number, length: number): number
  hasRecords(): number
  openDepth(at: number, length: number): number
  passTo(at: number): void
  forgetPlacesBefore(at: number): void
}
