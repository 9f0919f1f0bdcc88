// Receives the tapes of a document and counts what its records are made of. Holds one path for each there is.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Pattern } from '../engine/pattern.ts'
import { Selector } from '../engine/selector.ts'
import { ATTRIBUTE, END, EVENT_WORDS, type Name, START, type Tape, TEXT } from '../engine/tape.ts'
import type { Tally } from '../mapping/collect.ts'
import type { Paths } from './paths.ts'
import { RecordReader } from './record-reader.ts'

export interface InferOptions {
  pattern: Pattern
  /** What is found, over all documents. */
  paths: Paths
  report: Tally
}

/** A coroutine for each document. */
export const infer: (options: InferOptions) => Target<Tape> = coroutine(function* ({
  pattern,
  paths,
  report,
}: InferOptions): Receiver<Tape> {
  const selector = new Selector(pattern)
  const record = new RecordReader(paths)
  try {
    while (true) {
      const tape = yield
      const { events, length, names } = tape
      record.take(tape)
      for (let at = 0; at < length * EVENT_WORDS; at += EVENT_WORDS) {
        const index = events[at + 1] as number
        switch (events[at]) {
          case START: {
            const name = names[index] as Name
            if (record.depth > 0) record.child(index, name.qualified)
            else {
              if (report.records === 0) {
                report.seen.set(name.qualified, (report.seen.get(name.qualified) ?? 0) + 1)
              }
              if (selector.enter(index, name)) record.start(name.qualified)
            }
            break
          }
          case ATTRIBUTE:
            if (record.depth > 0) record.attribute(index, (names[index] as Name).qualified, at)
            break
          case TEXT:
            if (record.depth > 0) record.text(at)
            break
          case END:
            if (record.depth > 0) {
              record.end()
              if (record.depth > 0) break
              report.records++
            }
            selector.leave()
        }
      }
      record.leaveTape()
    }
  } finally {
    record.leave()
  }
})
