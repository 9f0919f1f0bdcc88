// Keeps the clients of a server: lets them in, counts what they do, and ends those that are beyond a limit.

import type { Plan } from '../plan/plan.ts'
import type { Routine, Scheduler } from '../task/index.ts'
import { Client } from './client.ts'
import type { Conversation, Failure } from './conversation.ts'
import type { Counts } from './counts.ts'
import type { ServeLimits } from './limits.ts'
import type { Session } from './session.ts'
import type { SharedSinks } from './shared-sinks.ts'
import type { FailureStatus } from './status.ts'

const MOST_FAILURES = 20

export interface ClientsOptions {
  plan: Plan
  scheduler: Scheduler
  shared: SharedSinks
  counts: Counts
  limits: ServeLimits
  onFailure: (failure: FailureStatus) => void
  onWarning: (message: string) => void
}

export class Clients {
  ever = 0
  refused = 0
  failed = 0
  /** Newest first. */
  readonly failures: FailureStatus[] = []
  isClosing = false
  readonly #options: ClientsOptions
  readonly #tasks = new Map<Client, number>()
  #memory = process.memoryUsage.rss() // as of the last look
  #bytes = 0 // of those that have gone
  #written = 0
  #ofOthers = 0 // records of clients with pipelines of their own

  constructor(options: ClientsOptions) {
    this.#options = options
  }

  get all(): Client[] {
    return [...this.#tasks.keys()]
  }

  get bytes(): number {
    return this.all.reduce((sum, { bytes }) => sum + bytes, this.#bytes)
  }

  get records(): number {
    return this.#options.counts.records + this.#ofOthers
  }

  /** By what clients were sent, and by the sinks that they share. */
  get written(): number {
    const { shared } = this.#options
    const here = this.all.reduce((sum, { session }) => sum + (session?.output.records ?? 0), 0)
    return this.#written + here + shared.records
  }

  /** Why no client is let in at the moment. */
  get refusal(): Failure | undefined {
    const { clients, memory } = this.#options.limits
    if (this.isClosing) return { message: 'the server is closing', status: 503 }
    if (this.#tasks.size >= clients) return { message: `more than ${clients} clients`, status: 503 }
    // without clients, what is left over is given back when it is needed
    if (this.#memory > memory && this.#tasks.size > 0) {
      return { message: 'no memory for another client', status: 503 }
    }
    return undefined
  }

  /** Lets a client in, or turns it away; `own` is its own pipeline, if it has one. */
  admit(conversation: Conversation, own?: Plan): void {
    const { refusal } = this
    if (refusal) {
      this.refused++
      conversation.break(refusal)
      return
    }
    const { plan, shared, counts, limits, onWarning } = this.#options
    const client: Client = new Client({
      id: ++this.ever,
      conversation,
      plan: own ?? plan,
      openShared: (destination, writing) => shared.open(destination, writing),
      ...(own === undefined && { watch: counts.watch() }), // the page shows the server's pipeline
      gate: shared.gate,
      most: limits,
      onWarning: (message) => onWarning(`${conversation.from}: ${message}`),
      onBegin: (session) => {
        if (!own) counts.add(session.line)
      },
      onRead: () => this.#start(client, client.end()),
      onFailure: (failure) => this.#report(client, failure),
      onEnd: () => this.#leave(client, own !== undefined),
    })
    this.#start(client, client.read())
  }

  /** Ends what has been there or idle for too long, and the largest where memory is short. */
  inspect(): void {
    const { seconds, idleSeconds, memory } = this.#options.limits
    const now = performance.now()
    for (const client of this.all) {
      const status = client.status(now)
      if (status.seconds > seconds) this.#refuse(client, `longer than ${seconds} s`, 408)
      // one that waits for a sink which all share is not to blame
      else if (status.idleSeconds > idleSeconds && status.state !== 'held') {
        this.#refuse(client, `idle for ${idleSeconds} s`, 408)
      }
    }
    this.#memory = process.memoryUsage.rss()
    if (this.#memory > memory) {
      const largest = this.all.toSorted((a, b) => sizeOf(b.session) - sizeOf(a.session))[0]
      if (largest)
        this.#refuse(largest, 'the server is short of memory, and this client has most', 503)
    }
  }

  /** Lets no more in, and has those that are here end after the record that they are in. */
  close(): void {
    this.isClosing = true
    for (const client of this.all) {
      client.isLeaving = true
      if (client.phase === 'reading' && !client.session?.isInRecord) this.#kill(client)
    }
  }

  /** Ends them all at once. */
  break(): void {
    for (const client of this.all) this.#refuse(client, 'the server has closed', 503)
  }

  #start(client: Client, task: Routine<void>): void {
    this.#tasks.set(client, this.#options.scheduler.start(task, { detached: true }))
  }

  #refuse(client: Client, message: string, status: number): void {
    client.refusal ??= { message, status }
    if (client.phase === 'reading' || client.phase === 'ending') this.#kill(client)
  }

  #kill(client: Client): void {
    const task = this.#tasks.get(client)
    if (task !== undefined) this.#options.scheduler.kill(task)
  }

  #leave(client: Client, isOther: boolean): void {
    const { session } = client
    this.#tasks.delete(client)
    this.#bytes += client.bytes
    if (session) {
      this.#written += session.output.records
      if (isOther) this.#ofOthers += session.line.records
      else this.#options.counts.leave(session.line)
      session.release()
    }
  }

  #report({ id, conversation }: Client, { message }: Failure): void {
    this.failed++
    const status = { time: Date.now(), client: id, from: conversation.from, message }
    this.failures.unshift(status)
    this.failures.length = Math.min(this.failures.length, MOST_FAILURES)
    this.#options.onFailure(status)
  }
}

function sizeOf(session: Session | undefined): number {
  return session?.size ?? 0
}
