// --stats: replaces the records by one for each field that they have, which sums up its values.

import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import { StageError } from '../core/errors.ts'
import { Summary } from '../expression/summary.ts'
import { isDictionary, TEXT_KEY, type Value } from '../record/record.ts'
import { NOTHING } from './arguments.ts'
import { noTypes } from './column-types.ts'
import { passesNone } from './passed-fields.ts'
import type { Stage } from './stage.ts'

const MOST = 10_000 // fields

export const stats: Stage<null> = {
  name: 'stats',
  summary: 'replace the records by a summary of each of their fields',
  details:
    'count is how many records have it, missing how many have not, values how often it stands there, numbers how many of ' +
    'them are numbers. min, max and mean are of the numbers, min and max of text if there is none. Beyond 1000 ' +
    'different values distinct is an estimate, within 1 to 2 %, beyond 2000 mostFrequent and times, which is never ' +
    'too high: then estimated is true. Of a text the first 100 characters are kept.',
  example: '--stats',
  memory: 'O(fields)',
  parse: () => null,
  check: NOTHING,
  describe: () => '',
  columns: () => Object.keys(new Summary().result('', 0)),
  passes: passesNone,
  makesRecords: true,
  types: noTypes,
  start: (_, target) => summed(target),
  sendsAtEnd: true,
}

const summed = coroutine(function* (target: Target<Value>): Receiver<Value> {
  const fields = new Map<string, Summary>()
  let records = 0
  const add = (path: string, value: Value): void => {
    if (Array.isArray(value)) for (const item of value) add(path, item)
    else if (isDictionary(value)) {
      for (const [name, item] of Object.entries(value)) {
        add(path === '' ? name : `${path}/${name}`, item)
      }
    } else summary(path || TEXT_KEY).add(value, records)
  }
  const summary = (path: string): Summary => {
    const known = fields.get(path)
    if (known) return known
    if (fields.size === MOST) throw new StageError(`--stats: more than ${MOST} different fields`)
    const made = new Summary()
    fields.set(path, made)
    return made
  }
  try {
    while (true) {
      const record = yield
      if (record !== null) add('', record)
      records++
    }
  } finally {
    for (const [path, summary] of fields) {
      yield MORE
      if (!target.send(summary.result(path, records))) break
    }
  }
})
