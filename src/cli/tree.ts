// Performs `cosax tree`: reads documents and draws the tree of their elements.

import { STDOUT } from '../plan/plan.ts'
import { scan } from '../plan/scan.ts'
import { draw } from '../shape/draw.ts'
import { Grove, grow } from '../shape/grow.ts'
import { checkDestinations } from '../sinks/text.ts'
import { filesRead } from '../sources/open.ts'
import { attribute, name as element, quiet } from './color.ts'
import { warnUnless } from './diagnostics.ts'
import { print } from './print.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

const USUAL_COLUMNS = 120 // of what is no terminal, or one that does not know

export async function drawTree({
  plan,
  limit,
  depth,
  width,
  reads,
  isQuiet,
}: Request): Promise<number> {
  const { pipeline: _, ...scanning } = plan
  checkDestinations([STDOUT], [...filesRead(plan.inputs), ...(plan.dtd ?? []), ...reads])
  const grove = new Grove()
  const columns = process.stdout.columns || USUAL_COLUMNS
  try {
    await untilInterrupted((signal) =>
      scan(scanning, {
        open: () => grow(grove),
        signal,
        onWarning: warnUnless(isQuiet),
        ...(limit !== undefined && { limit }),
      }),
    )
  } finally {
    const paint = { element, attribute, quiet }
    if (grove.ground.below.size > 0)
      print(draw(grove, { width, columns, paint, ...(depth !== undefined && { depth }) }))
  }
  return 0
}
