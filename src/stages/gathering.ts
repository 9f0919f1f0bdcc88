// Provides stages that gather what they send at the end: of all records in one place, or of parts of them, in several.

import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import type { Calls } from '../expression/calls.ts'
import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { Rows } from '../record/rows.ts'

/**
 * What a stage gathers, as two halves. `part` takes the records of one part of the input, `whole` takes what was
 * gathered of all parts, in their order. However the input was cut, the results are the same to the last bit.
 */
export interface Gathering<State = unknown> {
  part(calls?: Calls): Part<State>
  /** Takes records too: those of an input that is not cut. */
  whole(calls?: Calls): Whole<State>
}

export interface Part<State = unknown> {
  add(record: Value): void
  /** Takes the records of rows, where the stage says what it reads. */
  addRows?(rows: Rows): void
  /** The same for lines, where it takes them. */
  addLines?(lines: Lines): void
  /** All that there is to know of the part: plain data, which another thread can have a copy of. */
  state(): State
}

export interface Whole<State = unknown> {
  add(record: Value): void
  addRows?(rows: Rows): void
  addLines?(lines: Lines): void
  /** Takes what was gathered of the records that come next. */
  merge(state: State): void
  /** What another one has to take to have gathered as much; not every stage can say. */
  state?(): State
  /** What to send, as lines if these are asked for or rows came with theirs; `MORE` is a pause where that takes long to make. */
  results(asLines?: boolean): Iterable<Value | Lines | typeof MORE>
}

/** Adds a record, or those of rows or lines. */
export function gather(
  item: Value | Rows | Lines,
  into: Pick<Part, 'add' | 'addRows' | 'addLines'>,
): void {
  if (item instanceof Rows && into.addRows) into.addRows(item)
  else if (item instanceof Lines && into.addLines) into.addLines(item)
  else if (item instanceof Rows || item instanceof Lines)
    throw new Error('a stage was given rows or lines that takes none')
  else into.add(item)
}

/** The stage itself, for an input that is not cut. */
export const gathered: (whole: Whole, target: Target<Value>) => Target<Value> = coroutine(
  function* (whole: Whole, target: Target<Value>): Receiver<Value> {
    try {
      while (true) gather(yield, whole)
    } finally {
      yield* sent(whole.results(), target)
    }
  },
)

/** Takes the records of a part; `part.state()` is what to hand on when they have ended. */
export const gatheredPart: (part: Part) => Target<Value> = coroutine(function* (
  part: Part,
): Receiver<Value> {
  while (true) gather(yield, part)
})

/** Takes the states of all parts, in their order, and sends what the stage sends. */
export const joined: (whole: Whole, target: Target<Value>) => Target<unknown> = coroutine(
  function* (whole: Whole, target: Target<Value>): Receiver<unknown> {
    try {
      while (true) whole.merge(yield)
    } finally {
      yield* sent(whole.results(), target)
    }
  },
)

function* sent(
  records: Iterable<Value | Lines | typeof MORE>,
  target: Target<Value | Lines>,
): Generator<typeof MORE, void> {
  for (const record of records) {
    yield MORE
    if (record !== MORE && !target.send(record)) return
  }
}
