// Takes parts from a stream of jobs, one after the other, and runs a plan on each: what a part makes appears whole, so that
// a part that is run twice is one result.

import { hostname } from 'node:os'
import { CosaxError, InputError, messageOf, UsageError } from '../core/errors.ts'
import type { NatsAddress } from '../nats/address.ts'
import type { JsMsg } from '../nats/connect.ts'
import { destinationsOf, type Pipeline, type Plan } from '../plan/plan.ts'
import { unlessAborted } from '../plan/unless-aborted.ts'
import { isStandard } from '../sinks/destination-format.ts'
import { insistOnFile } from '../split/identity.ts'
import type { Part } from '../split/part.ts'
import { type PartOfPlan, planOfPart } from '../split/part-plan.ts'
import { refuseWays } from '../split/refused.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { Lease } from './lease.ts'
import { idIn, numberIn, WORKERS } from './names.ts'
import { explained, passes, persevere, wait } from './persevere.ts'
import { heldToFolder, receivedPart } from './received.ts'
import type { RunPart } from './run-part.ts'
import type { State } from './state.ts'

export interface Working {
  address: NatsAddress
  /** What is made of each part; its inputs are those of the parts. */
  plan: Plan
  /** The folder in which the files of parts are. */
  folder: string
  /** Whether it ends when no part waits or runs. */
  untilDrained: boolean
  /** Ends it early: the part that it has is given back. */
  signal: AbortSignal
  run: RunPart
  onWarning(message: string): void
  /** Called once, with the stages whose results are of a part only, if there are any. */
  onPartial?(flags: readonly string[]): void
  /** Called with what made a part fail for good. */
  onFailed?(error: unknown): void
}

export interface Worked {
  done: number
  failed: number
}

/** @throws InputError for a server or a stream that is not there, UsageError for a plan that is none for parts, the signal's reason. */
export async function work(working: Working): Promise<Worked> {
  refuseWays(working.plan)
  refuseStdout(working.plan.pipeline)
  const lost = new AbortController()
  const signal = AbortSignal.any([working.signal, lost.signal])
  const onLost = (error: unknown) => lost.abort(error)
  const jobs = await openJobs(working.address, { signal: working.signal, onLost })
  try {
    const worker = new Worker(jobs, { ...working, signal })
    await worker.work()
    return worker
  } catch (error) {
    throw explained(error, jobs.shown)
  } finally {
    await jobs.close()
  }
}

/** @throws UsageError for what would be written twice if a part is run twice. */
function refuseStdout(pipeline: Pipeline): void {
  for (const destination of destinationsOf(pipeline)) {
    if (!isStandard(destination)) continue
    const fact = 'a part that is run twice would be written twice'
    throw new UsageError(`work: ${fact}: expected files, as in --to 'out/{part}.jsonl'`)
  }
  for (const branch of pipeline.branches ?? []) refuseStdout(branch)
}

const SHORT = 250 // ms until what failed is handed out again, the first time
const LONGEST_ERROR = 1000 // characters that are kept of it

class Worker implements Worked {
  done = 0
  failed = 0
  readonly #jobs: Jobs
  readonly #working: Working
  readonly #name = crypto.randomUUID()
  readonly #said = new Set<string>()
  /** Whether the command line was that of a part once: it is no mistake then. */
  #isFit = false
  #failures = 0 // one after the other

  constructor(jobs: Jobs, working: Working) {
    this.#jobs = jobs
    this.#working = working
  }

  async work(): Promise<void> {
    const { signal, untilDrained } = this.#working
    for (let mayBeDrained = true; ; ) {
      signal.throwIfAborted()
      if (untilDrained && mayBeDrained && (await this.#isDrained())) return
      const message = await this.#next()
      mayBeDrained = !message || message.info.pending === 0
      if (message) await this.#take(message)
    }
  }

  async #next(): Promise<JsMsg | null> {
    const { signal, untilDrained } = this.#working
    const next = this.#jobs.consumer.next({ expires: untilDrained ? 1000 : 5000 })
    try {
      return await unlessAborted(next, signal)
    } catch (error) {
      next.then(
        (message) => message?.nak(),
        () => {},
      )
      signal.throwIfAborted()
      if (!passes(error)) throw error
      await wait(SHORT, signal)
      return null
    }
  }

  async #isDrained(): Promise<boolean> {
    const { connected, stream } = this.#jobs
    const info = () => connected.manager.consumers.info(stream, WORKERS)
    const { num_pending, num_ack_pending } = await persevere(info, this.#working.signal)
    return num_pending === 0 && num_ack_pending === 0
  }

  async #take(message: JsMsg): Promise<void> {
    const { signal } = this.#working
    const id = idIn(message.subject)
    const known = await this.#jobs.states.read(id, signal)
    const lease = new Lease(this.#jobs, message, known?.sequence ?? 0)
    try {
      await this.#settle(message, lease, id, known?.state)
    } catch (error) {
      lease.giveBack() // unless that was said already
      throw error
    }
  }

  async #settle(message: JsMsg, lease: Lease, id: string, state: State | undefined): Promise<void> {
    if (state?.state === 'done' || state?.state === 'failed') return lease.acknowledge()
    const facts = this.#factsOf(message, id, state)
    let part: Part
    try {
      part = receivedPart(message.string(), id)
    } catch (error) {
      return this.#failForGood(lease, facts, error) // no other worker can read it
    }
    const { file, from, to, parts } = part
    Object.assign(facts, { file, parts, part: part.part, bytes: to.offset - from.offset })
    if (state?.state === 'running' && state.tries >= this.#jobs.tries) {
      const fact = `the worker on ${state.host} (process ${state.pid}) ended without a word`
      return this.#failForGood(lease, facts, new InputError(fact))
    }
    const fitted = await this.#fit(lease, facts, part)
    if (!fitted) return
    if (fitted.of.isDone) await this.#done(lease, facts)
    else await this.#run(lease, { ...facts, tries: facts.tries + 1 }, fitted)
  }

  #factsOf({ info }: JsMsg, id: string, before: State | undefined): Omit<State, 'state'> {
    return {
      part: numberIn(id),
      parts: 0,
      file: '',
      bytes: 0,
      tries: before?.tries ?? 0,
      deliveries: info.deliveryCount,
      worker: this.#name,
      host: hostname(),
      pid: process.pid,
    }
  }

  /** The plan of the part, and the part as this machine has it; nothing if that cannot be: it is given back then. */
  async #fit(lease: Lease, facts: Facts, part: Part): Promise<Fitted | undefined> {
    const { plan, folder, onPartial } = this.#working
    let of: PartOfPlan
    try {
      of = planOfPart(plan, part)
    } catch (error) {
      if (!this.#isFit) throw error
      return this.#tryAgain(lease, facts, error)
    }
    if (!this.#isFit && of.partial.length > 0) onPartial?.(of.partial)
    this.#isFit = true
    try {
      const held = heldToFolder(part, folder, plan)
      insistOnFile(held) // also if it is done: what is there would be of another file
      const { dtd } = held.parsing
      return { of, part: held, plan: { ...of.plan, inputs: [held.file], ...(dtd && { dtd }) } }
    } catch (error) {
      return this.#tryAgain(lease, facts, error)
    }
  }

  async #run(lease: Lease, facts: Facts, { of, plan, part }: Fitted): Promise<void> {
    const { signal, run, onWarning } = this.#working
    let look = () => 0
    const share = () => Math.min(1, look() / Math.max(1, facts.bytes))
    if (!(await lease.begin(facts, share))) return lease.giveBack(SHORT) // somebody else was faster
    const running = {
      signal: AbortSignal.any([signal, lease.lost]),
      onStart(given: () => number) {
        look = given
      },
      onWarning,
    }
    try {
      of.prepare()
      const { records, written } = await run(plan, part, running)
      of.tidy()
      await lease.end()
      await this.#done(lease, { ...facts, records, written })
    } catch (error) {
      await lease.end()
      if (lease.lost.aborted) return // somebody else has it
      if (!signal.aborted) return this.#failed(lease, facts, error)
      await this.#giveBack(lease, facts)
    }
  }

  async #done(lease: Lease, facts: Facts): Promise<void> {
    await lease.done(facts)
    this.done++
    this.#failures = 0
  }

  /** A worker that is ended has not tried. */
  async #giveBack(lease: Lease, facts: Facts): Promise<void> {
    const { connection } = this.#jobs.connected
    if (connection.isClosed()) return
    const written = lease.write({ ...facts, tries: facts.tries - 1, state: 'waiting' })
    await Promise.race([written.catch(() => {}), wait(SHORT)]) // nobody waits for a worker that is ended
    lease.giveBack()
  }

  async #failed(lease: Lease, facts: Facts, error: unknown): Promise<void> {
    if (facts.tries >= this.#jobs.tries) await this.#failForGood(lease, facts, error)
    else await this.#tryAgain(lease, facts, error)
  }

  async #failForGood(lease: Lease, facts: Facts, error: unknown): Promise<void> {
    this.#say(facts, error)
    if (!(await lease.write({ ...facts, state: 'failed', error: textOf(error) }))) return
    this.failed++
    this.#working.onFailed?.(error)
    await lease.acknowledge()
  }

  /** Others may have it, after a while; this worker too takes none before that. */
  async #tryAgain(lease: Lease, facts: Facts, error: unknown): Promise<undefined> {
    if (facts.deliveries >= this.#jobs.most) {
      await this.#failForGood(lease, facts, error)
      return
    }
    this.#say(facts, error)
    if (!(await lease.write({ ...facts, state: 'waiting', error: textOf(error) }))) return
    lease.giveBack(this.#pauseAfter(facts.deliveries))
    await wait(this.#pauseAfter(++this.#failures), this.#working.signal)
  }

  #pauseAfter(times: number): number {
    return Math.min(SHORT * 2 ** Math.min(times - 1, 20), this.#jobs.lease)
  }

  #say({ part }: Facts, error: unknown): void {
    const message = `part ${part}: ${messageOf(error)}`
    if (this.#said.size > 1000) this.#said.clear()
    if (this.#said.has(message)) return
    this.#said.add(message)
    this.#working.onWarning(message)
  }
}

type Facts = Omit<State, 'state'>

interface Fitted {
  of: PartOfPlan
  plan: Plan
  part: Part
}

function textOf(error: unknown): string {
  const text = messageOf(error)
  return (error instanceof CosaxError ? text : `a defect of cosax: ${text}`).slice(0, LONGEST_ERROR)
}
