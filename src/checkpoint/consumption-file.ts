// Keeps in a file how far a run on a stream is, for the next run of the same command.

import { UsageError } from '../core/errors.ts'
import type { Plan } from '../plan/plan.ts'
import { version } from '../process/version.ts'
import type { Appearing } from '../sinks/keeping.ts'
import type { Done } from '../sources/stream-source.ts'
import { CheckpointFile } from './checkpoint-file.ts'
import { isRunning, type Owner, thisProcess } from './owner.ts'

/** How far a run is: what sinks hold is safe, and was made of these messages, which may come again. */
export interface Consumed {
  sinks: [place: string, state: unknown][]
  /** Nothing before the first message. */
  done: Done | null
}

/** Messages are taken, or all is written and files get their names. */
export type Phase = { consumed: Consumed } | { files: Appearing }

interface Content {
  /** What the output depends on. */
  work: string
  owner: Owner
  phase: Phase
}

export class ConsumptionFile {
  readonly path: string
  readonly #file: CheckpointFile
  readonly #work: string

  constructor(path: string, plan: Plan) {
    this.path = path
    this.#file = new CheckpointFile(path)
    this.#work = JSON.stringify([version(), process.cwd(), plan])
  }

  /** @throws UsageError when it is of another command, or another process is at work on it. */
  read(): Phase | undefined {
    const found = this.#file.read() as unknown as Content | undefined
    if (!found) return undefined
    if (isRunning(found.owner)) {
      throw new UsageError(
        `--checkpoint: ${this.path}: process ${found.owner.pid} is at work on it`,
      )
    }
    if (found.work === this.#work) return found.phase
    const advice = 'run that one, or remove the checkpoint to begin anew'
    throw new UsageError(`--checkpoint: ${this.path}: is of another command or version: ${advice}`)
  }

  write(phase: Phase): void {
    const content: Content = { work: this.#work, owner: thisProcess(), phase }
    this.#file.write(content as never)
  }

  remove(): void {
    this.#file.remove()
  }
}
