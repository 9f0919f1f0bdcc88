// --map-js: passes on what a function of the user's makes of each record.
//
// The function is one that the user typed: it does what any program may. Nothing reads one from a file or
// from the environment.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { messageOf, StageError, UsageError } from '../core/errors.ts'
import { type Dictionary, set, type Value } from '../record/record.ts'
import { TEXT } from './arguments.ts'
import { noTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import type { Stage } from './stage.ts'

type UserFunction = (record: Value, index: number) => unknown

export const mapJs: Stage<string> = {
  name: 'map-js',
  argument: 'FUNCTION',
  summary: 'pass on what a function in JavaScript makes of each record',
  details:
    'It receives the record, a copy that it may change, and how many came before it. What it returns is the ' +
    'record, as JSON would write it: nothing or undefined leaves the record out, an array is several records, and ' +
    'null is an empty one, as an element with nothing in it is. It cannot wait: async functions are refused. It may do whatever a program of yours may do.',
  example: "--map-js 'book => ({ ...book, authors: [book.author].flat().length })'",
  memory: 'O(1), and what the function keeps',
  parse(text) {
    compiled(text)
    return text.trim()
  },
  check: TEXT,
  describe: (text) => text.replace(/\s+/g, ' '),
  columns: () => undefined, // a function may do anything
  passes: passesAll,
  makesRecords: true,
  types: noTypes,
  parts: () => 'in order', // it numbers them, and the function may remember what it likes
  start: (text, target) => through(compiled(text), target),
  mayNeverEnd: () => true,
}

const through = coroutine(function* (change: UserFunction, target: Target<Value>): Receiver<Value> {
  for (let index = 0; ; index++) {
    for (const record of made(change, yield, index)) if (!target.send(record)) return
  }
})

/** @throws UsageError when the text is no function that can be called for each record. */
function compiled(text: string): UserFunction {
  let value: unknown
  try {
    value = text.trim() && new Function(`'use strict'; return (${text}\n)`)()
  } catch (error) {
    throw new UsageError(`--map-js: ${messageOf(error)}, in ${JSON.stringify(text)}`)
  }
  const expected = "--map-js: expected a function, as in 'record => record.title'"
  if (typeof value !== 'function') {
    throw new UsageError(`${expected}, found ${JSON.stringify(text)}`)
  }
  const kind = Object.prototype.toString.call(value)
  if (kind !== '[object Function]') {
    const found = kind.includes('Async') ? 'an async function' : 'a generator'
    throw new UsageError(`${expected}, found ${found}, which it cannot wait for`)
  }
  return value as UserFunction
}

function made(change: UserFunction, record: Value, index: number): Value[] {
  const fault = (fact: string) => new StageError(`--map-js: record ${index + 1}: ${fact}`)
  let result: unknown
  try {
    result = change(asJson(record) as Value, index)
  } catch (error) {
    throw fault(messageOf(error))
  }
  if (isPromise(result)) throw fault('returned a promise, which it cannot wait for')
  if (result === undefined) return []
  let value: Value | undefined
  try {
    value = asJson(result)
  } catch (error) {
    const isTooDeep = error instanceof RangeError
    throw fault(isTooDeep ? 'returned what is nested too deep, or in itself' : messageOf(error))
  }
  if (value === undefined) throw fault(`returned a ${typeof result}, which is no JSON`)
  return Array.isArray(value) ? value : [value]
}

function isPromise(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}

/** A copy with what JSON can hold. Twice as fast as to write JSON and read it, which only objects with methods need. */
function asJson(value: unknown): Value | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => asJson(item) ?? null)
  const isDictionary =
    typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
  if (!isDictionary || 'toJSON' in value) {
    const json: string | undefined = JSON.stringify(value)
    return json === undefined ? undefined : JSON.parse(json)
  }
  const copy: Dictionary = {}
  for (const name of Object.keys(value)) {
    const entry = asJson((value as Record<string, unknown>)[name])
    if (entry !== undefined) set(copy, name, entry)
  }
  return copy
}
