// --set: gives a field the value of an expression.

import { fields, text } from '../core/checks.ts'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import { fieldsOf } from '../expression/conjuncts.ts'
import { constantOf } from '../expression/constant.ts'
import { mayNeverEnd } from '../expression/endless.ts'
import { compileValues } from '../expression/expression.ts'
import { isDictionary, set as setEntry, TEXT_KEY, type Value } from '../record/record.ts'
import { RowReader } from '../record/row-reader.ts'
import { Rows } from '../record/rows.ts'
import { typesWithout } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { type RowSetting, setInRows } from './set-in-rows.ts'
import { checkName, type Stage } from './stage.ts'

interface Assignment {
  name: string
  expression: string
}

export const set: Stage<Assignment> = {
  name: 'set',
  argument: 'NAME=EXPR',
  summary: 'set the field NAME to the value of an expression, as in --where',
  details:
    'A text, a number, a condition as true or false, or a field as it is. A missing field, and what should be a ' +
    'number and is not, gives no value: NAME then stays as it was, or missing; default(price * 2, 0) gives one all the ' +
    'same, and null is one. A field that repeats gives a value for each, an array if there are several. NAME keeps its place ' +
    'if the record has it and is the last if not.',
  example: "--set 'total=round(price * 1.19, 2)' --set 'isNew=year >= 2020'",
  memory: 'O(1)',
  parse(text) {
    const [, name = '', expression] = /^([^=]*)=(?!=)([\s\S]*)$/.exec(text) ?? []
    if (expression === undefined) {
      throw new UsageError(`--set: expected NAME=EXPR, found ${JSON.stringify(text)}`)
    }
    return check({ name: name.trim(), expression: expression.trim() })
  },
  check: fields({ name: text, expression: text }, {}),
  describe: ({ name, expression }) =>
    `${checkName('set', name)} = ${expression.replace(/\s+/g, ' ')}`,
  columns: ({ name }, before) =>
    before === undefined || before.includes(name) ? before : [...before, name],
  passes: passesAll,
  makesRecords: false,
  types: ({ name }, before) => typesWithout([[name]], before),
  parts: () => 'alone',
  start(assignment, target, _, calls) {
    const { name, expression } = check(assignment)
    const valuesOf = compileValues(expression, calls)
    const reader = new RowReader(fieldsOf(expression))
    const valueFor = (record: Value) => joined(valuesOf(record))
    return setting({ name, reader, valueFor, assigned }, target)
  },
  lower(assignment) {
    const { name, expression } = check(assignment)
    const value = constantOf(expression)
    if (value === undefined) return undefined
    const apply = (record: Value) => assigned(record, name, value)
    return [{ do: 'edit', changes: [{ set: name, value }], apply }]
  },
  reads: ({ name, expression }) => [[name], ...fieldsOf(expression)],
  changes: ({ name }) => name,
  mayNeverEnd: ({ expression }) => mayNeverEnd(expression),
}

function check(assignment: Assignment): Assignment {
  checkName('set', assignment.name)
  compileValues(assignment.expression)
  return assignment
}

const setting: (setting: RowSetting, target: Target<Value>) => Target<Value> = coroutine(function* (
  setting: RowSetting,
  target: Target<Value | Rows>,
): Receiver<Value | Rows> {
  const { name, valueFor } = setting
  let goesOn = true
  while (goesOn) {
    const item = yield
    if (item instanceof Rows) goesOn = target.send(setInRows(item, setting))
    else {
      const value = valueFor(item)
      goesOn = target.send(value === undefined ? item : assigned(item, name, value))
    }
  }
})

/** An array of several values, undefined for none. */
function joined(values: Value[]): Value | undefined {
  return values.length > 1 ? values : values[0]
}

function assigned(record: Value, name: string, value: Value): Value {
  const changed = isDictionary(record)
    ? { ...record }
    : record === null
      ? {}
      : { [TEXT_KEY]: record }
  setEntry(changed, name, value)
  return changed
}
