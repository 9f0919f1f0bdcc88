// The thread that reads parts of documents, one after the other, as it is told.

import { readSync } from 'node:fs'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Engine } from '../engine/engine.ts'
import type { Border } from '../engine/part.ts'
import { everyRecord, parsePattern } from '../engine/pattern.ts'
import { useCompiled } from '../engine/wasm.ts'
import { Calls } from '../expression/calls.ts'
import { joinLine } from '../plan/line.ts'
import { aroundEnd, type BytesAt, textOf } from './around.ts'
import { findCandidate } from './candidates.ts'
import type { End, Said, Setup, Task } from './messages.ts'
import { Cancelled, PartOutput } from './part-output.ts'
import { RingWriter } from './ring.ts'

const CHUNK = 256 * 1024

const port = parentPort as MessagePort
const { plan, seam, shared, kernel } = workerData as Setup
const ring = new RingWriter(shared)
const pattern = parsePattern(plan.record ?? everyRecord(plan.fragments))
const { pipeline: _, inputs: __, record: ___, mapping: ____, ...parsing } = plan

useCompiled(kernel)
// one after the other: a part reads without a pause, but to open its line it waits
let last = Promise.resolve()
port.on('message', (task: Task) => {
  last = last.then(() => readPart(task))
})
port.postMessage('ready')

async function readPart(task: Task): Promise<void> {
  const { part, round } = task
  const say = (said: object) => port.postMessage({ part, round, ...said } as Said)
  try {
    await read(task, say)
  } catch (error) {
    if (!(error instanceof Cancelled)) say({ said: 'failed' })
  }
}

async function read(task: Task, say: (said: object) => void): Promise<void> {
  const { round, descriptor, size, isExact, around, name, names } = task
  if (ring.isCancelled(round)) return
  const bytesAt = bytesOf(descriptor)
  const start = isExact
    ? task.from
    : findCandidate(bytesAt, names, task.from, Math.min(task.to, size))
  say({ said: 'started', at: start })
  if (start < 0) return
  const output = new PartOutput(seam.exits, ring, round, (pieces) =>
    say({ said: 'pieces', pieces }),
  )
  const report = { records: 0, seen: new Map<string, number>() }
  const calls = new Calls()
  const line = await joinLine(
    { ...plan, pipeline: seam.front },
    {
      openSink: (exit) => output.open(exit),
      start: output.start,
      report,
      calls,
      onWarning() {
        throw new Error('a warning is for the thread that knows what was warned of before')
      },
    },
  )
  const inside = { around: textOf(around), offset: start, lines: 0, characters: 0, expansion: 0 }
  const engine = line.open(name, { ...inside, records: 0 })
  const end = readOn(task, start, engine, bytesAt)
  line.leave()
  line.end.close()
  const states = output.end()
  const findings = { ...line.findings, ...report, calls: calls.state() }
  say({ said: 'ended', end: { ...end, states, findings } })
}

/** Reads up to the first border from the end of the part on at which the document may be cut. */
function readOn(
  { round, descriptor, size, to, step, names, around }: Task,
  start: number,
  engine: Engine,
  bytesAt: BytesAt,
): Omit<End, 'states' | 'findings'> {
  let at = start
  for (let boundary = to; ; boundary += step) {
    const found =
      boundary < size
        ? findCandidate(bytesAt, names, boundary, Math.min(boundary + step, size))
        : size
    if (found < 0) continue
    const isWanted = feed(engine, descriptor, at, found, round)
    at = found
    if (!isWanted) return { at, isLast: true, ...NO_PLACE }
    if (at === size) {
      engine.end()
      return { at, isLast: true, ...NO_PLACE }
    }
    const border = engine.border?.()
    if (border?.isAround) return { at, isLast: false, ...placeOf(border) }
    const options = parsing
    const now = border && aroundEnd({ from: start, to: at, around, bytesAt, pattern, options })
    if (now) return { at, isLast: false, ...placeOf(border as Border), around: now }
  }
}

const NO_PLACE = { lines: 0, characters: 0, expansion: 0 }

function placeOf({ lines, characters, expansion }: Border): typeof NO_PLACE {
  return { lines, characters, expansion }
}

/** Answers whether more is wanted. */
function feed(
  engine: Engine,
  descriptor: number,
  from: number,
  to: number,
  round: number,
): boolean {
  for (let at = from; at < to; ) {
    if (ring.isCancelled(round)) throw new Cancelled()
    const length = Math.min(CHUNK, to - at)
    const space = engine.space?.(length) ?? Buffer.allocUnsafe(length)
    if (readSync(descriptor, space, 0, length, at) < length)
      throw new Error('the file has become shorter')
    if (!engine.write(space)) return false
    at += length
  }
  return true
}

/** Reads into memory that is used again. */
function bytesOf(descriptor: number): BytesAt {
  let memory = Buffer.allocUnsafe(CHUNK)
  return (offset, length) => {
    if (length > memory.length) memory = Buffer.allocUnsafe(length)
    return memory.subarray(0, readSync(descriptor, memory, 0, length, offset))
  }
}
