// Turns the bytes of a document into records that leave a program in the kernel, as lines or as objects.

import type { Target } from '../../core/coroutine.ts'
import { StageError } from '../../core/errors.ts'
import type { EditStep, Program } from '../../expression/program.ts'
import * as layout from '../../kernel/layout.ts'
import type { Tally } from '../../mapping/collect.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import type { SometimesArrays } from '../../mapping/sometimes-array.ts'
import { Lines, type Writable } from '../../record/lines.ts'
import { withProvenance } from '../../record/provenance.ts'
import type { Value } from '../../record/record.ts'
import { Rows } from '../../record/rows.ts'
import type { Scopes } from '../../record/scopes.ts'
import type { EngineOptions } from '../engine.ts'
import { areAtMost, type Pattern } from '../pattern.ts'
import { Selector } from '../selector.ts'
import type { Name } from '../tape.ts'
import { isText, locateRecords, nameRecords } from './added-fields.ts'
import { CallbackRecord } from './callback-record.ts'
import type { ErrorRecovery, Recoverable } from './error-recovery.ts'
import { setMapping } from './mapping.ts'
import { KernelNames } from './names.ts'
import { KernelProgram } from './program-tables.ts'
import { KernelReader } from './reader.ts'
import { valuesIn } from './values.ts'

export interface KernelRecordsOptions extends EngineOptions {
  pattern: Pattern
  /** The field that receives the name of the record's element. */
  withName?: string
  /** The field that receives where the record is from. */
  withSource?: string
  report: Tally
  /** Receives the namespaces of names, and what the root declares. */
  scopes?: Scopes
  /** One that the kernel knows. */
  mapping?: Mapping
  /** What becomes of records that leave as objects. */
  map?: (record: Value) => Value
  /** Looks at records that are written whole. */
  arrays?: SometimesArrays
  program: Program
  /** The program in the tables of the kernel, to go on with in the next document. */
  tables?: KernelProgram
  /** Makes what goes on after faults; without it the first fault ends the reading. */
  resume?: (reader: Recoverable) => ErrorRecovery
  /** By exit: what receives lines, records, or numbers of records. */
  exits: readonly Pick<Target<never>, 'send' | 'done'>[]
}

/** Where rows leave. */
interface RowsExit {
  columns: string[]
  areLines: boolean
  target: Target<Rows>
}

/** Reads one document; `report` grows when it has ended. */
export class KernelRecords extends KernelReader {
  readonly #of: KernelRecordsOptions
  readonly #tables: KernelProgram
  readonly #selector: Selector
  readonly #names: KernelNames
  /** Whether the next name is the first, that of the root. */
  #isRoot = true
  readonly #questions: (CallbackRecord | undefined)[]
  readonly #rows: (RowsExit | undefined)[] = []

  constructor(options: KernelRecordsOptions) {
    super(layout.MODE_RECORDS, options)
    this.#of = options
    const { exports } = this.kernel
    const { pattern, withName, mapping, program } = options
    const { tables = new KernelProgram(program, mapping) } = options
    this.#tables = tables
    this.#names = new KernelNames(this.kernel, tables, options)
    this.#questions = options.program.steps.map((step) =>
      step.do === 'ask' ? new CallbackRecord(step) : undefined,
    )
    for (const step of program.steps) {
      if (step.do !== 'rows') continue
      const { exit, areLines } = step
      const columns = step.columns.map(({ name }) => name)
      this.#rows[exit] = { columns, areLines, target: options.exits[exit] as Target<Rows> }
    }
    this.#selector = new Selector(pattern)
    exports.setPattern(...this.#selector.bits)
    setMapping(this.kernel, mapping, options.arrays)
    if (withName !== undefined) nameRecords(this.kernel, tables.fields, withName, mapping)
    tables.write(this.kernel, isText(withName, mapping))
    tables.edits.begin(this.kernel, withName)
    if (options.withSource !== undefined) locateRecords(this.kernel, options.withSource, options)
    if (options.resume) this.resume(options.resume)
  }

  protected override checkSource(
    from: number,
    length: number,
    record: number,
    offset: number,
  ): void {
    const { withSource: field = '', source: file = 'input', exits } = this.#of
    const value = parsed<Value>(this.kernel.text(from, length))
    try {
      withProvenance(value, field, { file, record, offset })
    } catch (error) {
      this.kernel.exports.flushAll() // the records before it were whole
      if (!exits.every((exit) => exit.done)) throw error
    }
  }

  /** Records found that `report` does not count yet. */
  get unreported(): number {
    return this.hasEnded ? 0 : this.kernel.exports.records()
  }

  /** Records that passed a step, as long as the tables do not count them. */
  passed(step: number): number {
    return this.hasEnded ? 0 : this.kernel.exports.passedAt(step)
  }

  get memory(): number {
    return this.hasEnded ? 0 : this.kernel.exports.memory.buffer.byteLength
  }

  get isInRecord(): boolean {
    return !this.hasEnded && this.kernel.exports.recordStart() !== -1
  }

  protected override describe(name: number, uri?: number): void {
    if (uri === undefined) this.#names.describe(name)
    else this.#names.describeIn(name, uri)
  }

  protected override expand(name: number, uri: number): number {
    const qualified = this.kernel.nameText(name)
    const namespace = this.kernel.nameText(uri)
    const { scopes } = this.#of
    const local = qualified.slice(qualified.indexOf(':') + 1)
    const expanded = { qualified, local, uri: namespace }
    if (scopes?.isAsked) {
      if (this.#isRoot) this.#reportRoot(scopes, expanded)
      scopes.see(qualified, namespace)
    }
    this.#isRoot = false
    return this.#selector.stepsSatisfiedBy(expanded)
  }

  /** A root that is a record has nothing around it. What stands between it and records deeper inside is not reported. */
  #reportRoot(scopes: Scopes, name: Name): void {
    const { pattern, fragments = false } = this.#of
    if (fragments || new Selector(pattern).enter(0, name)) {
      scopes.root(new Map(), !fragments || areAtMost(1, pattern))
      return
    }
    const { exports } = this.kernel
    const declared = new Map<string, string>()
    for (let n = 0; exports.boundAt(n) !== 0; n++) {
      const prefix = exports.boundAt(n)
      declared.set(this.kernel.nameText(prefix), this.kernel.nameText(exports.uriOf(prefix)))
    }
    scopes.root(declared, areAtMost(2, pattern))
  }

  protected override flush(exit: number, from: number, length: number, records: number): boolean {
    const target = this.#of.exits[exit] as Target<Writable>
    const rows = this.#rows[exit]
    if (rows) return this.#sendRows(rows, from, length, records)
    const isLines = this.#of.program.steps.some((step) => step.do === 'lines' && step.exit === exit)
    const arrays = this.#tables.isWhole(exit) ? this.#of.arrays : undefined
    if (isLines) {
      const bytes = this.kernel.bytes(from, length)
      arrays?.lines(bytes)
      return target.send(new Lines(bytes, records))
    }
    const objects = valuesIn(this.kernel.bytes(from, length))
    arrays?.records(objects, length)
    const { withSource, map = (value) => value } = this.#of
    if (withSource === undefined) return objects.every((record) => target.send(map(record)))
    for (const record of this.#located(objects, withSource, map)) {
      if (!target.send(record)) return false
    }
    return true
  }

  #sendRows(rows: RowsExit, from: number, length: number, records: number): boolean {
    const { exports } = this.kernel
    const { columns, target } = rows
    const count = records * (columns.length + 1)
    const end = exports.rowsEnd()
    const words = new Int32Array(exports.memory.buffer, end - 4 * count, count)
    const text = this.kernel.bytes(from, length)
    const lines = rows.areLines
      ? this.kernel.bytes(exports.rowsLines(), words[0] as number)
      : undefined
    return target.send(new Rows({ columns, text, words, lines }))
  }

  /** Records, each of which its number and its offset follow. */
  *#located(objects: Value[], field: string, map: (value: Value) => Value): Generator<Value> {
    const file = this.#of.source ?? 'input'
    for (let i = 0; i < objects.length; i += 3) {
      const [value = null, record, utf8] = objects.slice(i, i + 3)
      const offset = this.places.offsetOf(Number(utf8))
      const number = (this.#of.inside?.records ?? 0) + Number(record)
      yield withProvenance(map(value), field, { file, record: number, offset })
    }
  }

  protected override ask(step: number, from: number, length: number): boolean {
    const question = this.#questions[step]
    if (question === undefined) throw new Error(`step ${step} asks nothing`)
    return question.holdsFor(this.kernel.text(from, length))
  }

  protected override rewrite(step: number, from: number, length: number): number {
    const edit = this.#of.program.steps[step]
    if (edit?.do !== 'edit') throw new Error(`step ${step} changes nothing`)
    const record = parsed<Value>(this.kernel.text(from, length))
    const line = Buffer.from(JSON.stringify(this.#edited(record, edit)))
    const at = this.kernel.exports.roomForRewritten(line.length)
    this.kernel.bytes(at, line.length).set(line)
    return line.length
  }

  #edited(record: Value, edit: EditStep): Value {
    try {
      return edit.apply(record)
    } catch (error) {
      this.kernel.exports.flushAll() // the records before it were whole
      if (this.#of.exits.every((exit) => exit.done)) return record // those were all that was wanted
      throw error
    }
  }

  protected override deliver(): boolean {
    this.kernel.exports.flushAll()
    return this.kernel.exports.isDone() === 0 && this.#of.exits.some((exit) => !exit.done)
  }

  protected override clash(name: string): Error {
    return new StageError(
      `--with-name ${this.#of.withName}: <${name}> already has a field of that name`,
    )
  }

  protected override release(): void {
    if (!this.hasEnded) this.#tally()
    super.release()
  }

  /** Sums up the document. */
  #tally(): void {
    const { report, program, exits } = this.#of
    const { exports } = this.kernel
    if (report.records === 0) this.#meet()
    report.records += exports.records()
    this.#tables.read(this.kernel)
    for (const [i, step] of program.steps.entries()) {
      if (step.do === 'count') (exits[step.exit] as Target<number>).send(exports.countAt(i))
    }
  }

  #meet(): void {
    const { report } = this.#of
    const { exports } = this.kernel
    for (let n = 0; ; n++) {
      const times = exports.seen(n)
      if (times < 0) return
      if (times === 0) continue
      const name = this.kernel.nameText(exports.nameAt(n))
      report.seen.set(name, (report.seen.get(name) ?? 0) + times)
    }
  }
}

function parsed<T>(json: string): T {
  return JSON.parse(json) as T
}
