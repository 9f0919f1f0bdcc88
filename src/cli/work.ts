// Performs `cosax work`: takes parts from a stream of jobs and runs the pipeline on each.

import { work } from '../jobs/work.ts'
import { jobsAddressOf } from './address.ts'
import { warnUnless } from './diagnostics.ts'
import { DEFECT, exitCodeOf } from './exit.ts'
import { listed } from './part.ts'
import { PartThread } from './part-thread.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

const MOST_REMEMBERED = 1000 // warnings that are not said again

export async function workOnParts(request: Request): Promise<number> {
  const { plan, clustering, isQuiet } = request
  const address = jobsAddressOf(request)
  const warn = warnUnless(isQuiet)
  const said = new Set<string>()
  const onWarning = (message: string) => {
    if (said.has(message)) return
    if (said.size >= MOST_REMEMBERED) said.clear()
    said.add(message)
    warn(`cosax: ${message}`)
  }
  let code = 0
  const thread = new PartThread()
  try {
    const { done, failed } = await untilInterrupted((signal) =>
      work({
        address,
        plan: { ...plan, inputs: [] },
        folder: clustering.folder ?? '.',
        untilDrained: clustering.untilDrained === true,
        signal,
        run: thread.run,
        onWarning,
        onPartial: (flags) =>
          warn(
            `cosax: ${listed(flags)} ${flags.length === 1 ? 'sees' : 'see'} the records of each part only`,
          ),
        onFailed(error) {
          code = Math.max(code, exitCodeOf(error) ?? DEFECT)
        },
      }),
    )
    warn(`cosax: parts done: ${done}, failed: ${failed}`)
    return code
  } finally {
    await thread.end()
  }
}
