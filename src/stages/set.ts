// --set: gives a field the value of an expression.

import { fields, text } from '../core/checks.ts'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import { fieldsOf } from '../expression/conjuncts.ts'
import { constantOf } from '../expression/constant.ts'
import { mayNeverEnd } from '../expression/endless.ts'
import { compileValues } from '../expression/expression.ts'
import { isDictionary, set as setEntry, TEXT_KEY, type Value } from '../record/record.ts'
import { RowReader, Rows } from '../record/rows.ts'
import { typesWithout } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { type LineSetting, setInLines } from './set-in-lines.ts'
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
    return setting({ name, reader, valuesOf, assigned }, target)
  },
  lower(assignment) {
    const { name, expression } = check(assignment)
    const value = constantOf(expression)
    if (value === undefined) return undefined
    const apply = (record: Value) => assigned(record, name, [value])
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

const setting: (setting: LineSetting, target: Target<Value>) => Target<Value> = coroutine(
  function* (setting: LineSetting, target: Target<Value | Rows>): Receiver<Value | Rows> {
    const { name, valuesOf } = setting
    let goesOn = true
    while (goesOn) {
      const item = yield
      goesOn = target.send(
        item instanceof Rows ? setInLines(item, setting) : assigned(item, name, valuesOf(item)),
      )
    }
  },
)

function assigned(record: Value, name: string, values: Value[]): Value {
  const [first, ...others] = values
  if (first === undefined) return record // nothing to set it to
  const changed = isDictionary(record)
    ? { ...record }
    : record === null
      ? {}
      : { [TEXT_KEY]: record }
  setEntry(changed, name, others.length > 0 ? values : first)
  return changed
}
