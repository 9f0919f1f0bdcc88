// Writes a program into the tables of the kernel.

import {
  type Column,
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

// the tables, as `kernel/memory.ts` has them
const NODES = 0
const TESTS = 1
const STEPS = 2
const COLUMNS = 3

// sizes in bytes, as in `kernel/fields.ts` and `kernel/program.ts`
const NODE = 32
const TEST = 32
const STEP = 48
const COLUMN = 16
const MOST_TESTS = 1900
const MOST_STEPS = 2700
const MOST_EXITS = 1000

const DO: Record<Step['do'], number> = {
  test: layout.DO_TEST,
  ask: layout.DO_ASK,
  skip: layout.DO_SKIP,
  head: layout.DO_HEAD,
  select: layout.DO_SELECT,
  lines: layout.DO_LINES,
  records: layout.DO_RECORDS,
  count: layout.DO_COUNT,
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
  return steps.length <= MOST_STEPS && tests.length <= MOST_TESTS && exits <= MOST_EXITS
}

/** What a program needs to know of names, and what is left of it between documents. */
export class KernelProgram {
  readonly fields: FieldTree
  readonly #program: Program
  readonly #passed: number[] = []
  readonly #left: number[] // by step: records that are still to be let through, or left out

  constructor(program: Program, mapping?: Mapping) {
    this.fields = new FieldTree(prefixOf(mapping))
    this.#program = program
    this.#left = program.steps.map((step) => ('count' in step ? step.count : 0))
    for (const field of program.steps.flatMap(fieldsOf)) this.fields.node(field)
  }

  /** Fills the tables for a document. */
  write(kernel: Kernel, needsWhole: boolean): void {
    const { steps, exits } = this.#program
    const shapes = steps.map((_, step) => this.#shapeOf(step))
    const isWhole =
      needsWhole ||
      steps.some(({ do: what }, i) => (what === 'lines' || what === 'records') && shapes[i] === 0)
    const tests = this.#writeNodes(kernel)
    let column = 0
    for (const [i, step] of steps.entries()) {
      const at = i * STEP
      const columns = column
      if ('columns' in step) column = this.#writeColumns(kernel, step.columns, column)
      const table = kernel.view(STEPS, steps.length * STEP)
      table.setInt32(at, step.after, true)
      table.setInt32(at + 4, DO[step.do], true)
      table.setFloat64(at + 16, this.#left[i] ?? 0, true)
      table.setInt32(at + 24, 0, true)
      table.setInt32(at + 28, shapes[i] ?? 0, true)
      table.setFloat64(at + 40, 0, true)
      if (step.do === 'test') {
        table.setInt32(at + 8, tests.indexOf(step), true)
        table.setInt32(at + 12, step.operator === 'absent' ? 0 : 1, true)
      } else if (step.do === 'ask' || step.do === 'select') {
        table.setInt32(at + 8, columns, true)
        table.setInt32(at + 12, column, true)
      } else if ('exit' in step) table.setInt32(at + 8, step.exit, true)
    }
    const judges = tests.length > 0 && !needsWhole && (isWhole || this.#columns().length > 0)
    const direct = this.#direct(shapes)
    kernel.exports.setProgram(steps.length, exits, tests.length, direct, isWhole, judges)
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

  /** Whether records leave there as they came. */
  isWhole(exit: number): boolean {
    const { steps } = this.#program
    return steps.some((step, i) => 'exit' in step && step.exit === exit && this.#shapeOf(i) === 0)
  }

  /** The select step whose columns a record has at a step, from 1; 0 for a whole record. */
  #shapeOf(step: number): number {
    const { steps } = this.#program
    for (let at = steps[step]?.after ?? RECORDS; at !== RECORDS; at = steps[at]?.after ?? RECORDS) {
      if (steps[at]?.do === 'select') return at + 1
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
    return step?.do === 'lines' ? step.exit : -1
  }

  /** Writes the tree of fields and their tests; answers those in the order of the table. */
  #writeNodes(kernel: Kernel): TestStep[] {
    const { children, texts } = this.fields
    const captured = new Set(this.#columns().map(({ field }) => this.fields.node(field)))
    const all = this.#program.steps.filter((step) => step.do === 'test')
    const tests = children.map((_, node) =>
      all.filter(({ field }) => this.fields.node(field) === node),
    )
    const table = kernel.view(NODES, children.length * NODE)
    let from = 0
    for (const [node, bits] of children.entries()) {
      const at = node * NODE
      const to = from + (tests[node]?.length ?? 0)
      table.setInt32(at, bits, true)
      table.setInt32(at + 4, from, true)
      table.setInt32(at + 8, to, true)
      table.setInt32(at + 12, captured.has(node) ? 1 : 0, true)
      table.setInt32(at + 16, texts[node] ?? -1, true)
      const isFor = (holds: (node: number) => boolean) => withTexts(node, texts).some(holds)
      const isTested = isFor((at) => (tests[at]?.length ?? 0) > 0)
      const isCaptured = isFor((at) => captured.has(at))
      table.setInt32(
        at + 20,
        (isTested ? layout.PURPOSE_TEST : 0) | (isCaptured ? layout.PURPOSE_VALUE : 0),
        true,
      )
      from = to
    }
    const inOrder = tests.flat()
    for (const [i, { operator, value }] of inOrder.entries()) {
      // as it stands in a line of JSON
      const [text, length] = kernel.keep(JSON.stringify(value).slice(1, -1))
      const test = kernel.view(TESTS, inOrder.length * TEST)
      test.setInt32(i * TEST, OPERATORS[operator], true)
      test.setInt32(i * TEST + 4, text, true)
      test.setInt32(i * TEST + 8, length, true)
      test.setFloat64(i * TEST + 16, Number(value), true)
    }
    return inOrder
  }

  #columns(): Column[] {
    return this.#program.steps.flatMap((step) => ('columns' in step ? step.columns : []))
  }

  #writeColumns(kernel: Kernel, columns: Column[], from: number): number {
    for (const [i, { name, field }] of columns.entries()) {
      const [key, length] = kernel.keep(`${JSON.stringify(name)}:`)
      const at = (from + i) * COLUMN
      const table = kernel.view(COLUMNS, at + COLUMN)
      table.setInt32(at, key, true)
      table.setInt32(at + 4, length, true)
      table.setInt32(at + 8, this.fields.node(field), true)
    }
    return from + columns.length
  }
}

function fieldsOf(step: Step): string[][] {
  if (step.do === 'test') return [step.field]
  return 'columns' in step ? step.columns.map(({ field }) => field) : []
}

/** A node, the node of its text, and that of the text's text: what an element there is written for. */
function withTexts(node: number, texts: number[]): number[] {
  const text = texts[node] ?? -1
  return text < 0 ? [node] : [node, ...withTexts(text, texts)]
}
