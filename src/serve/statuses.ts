// Takes a server's status, once a second, and sends it to the pages that are open.

import type { ServerResponse } from 'node:http'
import type { Scheduler } from '../task/index.ts'
import type { Clients } from './clients.ts'
import type { Counts } from './counts.ts'
import type { SharedSinks } from './shared-sinks.ts'
import type { PipelineRow, ServerStatus } from './status.ts'

const MOST_PAGES = 64
const MOST_CLIENTS = 1000 // that a page shows

interface Sample {
  time: number
  totals: ServerStatus['totals']
  rows: PipelineRow[]
}

export interface StatusesOptions {
  scheduler: Scheduler
  clients: Clients
  counts: Counts
  shared: SharedSinks
}

export class Statuses {
  readonly listening: string[] = []
  readonly #of: StatusesOptions
  readonly #pages = new Set<ServerResponse>()
  #before: Sample // the one before the last: rates are since then
  #last: Sample

  constructor(of: StatusesOptions) {
    this.#of = of
    this.#last = this.#sampled()
    this.#before = this.#last
  }

  /** Takes the next one, and sends it to those who look. */
  sample(): void {
    this.#before = this.#last
    this.#last = this.#sampled()
    if (this.#pages.size === 0) return
    const status = this.now()
    const event = `event: status\ndata: ${JSON.stringify(status)}\n\n`
    // a page that does not keep up misses some
    for (const page of this.#pages) if (!page.writableNeedDrain) page.write(event)
  }

  /** Sends each from now on. */
  watch(page: ServerResponse): void {
    if (this.#pages.size === MOST_PAGES) {
      page.writeHead(503, { 'content-type': 'text/plain' })
      page.end('too many pages are open\n')
      return
    }
    page.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    this.#pages.add(page)
    page.on('error', () => {})
    page.on('close', () => this.#pages.delete(page))
    page.write(`retry: 1000\nevent: status\ndata: ${JSON.stringify(this.now())}\n\n`)
  }

  end(): void {
    for (const page of this.#pages) page.end()
  }

  now(): ServerStatus {
    const { clients, scheduler } = this.#of
    const before = this.#before
    const sample = this.#sampled()
    const seconds = Math.max((sample.time - before.time) / 1000, 0.001)
    const rate = (now = 0, then = 0) => Math.max(Math.round((now - then) / seconds), 0)
    const now = performance.now()
    return {
      time: Date.now(),
      uptimeSeconds: process.uptime(),
      listening: this.listening,
      isClosing: clients.isClosing,
      pipeline: sample.rows.map((row, n) => ({
        ...row,
        ...(row.in !== undefined && { inRate: rate(row.in, before.rows[n]?.in) }),
        ...(row.out !== undefined && { outRate: rate(row.out, before.rows[n]?.out) }),
      })),
      clients: clients.all.slice(0, MOST_CLIENTS).map((client) => client.status(now)),
      tasks: counted(scheduler.tasks.map(({ state, call }) => call ?? state)),
      failures: clients.failures,
      totals: sample.totals,
      rates: {
        bytes: rate(sample.totals.bytes, before.totals.bytes),
        records: rate(sample.totals.records, before.totals.records),
        written: rate(sample.totals.written, before.totals.written),
      },
    }
  }

  #sampled(): Sample {
    const { clients, counts, shared } = this.#of
    const { all } = clients
    const inState = (state: string) => all.filter((client) => client.state === state).length
    const { user, system } = process.cpuUsage()
    return {
      time: performance.now(),
      rows: counts.rows((destination) => {
        if (destination === '-') return inState('writing')
        return shared.gate.isShut ? inState('held') : 0
      }),
      totals: {
        clients: all.length,
        clientsEver: clients.ever,
        refused: clients.refused,
        failed: clients.failed,
        bytes: clients.bytes,
        records: clients.records,
        written: clients.written,
        memory: process.memoryUsage.rss(),
        processorSeconds: (user + system) / 1e6,
      },
    }
  }
}

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
