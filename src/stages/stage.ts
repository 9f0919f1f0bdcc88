// Provides the contract of a stage: one flag, one coroutine from records to records.

import type { Check } from '../core/checks.ts'
import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { Calls } from '../expression/calls.ts'
import type { Act } from '../expression/program.ts'
import { type Field, fieldNames, parseField } from '../record/field.ts'
import { faultOfName } from '../record/field-name.ts'
import type { Value } from '../record/record.ts'
import type { Writing } from '../record/writing.ts'
import { isCount } from './arguments.ts'
import type { ColumnTypes } from './column-types.ts'
import type { Gathering } from './gathering.ts'

/** The fields of records in order, none beside them; undefined where that is not known before they come. */
export type Columns = readonly string[] | undefined

/** Opens a sink by its destination, for a stage that also writes; its name says the format if nothing does. */
export type OpenSink = (destination: string, writing?: Writing) => Target<Value>

/** Opens a way through a command, for a stage that is nothing else. It takes lines too. */
export type OpenBridge = (command: string, target: Target<Value>) => Target<Value>

/**
 * How a stage is run where the input is cut into parts, which several threads read at once:
 *
 * - `alone`: it looks at each record alone. What it makes of the parts, in their order, is what it makes of all.
 * - `again`: it leaves records out. It is run on each part, and once more on what is left of all.
 * - `in order`: it has to receive all records, one after the other.
 * - what it gathers of parts, where it sends its results at the end.
 */
export type Parts = 'alone' | 'again' | 'in order' | Gathering

/**
 * A stage. `parse` turns what the user typed into JSON data for the plan, `describe` turns that into words for
 * `--explain`, `start` wires it in front of a target; `calls` watches the calls of functions in it, `bridge` opens a
 * way through a command. Records are shared between branches: a stage never
 * changes the one it receives.
 *
 * What a stage holds back (a count) it sends in `finally`: whether the input ended or broke, what was whole
 * is delivered. If that may be much, it yields `MORE` before each record, so that a slow reader is waited for.
 *
 * `columns` says what fields records have after it, as far as that can be known from those before it and its argument:
 * a table has these columns, whether records with them come or not.
 *
 * `lower`, `fields` and `sendsAtEnd` let the kernel do a part of the work; a stage without them is as good.
 */
export interface Stage<Argument> {
  /** The flag without its dashes. */
  name: string
  /** What stands for the flag's argument in help; a stage without one is a switch. */
  argument?: string
  /** Whether that may begin with a dash. */
  takesDash?: true
  /** One line of help. */
  summary: string
  /** What else there is to know. */
  details?: string
  example: string
  /** How much it holds: O(1), O(distinct values), O(n). */
  memory: string
  parse(text: string): Argument
  /** Flags that may follow it directly, or each other, and say more about it. */
  modifiers?: readonly Modifier<Argument>[]
  /** What `parse` makes: holds the argument of a plan that was made by hand to it. */
  check: Check
  describe(argument: Argument): string
  start(
    argument: Argument,
    target: Target<Value>,
    open: OpenSink,
    calls?: Calls,
    bridge?: OpenBridge,
  ): Target<Value>
  parts(argument: Argument): Parts
  columns(argument: Argument, before: Columns): Columns
  /** What is known of the values after it: nothing of those that it makes or changes. */
  types(argument: Argument, before: ColumnTypes): ColumnTypes
  /** Where the value of a field goes: under its name, under others, or nowhere. */
  passes(argument: Argument, field: Field): Field[]
  /** Whether the records that it sends are of its own making: what is named after it is of these. */
  makesRecords: boolean
  /** What it does where records have one more field, which is to stay; the same if not given. */
  keeping?(argument: Argument, field: string): Argument
  /** The same as steps in the kernel, for a stage that is nothing else; undefined for an argument that takes more. */
  lower?(argument: Argument, calls?: Calls): StageStep[] | undefined
  /** The fields it reads of a record, for a stage that passes on nothing else of it. */
  fields?(argument: Argument): Field[]
  /** The same for a stage that passes on records as they are: it takes rows too, and sends rows, or their lines at the end. */
  reads?(argument: Argument): Field[]
  /** The member that it changes, of a stage that `reads`: after it rows have another value in their lines alone. */
  changes?(argument: Argument): string
  /** Whether it sends lines for rows, of which there may be more: no stage after it takes these. */
  spreads?: true
  /** Whether it may never be done with a record: code of the user's, and some regular expressions. */
  mayNeverEnd?(argument: Argument): boolean
  /** Whether it sends nothing until its input ends. */
  sendsAtEnd?: true
  /** Whether one thread is faster: what several send to be joined is more than what they spare. */
  isFasterInOneThread?: true
  /** Whether it takes whole lines as well, as the kernel writes them. */
  takesLines?: true
  /** The command that it runs. */
  runs?(argument: Argument): string
}

/** A flag that belongs to the stage before it: `--by price` after `--top 10`. Several stages may share its name. */
export interface Modifier<Argument> {
  /** The flag without its dashes. */
  name: string
  /** What stands for the flag's argument in help; one without is a switch. */
  argument?: string
  summary: string
  details?: string
  example: string
  /** The stage's argument with what the text says in it. */
  add(argument: Argument, text: string): Argument
}

/** The `columns` of a stage that passes on records with the fields that they had. */
export function sameColumns(_: unknown, before: Columns): Columns {
  return before
}

/** A step of a program. The exits that `lines` and `count` need are found with their places in the plan. */
export type StageStep = Act | { do: 'lines'; destination: string } | { do: 'count' }

/**
 * The argument of a stage that counts records.
 *
 * @throws UsageError when the text is not a whole number from 0.
 */
export function parseCount(flag: string, text: string): number {
  return checkCount(flag, /^\d{1,15}$/.test(text.trim()) ? Number(text) : text)
}

/** The same for an argument that came with a plan. */
export function checkCount(flag: string, argument: unknown): number {
  if (isCount(argument)) return argument
  throw new UsageError(`--${flag}: expected a number of records, found ${JSON.stringify(argument)}`)
}

/**
 * The argument of a stage that reads fields, each once.
 *
 * @throws UsageError when a field cannot be understood.
 */
export function parseFields(flag: string, text: string): Field[] {
  const fields = text.split(',').map(parseField)
  if (new Set(fieldNames(fields)).size === fields.length) return fields
  throw new UsageError(`--${flag}: field given twice`)
}

/** The name of a field that a stage makes, in a record or beside the field that it was. */
export function checkName(flag: string, name: string): string {
  const fault = name.includes('/')
    ? `expected a name without "/", found ${JSON.stringify(name)}`
    : faultOfName(name)
  if (fault) throw new UsageError(`--${flag}: ${fault}`)
  return name
}
