// Runs a program on lines of JSON: those that only pass leave as the bytes that they were.

import type { Target } from '../../core/coroutine.ts'
import { type Column, type Program, RECORDS, type Step } from '../../expression/program.ts'
import type { Writable } from '../../record/lines.ts'
import type { Value } from '../../record/record.ts'
import type { LineScanner } from '../line-scanner.ts'
import type { JsonLine } from './json-line.ts'
import { PassedLines } from './passed-lines.ts'
import { ValueSearch } from './value-search.ts'

export interface LineProgramOptions {
  program: Program
  /** By exit: what receives lines, records, or numbers of records. */
  exits: readonly Pick<Target<never>, 'send' | 'done'>[]
  /** By exit: whether lines leave as JavaScript writes their values, and not as they came. */
  rewrites?: readonly boolean[]
  scanner: LineScanner
}

/** One for all documents of a plan. */
export class LineProgram {
  /** Makes of a line the record that leaves. */
  #recordOf: (line: JsonLine, names: number | undefined) => Value = asItIs
  readonly #of: LineProgramOptions
  /** By step, and for all records at the end: the steps after it. */
  readonly #after: number[][]
  readonly #passed: number[]
  readonly #skipped: number[]
  readonly #counts: number[]
  readonly #lines: PassedLines[]
  /** By step: the names of the members that it needs, as the scanner keeps them; undefined if it needs all. */
  readonly #names: (number | undefined)[]
  readonly #searches: (ValueSearch | undefined)[]

  constructor(options: LineProgramOptions) {
    this.#of = options
    const { program, scanner, exits } = options
    const { steps } = program
    const following = (before: number) =>
      steps.flatMap(({ after }, index) => (after === before ? [index] : []))
    this.#after = [...steps.map((_, index) => following(index)), following(RECORDS)]
    this.#searches = steps.map((step) =>
      step.do === 'ask' && step.needs !== undefined
        ? new ValueSearch(step.needs, scanner)
        : undefined,
    )
    const kept = steps.map((step) =>
      'columns' in step ? scanner.keepNames(namesIn(step.columns)) : undefined,
    )
    this.#names = steps.map(({ do: what, after }, index) =>
      what === 'records' && steps[after]?.do === 'select' ? kept[after] : kept[index],
    )
    this.#passed = steps.map(() => 0)
    this.#skipped = steps.map(() => 0)
    this.#counts = exits.map(() => 0)
    this.#lines = exits.map(() => new PassedLines(scanner))
  }

  /** Begins an input; its lines leave as the records that `recordOf` makes of them. */
  begin(recordOf: (line: JsonLine, names: number | undefined) => Value = asItIs): void {
    this.#recordOf = recordOf
  }

  /** Takes one line and answers whether more may have an effect. */
  take(line: JsonLine): boolean {
    return !this.#run(this.#after.length - 1, line) || !this.isDone
  }

  /** Says that the lines up to there, and no others, are taken next. */
  turnTo(end: number): void {
    for (const search of this.#searches) search?.turnTo(end)
  }

  /** Sends the lines that have left so far. */
  flush(): void {
    for (const [exit, lines] of this.#lines.entries()) {
      const passed = lines.taken()
      if (passed) this.#target<Writable>(exit).send(passed)
    }
  }

  /** Sends how many records were counted, at the end of a document. */
  sum(): void {
    for (const step of this.#of.program.steps) {
      if (step.do !== 'count') continue
      this.#target<number>(step.exit).send(this.#counts[step.exit] ?? 0)
      this.#counts[step.exit] = 0
    }
  }

  /** How many records have passed a step. */
  passed(step: number): number {
    return this.#passed[step] ?? 0
  }

  get isDone(): boolean {
    return this.#isDoneAfter(this.#after.length - 1)
  }

  #isDoneAfter(index: number): boolean {
    return (this.#after[index] ?? []).every((next) => {
      const step = this.#of.program.steps[next] as Step
      if ('exit' in step) return this.#of.exits[step.exit]?.done === true
      if (step.do === 'head' && this.passed(next) >= step.count) return true
      return this.#isDoneAfter(next)
    })
  }

  /** Runs what comes after a step; answers whether something has ended there. */
  #run(index: number, line: JsonLine): boolean {
    let hasEnded = false
    for (const next of this.#after[index] as number[]) {
      if (this.#step(next, this.#of.program.steps[next] as Step, line)) hasEnded = true
    }
    return hasEnded
  }

  #step(index: number, step: Step, line: JsonLine): boolean {
    switch (step.do) {
      case 'ask': {
        const search = this.#searches[index]
        if (search && !search.mayBeIn(line)) return false
        return step.condition(line.members(this.#names[index])) && this.#pass(index, line)
      }
      case 'select':
        return this.#pass(index, line)
      case 'skip':
        if ((this.#skipped[index] ?? 0) >= step.count) return this.#pass(index, line)
        this.#skipped[index] = (this.#skipped[index] ?? 0) + 1
        return false
      case 'head': {
        if (this.passed(index) >= step.count) return true
        const hasEnded = this.#pass(index, line)
        return this.passed(index) >= step.count || hasEnded
      }
      case 'lines':
        this.#leave(step.exit, line)
        return false
      case 'count':
        this.#counts[step.exit] = (this.#counts[step.exit] ?? 0) + 1
        return false
      case 'records':
        return !this.#target<Value>(step.exit).send(this.#recordOf(line, this.#names[index]))
      default:
        throw new Error(`lines know no step ${step.do}`)
    }
  }

  #leave(exit: number, line: JsonLine): void {
    const rewritten = this.#of.rewrites?.[exit] ? line.rewritten : undefined
    if (rewritten === undefined) this.#lines[exit]?.add(line.from, line.to)
    else this.#lines[exit]?.addMade(rewritten)
  }

  #pass(index: number, line: JsonLine): boolean {
    this.#passed[index] = this.passed(index) + 1
    return this.#run(index, line)
  }

  #target<T>(exit: number): Pick<Target<T>, 'send' | 'done'> {
    return this.#of.exits[exit] as Pick<Target<T>, 'send' | 'done'>
  }
}

function asItIs(line: JsonLine, names: number | undefined): Value {
  return line.members(names)
}

/** The members at which fields begin: `a/b` is in `a`, or a stage before has called a member so. */
function namesIn(columns: Column[]): string[] {
  const fields = columns.map(({ field }) => field)
  return [...new Set(fields.flatMap((field) => [field[0] ?? '', field.join('/')]))]
}
