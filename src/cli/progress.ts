// Has it reported how far a job is: when SIGUSR1 asks, on a terminal when it takes long, or all along.

import { isTerminal } from '../sinks/terminal.ts'
import type { Look, ProgressForm } from './progress/form.ts'
import type { ProgressReporter } from './progress/reporter.ts'

const PATIENCE = 2000 // ms until a person at a terminal wants to see something
export const ASK = 'SIGUSR1'

/** Runs a job, which gives what answers how far it is. */
export async function withProgress<T>(
  form: ProgressForm,
  job: (onStart: (look: Look) => void) => Promise<T>,
): Promise<T> {
  const start = process.hrtime() // Node takes a while to load what `performance` is
  let timer: NodeJS.Timeout | undefined
  let look: Look | undefined
  let reporter: Promise<ProgressReporter> | undefined
  const load = (look: Look): Promise<ProgressReporter> => {
    reporter ??= import('./progress/reporter.ts').then(
      ({ ProgressReporter }) =>
        new ProgressReporter(look, form, performance.now() - msSince(start)),
    )
    return reporter
  }
  const begin = async (look: Look) => {
    if (form !== 'auto' || isTerminal(2)) (await load(look)).begin()
  }
  const onAsked = async () => {
    if (look) (await load(look)).report()
  }
  process.on(ASK, onAsked) // without it node waits for a debugger
  try {
    return await job((given) => {
      look = given
      if (form === 'never') return
      if (form === 'auto') timer = setTimeout(begin, PATIENCE, given).unref()
      else begin(given)
    })
  } finally {
    clearTimeout(timer)
    process.off(ASK, onAsked)
    const known = await reporter
    known?.end()
  }
}

function msSince(start: [number, number]): number {
  const [seconds, nanoseconds] = process.hrtime(start)
  return 1000 * seconds + nanoseconds / 1e6
}
