// Provides what a plan writes to each of its sinks, and the error it ends with.

import { joinLine } from '../../src/plan/line.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { sinkNamed } from '../../src/plan/reached.ts'
import type { Scopes } from '../../src/record/scopes.ts'
import { jsonl } from '../../src/sinks/jsonl.ts'
import type { OpenSink } from '../../src/stages/stage.ts'
import { cutAt, inPieces } from '../engine/every-cut.ts'

export type Writer = Parameters<typeof jsonl>[0]

export interface Outcome {
  sinks: Record<string, string>
  seen: [string, number][]
  error?: string
}

/** Reads documents in pieces of a size, or cut at places; `sink` makes what writes to an output. */
export async function written(
  plan: Plan,
  documents: string[],
  cut: number | readonly number[],
  scopes?: Scopes,
  sink: (output: Writer) => ReturnType<OpenSink> = jsonl as never,
): Promise<Outcome> {
  const sinks: Record<string, string> = {}
  const targets = new Map<string, ReturnType<OpenSink>>()
  const openSink: OpenSink = (destination) => {
    const name = sinkNamed(destination)
    const known = targets.get(name)
    if (known) return known
    sinks[name] = ''
    const write = (data: string | Uint8Array) => {
      sinks[name] += typeof data === 'string' ? data : Buffer.from(data).toString('utf8')
      return true
    }
    const target = sink({ write, writeLines: ({ bytes }) => write(bytes) })
    targets.set(name, target)
    return target
  }
  const report = { records: 0, seen: new Map<string, number>() }
  const line = await joinLine(plan, { openSink, report, onWarning() {}, ...(scopes && { scopes }) })
  const outcome = () => ({ sinks, seen: report.records > 0 ? [] : [...report.seen].sort() })
  try {
    for (const document of documents) {
      if (line.isDone) break
      const engine = line.open('input')
      const bytes = Buffer.from(document)
      const pieces = typeof cut === 'number' ? inPieces(bytes, cut) : cutAt(bytes, cut)
      if (!pieces.every((piece) => engine.write(piece))) break
      engine.end()
    }
    line.end.close()
  } catch (error) {
    line.leave()
    line.end.throw(error)
    // what was seen is not reported then
    return {
      ...outcome(),
      seen: [],
      error: `${(error as Error).name}: ${(error as Error).message}`,
    }
  }
  return outcome()
}
