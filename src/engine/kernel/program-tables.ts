// Writes a program into the tables of the kernel.

import type { Kept } from '../../core/kept.ts'
import {
  type Column,
  fieldsRead,
  type Program,
  RECORDS,
  type Step,
  type TestStep,
} from '../../expression/program.ts'
import * as layout from '../../kernel/layout.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { prefixOf } from '../../mapping/mapping-route.ts'
import { FieldTree } from '../../record/field-tree.ts'
import type { Kernel } from '../wasm.ts'
import { Edits } from './edits.ts'

const DO: Record<Step['do'], number> = {
  test: layout.DO_TEST,
  ask: layout.DO_ASK,
  skip: layout.DO_SKIP,
  head: layout.DO_HEAD,
  select: layout.DO_SELECT,
  edit: layout.DO_EDIT,
  lines: layout.DO_LINES,
  records: layout.DO_RECORDS,
  count: layout.DO_COUNT,
  rows: layout.DO_ROWS,
}

const OPERATORS: Record<TestStep['operator'], number> = {
  exists: layout.OPERATOR_EXISTS,
  absent: layout.OPERATOR_EXISTS,
  '=': layout.OPERATOR_EQUAL,
  '!=': layout.OPERATOR_UNEQUAL,
  '<': layout.OPERATOR_LESS,
  '<=': layout.OPERATOR_AT_MOST,
  '>': layout.OPERATOR_MORE,
  '>=': layout.OPERATOR_AT_LEAST,
  '==': layout.OPERATOR_NUMBER_EQUAL,
  '!==': layout.OPERATOR_NUMBER_UNEQUAL,
}

/** Whether the tables are large enough. */
export function fits({ steps, exits }: Program): boolean {
  const tests = steps.filter((step) => step.do === 'test')
  const columns = steps.reduce(
    (sum, step) => sum + ('columns' in step ? step.columns.length : 0),
    0,
  )
  return (
    columns <= layout.MOST_PROGRAM_COLUMNS &&
    steps.length <= layout.MOST_PROGRAM_STEPS &&
    tests.length <= layout.MOST_PROGRAM_TESTS &&
    exits + steps.filter(hasLines).length <= layout.MOST_PROGRAM_EXITS
  )
}

/** By step: records that came past it, and those that are still to be let through, or left out. */
export interface ProgramState {
  passed: readonly number[]
  left: readonly number[]
}

/** What a program needs to know of names, and what is left of it between documents. */
export class KernelProgram implements Kept<ProgramState> {
  readonly fields: FieldTree
  readonly edits: Edits
  readonly #program: Program
  #passed: number[] = []
  #left: number[] // by step: records that are still to be let through, or left out

  constructor(program: Program, mapping?: Mapping) {
    this.fields = new FieldTree(prefixOf(mapping))
    this.edits = new Edits(program.steps.filter((step) => step.do === 'edit'))
    this.#program = program
    this.#left = program.steps.map((step) => ('count' in step ? step.count : 0))
    for (const field of program.steps.flatMap(fieldsRead)) this.fields.node(field)
  }

  state(): ProgramState {
    return { passed: [...this.#passed], left: [...this.#left] }
  }

  restore({ passed, left }: ProgramState): void {
    this.#passed = [...passed]
    this.#left = [...left]
  }

  /** Fills the tables for a document. */
  write(kernel: Kernel, needsWhole: boolean): void {
    const { steps, exits } = this.#program
    const shapes = steps.map((_, step) => this.#shapeOf(step))
    const isWhole = needsWhole || steps.some((step, i) => passesAll(step) && this.#takesAll(i))
    const tests = this.#writeNodes(kernel)
    let column = 0
    let buffers = exits // those of lines of rows come after the others
    for (const [i, step] of steps.entries()) {
      const at = i * layout.STEP_SIZE
      const columns = column
      const edit = step.do === 'edit' ? this.edits.write(kernel, step) : 0
      if ('columns' in step) column = this.#writeColumns(kernel, step.columns, column)
      const table = kernel.view(layout.TABLE_STEPS, steps.length * layout.STEP_SIZE)
      table.setInt32(at + layout.STEP_AT_AFTER, step.after, true)
      table.setInt32(at + layout.STEP_AT_DO, DO[step.do], true)
      table.setFloat64(at + layout.STEP_AT_COUNT, this.#left[i] ?? 0, true)
      table.setInt32(at + layout.STEP_AT_IS_DONE, 0, true)
      table.setInt32(at + layout.STEP_AT_SHAPE, shapes[i] ?? 0, true)
      table.setFloat64(at + layout.STEP_AT_TOTAL, 0, true)
      if (step.do === 'test') {
        table.setInt32(at + layout.STEP_AT_FIRST, tests.indexOf(step), true)
        table.setInt32(at + layout.STEP_AT_SECOND, step.operator === 'absent' ? 0 : 1, true)
      } else if (step.do === 'rows') {
        table.setInt32(at + layout.STEP_AT_FIRST, step.exit, true)
        table.setInt32(at + layout.STEP_AT_SECOND, step.areLines ? buffers++ : layout.NO_EXIT, true)
        table.setInt32(at + layout.ROWS_AT_COLUMNS, columns, true)
        table.setInt32(at + layout.ROWS_AT_COLUMNS_END, column, true)
      } else if (step.do === 'ask' || step.do === 'select') {
        table.setInt32(at + layout.STEP_AT_FIRST, columns, true)
        table.setInt32(at + layout.STEP_AT_SECOND, column, true)
      } else if (step.do === 'edit') table.setInt32(at + layout.STEP_AT_FIRST, edit, true)
      else if ('exit' in step) table.setInt32(at + layout.STEP_AT_FIRST, step.exit, true)
    }
    const filtersFirst = tests.length > 0 && !needsWhole && (isWhole || this.#columns().length > 0)
    kernel.set({
      [layout.SETTING_STEPS]: steps.length,
      [layout.SETTING_EXITS]: buffers,
      [layout.SETTING_TESTS]: tests.length,
      [layout.SETTING_DIRECT]: this.#direct(shapes),
      [layout.SETTING_WHOLE]: isWhole ? 1 : 0,
      [layout.SETTING_PREFILTER]: filtersFirst ? 1 : 0,
    })
    kernel.exports.setProgram()
  }

  /** Remembers how far `head` and `skip` have come, and how many records came past each step. */
  read(kernel: Kernel): void {
    for (const [i, step] of this.#program.steps.entries()) {
      this.#passed[i] = this.passed(i) + kernel.exports.passedAt(i)
      if (step.do === 'head' || step.do === 'skip') this.#left[i] = kernel.exports.countAt(i)
    }
  }

  /** How many records of all documents passed a step. */
  passed(step: number): number {
    return this.#passed[step] ?? 0
  }

  /** Whether every way out comes after a `head` that has let all through. */
  get isDone(): boolean {
    const { steps } = this.#program
    const isShut = steps.map(() => false)
    for (const [i, step] of steps.entries()) {
      const isUsedUp = step.do === 'head' && this.#left[i] === 0
      isShut[i] = isUsedUp || (step.after !== RECORDS && isShut[step.after] === true)
    }
    return steps.every((step, i) => !('exit' in step) || isShut[i])
  }

  /** Whether records leave there with all that was in them, but for what an edit has changed. */
  isWhole(exit: number): boolean {
    const { steps } = this.#program
    return steps.some(
      (step, i) => passesAll(step) && 'exit' in step && step.exit === exit && this.#takesAll(i),
    )
  }

  #takesAll(step: number): boolean {
    const shape = this.#shapeOf(step)
    return shape === 0 || this.#program.steps[shape - 1]?.do === 'edit'
  }

  /** The select or edit step that has made a record what it is at a step, from 1; 0 for a record as it came. */
  #shapeOf(step: number): number {
    const { steps } = this.#program
    for (let at = steps[step]?.after ?? RECORDS; at !== RECORDS; at = steps[at]?.after ?? RECORDS) {
      const what = steps[at]?.do
      if (what === 'select' || what === 'edit') return at + 1
    }
    return 0
  }

  /** The exit to which records go as they were written: whole, and by one step only. */
  #direct(shapes: number[]): number {
    const { steps } = this.#program
    const ways = steps.flatMap((step) => (step.do === 'lines' ? [step.exit] : []))
    const isOnly = (exit: number) => ways.filter((way) => way === exit).length === 1
    const found = steps.findIndex(
      (step, i) => step.do === 'lines' && shapes[i] === 0 && isOnly(step.exit),
    )
    const step = steps[found]
    return step?.do === 'lines' ? step.exit : layout.NO_EXIT
  }

  /** Writes the tree of fields and their tests; answers those in the order of the table. */
  #writeNodes(kernel: Kernel): TestStep[] {
    const { children, texts } = this.fields
    const captured = new Set(this.#columns().map(({ field }) => this.fields.node(field)))
    const all = this.#program.steps.filter((step) => step.do === 'test')
    const tests = children.map((_, node) =>
      all.filter(({ field }) => this.fields.node(field) === node),
    )
    const table = kernel.view(layout.TABLE_NODES, children.length * layout.NODE_SIZE)
    let from = 0
    for (const [node, bits] of children.entries()) {
      const at = node * layout.NODE_SIZE
      const to = from + (tests[node]?.length ?? 0)
      table.setInt32(at + layout.NODE_AT_CHILDREN, bits, true)
      table.setInt32(at + layout.NODE_AT_TESTS, from, true)
      table.setInt32(at + layout.NODE_AT_TESTS_END, to, true)
      table.setInt32(at + layout.NODE_AT_IS_CAPTURED, captured.has(node) ? 1 : 0, true)
      table.setInt32(at + layout.NODE_AT_TEXT, texts[node] ?? layout.NO_NODE, true)
      const isFor = (holds: (node: number) => boolean) => withTexts(node, texts).some(holds)
      const isTested = isFor((at) => (tests[at]?.length ?? 0) > 0)
      const isCaptured = isFor((at) => captured.has(at))
      table.setInt32(
        at + layout.NODE_AT_PURPOSE,
        (isTested ? layout.PURPOSE_TEST : 0) | (isCaptured ? layout.PURPOSE_VALUE : 0),
        true,
      )
      from = to
    }
    const inOrder = tests.flat()
    for (const [i, { operator, value }] of inOrder.entries()) {
      // as it stands in a line of JSON
      const [text, length] = kernel.keep(JSON.stringify(value).slice(1, -1))
      const test = kernel.view(layout.TABLE_TESTS, inOrder.length * layout.TEST_SIZE)
      const at = i * layout.TEST_SIZE
      test.setInt32(at + layout.TEST_AT_OPERATOR, OPERATORS[operator], true)
      test.setInt32(at + layout.TEST_AT_TEXT, text, true)
      test.setInt32(at + layout.TEST_AT_LENGTH, length, true)
      test.setFloat64(at + layout.TEST_AT_NUMBER, Number(value), true)
    }
    return inOrder
  }

  #columns(): Column[] {
    return this.#program.steps.flatMap((step) => ('columns' in step ? step.columns : []))
  }

  #writeColumns(kernel: Kernel, columns: Column[], from: number): number {
    for (const [i, { name, field }] of columns.entries()) {
      const [key, length] = kernel.keep(`${JSON.stringify(name)}:`)
      const at = (from + i) * layout.COLUMN_SIZE
      const table = kernel.view(layout.TABLE_COLUMNS, at + layout.COLUMN_SIZE)
      table.setInt32(at + layout.COLUMN_AT_KEY, key, true)
      table.setInt32(at + layout.COLUMN_AT_KEY_LENGTH, length, true)
      table.setInt32(at + layout.COLUMN_AT_NODE, this.fields.node(field), true)
    }
    return from + columns.length
  }
}

function hasLines(step: Step): boolean {
  return step.do === 'rows' && step.areLines
}

/** Whether records leave there, and not only some of their values. */
function passesAll(step: Step): boolean {
  return step.do === 'lines' || step.do === 'records' || hasLines(step)
}

/** A node, the node of its text, and that of the text's text: what an element there is written for. */
function withTexts(node: number, texts: number[]): number[] {
  const text = texts[node] ?? -1
  return text < 0 ? [node] : [node, ...withTexts(text, texts)]
}
