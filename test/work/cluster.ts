// Provides a cluster for tests: a folder with files, and workers in this process that share a stream of jobs.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MAKING } from '../../src/jobs/names.ts'
import { putParts } from '../../src/jobs/put.ts'
import type { RunPart } from '../../src/jobs/run-part.ts'
import { type Worked, type Working, work } from '../../src/jobs/work.ts'
import { parseNats } from '../../src/nats/address.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import type { Part } from '../../src/split/part.ts'
import { runPart } from '../../src/split/run-part.ts'
import type { Wanted } from '../../src/split/shares.ts'
import { split } from '../../src/split/split.ts'

export class Cluster {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'cosax-work-'))
  readonly address: string
  /** What the workers have said. */
  readonly said: string[] = []

  constructor(address: string) {
    this.address = address
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  /** Cuts a file and puts its parts into the stream. */
  async put(plan: Plan, wanted: Wanted): Promise<Part[]> {
    const signal = new AbortController().signal
    const { parts } = await split(plan, wanted, { signal, onWarning() {}, stretch: 40 })
    await this.putAgain(parts)
    return parts
  }

  /** Answers how many were added. */
  putAgain(parts: readonly Part[]): Promise<number> {
    return putParts(parseNats(this.address, MAKING), parts)
  }

  /** A worker that ends when no part waits or runs. */
  work(plan: Plan, more: Partial<Working> = {}): Promise<Worked> {
    const to = plan.pipeline.to ?? [this.path('out/{part}.jsonl')]
    return work({
      address: parseNats(this.address, MAKING),
      plan: { ...plan, inputs: [], pipeline: { ...plan.pipeline, to } },
      folder: this.folder,
      untilDrained: true,
      signal: new AbortController().signal,
      run: runHere,
      onWarning: (message) => this.said.push(message),
      ...more,
    })
  }

  /** What they have written, by the number of the part. */
  written(): Map<string, string> {
    const names = readdirSync(this.path('out')).sort()
    return new Map(
      names.map((name) => [
        name.replace(/-[0-9a-f]{8}/, ''),
        readFileSync(this.path(`out/${name}`), 'latin1'),
      ]),
    )
  }

  joined(): string {
    return [...this.written().values()].join('')
  }

  /** What one process writes. */
  async whole(plan: Plan): Promise<string> {
    const to = this.path('whole.jsonl')
    rmSync(to, { force: true })
    await run({ ...plan, pipeline: { ...plan.pipeline, to: [to] } })
    return readFileSync(to, 'latin1')
  }

  write(name: string, text: string): string {
    const path = this.path(name)
    writeFileSync(path, text)
    return path
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Runs a part in this thread. */
export const runHere: RunPart = (plan, part, { signal, onStart }) =>
  runPart(plan, part, { signal, onStart: (look) => onStart(() => look().bytes) })
