// Finds the fields that records have at a place in a pipeline, and their values, from the first records of a document.

import { coroutine, type Receiver } from '../../core/coroutine.ts'
import { printable } from '../../core/printable.ts'
import { joinLine } from '../../plan/line.ts'
import { type Pipeline, type Plan, STDOUT } from '../../plan/plan.ts'
import { Lines, type Writable } from '../../record/lines.ts'
import { isDictionary, type Value } from '../../record/record.ts'

const ENOUGH = 300 // records
const MOST_VALUES = 50 // of a field

/** The stages after which records have other fields; no others are run for a key that was pressed. */
const CHANGING = new Set(
  'select drop rename set explode count count-by group stats flatten split-lines'.split(' '),
)

/** By path: the values that were found there. */
export type Fields = Map<string, Set<string>>

/** The fields at the end of a plan: of its trunk, and of the branch begun last. */
export async function findFields(plan: Plan, bytes: Uint8Array): Promise<Fields> {
  const fields: Fields = new Map()
  const sink = learn(fields)
  const unread = coroutine(function* (): Receiver<Writable> {
    while (true) yield
  })
  const line = await joinLine(
    { ...plan, pipeline: upToHere(plan.pipeline) },
    {
      openSink: (destination) => (destination === STDOUT ? sink : unread()),
      report: { records: 0, seen: new Map() },
      onWarning: () => {},
    },
  )
  try {
    line.open('').write(bytes)
  } catch {} // what came before the fault will do
  try {
    line.leave()
    line.end.close()
  } catch {} // a stage that takes only whole inputs
  return fields
}

function upToHere({ stages, branches = [] }: Pipeline): Pipeline {
  const all = [...stages, ...(branches.at(-1)?.stages ?? [])]
  return { stages: all.filter(({ stage }) => CHANGING.has(stage)) }
}

const learn = coroutine(function* (fields: Fields): Receiver<Writable> {
  for (let n = 0; n < ENOUGH; ) {
    const item = yield
    for (const record of item instanceof Lines ? recordsOf(item) : [item]) {
      if (isDictionary(record)) walk(record, '', fields)
      n++
    }
  }
})

function recordsOf({ bytes }: Lines): Value[] {
  const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n')
  return lines.slice(0, ENOUGH).map((line) => JSON.parse(line) as Value)
}

function walk(value: Value, path: string, fields: Fields): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, path, fields)
    return
  }
  const values = fields.get(path) ?? new Set()
  if (path !== '') fields.set(path, values)
  if (isDictionary(value)) {
    for (const [name, entry] of Object.entries(value)) {
      if (isShown(name)) walk(entry, path === '' ? name : `${path}/${name}`, fields)
    }
  } else if (value !== null && values.size < MOST_VALUES && isShown(String(value))) {
    values.add(String(value))
  }
}

/** Whether a shell can show it as it is. */
function isShown(text: string): boolean {
  return text.length <= 80 && printable(text) === text
}
