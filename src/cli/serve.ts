// Performs `cosax serve`: says where it listens, and serves until a signal.

import { readFileSync } from 'node:fs'
import { reasonOf, UsageError } from '../core/errors.ts'
import { mayNeverEnd } from '../plan/endless.ts'
import { runsCommands } from '../plan/programs.ts'
import { SERVE_LIMITS } from '../serve/limits.ts'
import { serve } from '../serve/server.ts'
import { warnUnless } from './diagnostics.ts'
import { print } from './print.ts'
import { planOfQuery } from './query.ts'
import type { Request } from './request.ts'
import type { Serving } from './serving.ts'
import { PATIENCE, raise, SIGNALS } from './signals.ts'

const GRACE = 10 // seconds

export async function serveClients({ plan, serving, isQuiet }: Request): Promise<number> {
  const { tcp, http, limits, grace = GRACE, allowsQueries } = serving
  if (plan.inputs.length > 0) {
    throw new UsageError(`serve reads no files: ${JSON.stringify(plan.inputs[0])}`)
  }
  if (tcp.length + http.length === 0) {
    throw new UsageError('serve: expected --tcp HOST:PORT or --http HOST:PORT')
  }
  if (mayNeverEnd(plan.pipeline)) {
    throw new UsageError(
      'serve: --map-js and regular expressions that may take forever would stop all clients',
    )
  }
  if (runsCommands(plan.pipeline)) {
    throw new UsageError('serve: --pipe would run a process for each client')
  }
  const { token = process.env.COSAX_TOKEN } = serving
  const warn = warnUnless(isQuiet)
  const controller = new AbortController()
  let isListening = false
  const onSignal = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted || !isListening) raise(signal)
    setTimeout(
      () => {
        warn('cosax: sinks take no more: what they hold is lost')
        raise(signal)
      },
      2000 * grace + PATIENCE,
    ).unref()
    controller.abort()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  try {
    await serve({
      plan,
      tcp,
      http,
      limits: { ...SERVE_LIMITS, ...limits },
      grace,
      ...tlsOf(serving),
      ...(token && { token }),
      ...(allowsQueries && { planOfQuery: (query) => planOfQuery(query, plan) }),
      onListening(urls) {
        isListening = true
        print(urls.map((url) => `listening on ${url}`).join('\n'))
      },
      // an error of the document begins with where that is from
      onFailure: ({ from, message }) =>
        warn(`cosax: ${message.includes(from) ? message : `${from}: ${message}`}`),
      onWarning: warn,
      signal: controller.signal,
    })
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  return 0
}

function tlsOf({ certificate, key }: Serving): { tls?: { cert: Buffer; key: Buffer } } {
  if (certificate === undefined && key === undefined) return {}
  if (certificate === undefined || key === undefined) {
    throw new UsageError('--tls-cert and --tls-key: one needs the other')
  }
  return { tls: { cert: read('--tls-cert', certificate), key: read('--tls-key', key) } }
}

function read(flag: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`${flag}: ${path}: ${reasonOf(error)}`)
  }
}
