// Provides what every line from the bytes of documents to the sinks has: its contract, and what is at its ends.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Keep } from '../core/kept.ts'
import type { Counted } from '../dtd/outside.ts'
import type { BadRecord, BadRecordPolicy } from '../engine/bad-record.ts'
import type { Engine } from '../engine/engine.ts'
import type { Inside } from '../engine/part.ts'
import type { XmlError } from '../engine/xml-error.ts'
import type { Tally } from '../mapping/collect.ts'
import type { SeenAt } from '../mapping/mapped-path.ts'
import type { Scopes } from '../record/scopes.ts'
import { total } from '../record/total.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { Exit } from './lower.ts'
import type { Pipeline, Plan } from './plan.ts'
import type { TakesLines } from './reached.ts'
import { type Wiring, wire } from './wire.ts'

export interface Line {
  /** What all documents lead into, to be closed after the last. */
  end: Target<never>
  /** Begins a document, or a part of one inside of it; `source` is what errors call it. */
  open(source: string, inside?: Inside): Engine
  /** Breaks off the document begun last, if it has not ended. */
  leave(): void
  /** Whether a fault that ends a document is to be left out with the rest of it, as the plan says. */
  tolerates(fault: XmlError): boolean
  /** Whether no document can have an effect any more. */
  readonly isDone: boolean
  /** What there is to say of the records of all documents, if anything. */
  readonly warning: string | undefined
  /** What there is to say of unknown entities, also after a fault. */
  readonly unknown: string | undefined
  /** What these two are made of. */
  readonly findings: Findings
  /** Adds those of another line of the same plan. */
  learn(findings: Findings): void
  /** How many were found so far, also in the document that is being read. */
  readonly records: number
  /** Whether the document that is being read has stopped inside a record, as far as that is known. */
  readonly isInRecord: boolean
  /** How many records passed a step of the kernel's program so far. */
  passed(step: number): number
  /** Bytes of memory that the document takes which is being read, as far as that is known. */
  readonly memory: number
}

/** What was found in documents that there may be something to say of, as plain data. */
export interface Findings {
  fields: SeenAt[]
  entities: Counted
}

export interface LineOptions extends Wiring {
  openSink: OpenSink
  /** Given what has to be known of the line, and is not in stages, to go on after an interruption. */
  keep?: Keep
  /** Whether lines go to a destination as they are, where its format does not say so. */
  takesLines?: TakesLines
  report: Tally
  /** Receives the namespaces of names, and what is declared around records. */
  scopes?: Scopes
  onWarning: (message: string) => void
  /** Called with what was left out because of a fault. */
  onBadRecord?: (bad: BadRecord) => void
  /** Whether it is for a part of a document that others came before. */
  isPart?: boolean
  /** The pipeline of which that of the plan is the first half. */
  whole?: Pipeline
}

/** What decides on faults, if any are left out. */
export async function badRecordsOf(
  { onError = 'stop', maxErrors = Number.POSITIVE_INFINITY, records }: Plan,
  { openSink, keep, onBadRecord = () => {} }: LineOptions,
): Promise<BadRecordPolicy | undefined> {
  if (onError === 'stop') return undefined
  const { BadRecords, writingOf } = await import('./bad-records.ts')
  const quarantine = typeof onError === 'object' && {
    quarantine: openSink(
      onError.quarantine,
      writingOf(onError.quarantine, records ? 'json' : 'xml'),
    ),
  }
  const badRecords = new BadRecords({ most: maxErrors, onBadRecord, ...quarantine })
  keep?.(badRecords)
  return badRecords
}

/** What receives what leaves by an exit. */
export function targetOf(exit: Exit, options: LineOptions): Target<never> {
  const { openSink } = options
  if ('destination' in exit) return openSink(exit.destination, exit.writing)
  if (exit.form === 'rows') throw new Error('rows are wired by themselves')
  const rest = wire(exit.pipeline, openSink, options)
  if (exit.form !== 'count') return rest
  const sum = { count: 0 }
  options.keep?.({ state: () => sum.count, restore: (count: number) => (sum.count = count) })
  return total(rest, sum)
}

/** Ends its targets one after the other; nothing is sent to them through it. */
export const together: (targets: Target<never>[]) => Target<never> = coroutine(function* (
  _: Target<never>[],
): Receiver<never> {
  yield
})
