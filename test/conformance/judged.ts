// Provides the engines that the suite judges, with what is expected of each.

import type { CreateEngine } from '../../src/engine/engine.ts'
import { kernelEngine } from '../../src/engine/kernel/kernel.ts'
import { saxEngine } from '../../src/engine/sax/sax.ts'

export interface Judged {
  name: string
  engine: CreateEngine
  /** How many of the required verdicts are right. */
  verdicts: number
  /** The tests with a wrong verdict, each with the reason; not listed for an engine that has many. */
  wrong?: Record<string, string>
  /** How many of the canonical forms are right. */
  outputs: number
  /** One document in so many is cut everywhere. */
  cutsOneIn: number
}

/** The kernel that checks its stores is slow, and the other engine is none of its business. */
export const IS_CHECKED = process.env.KERNEL === 'checked'

const KERNEL: Judged = {
  name: 'kernel',
  engine: kernelEngine,
  verdicts: 1908,
  wrong: {},
  outputs: 262,
  cutsOneIn: IS_CHECKED ? 5 : process.env.CI ? 1 : 3,
}
const SAX: Judged = {
  name: 'sax',
  engine: saxEngine,
  verdicts: 1426,
  outputs: 236,
  cutsOneIn: 25,
}

export const JUDGED: Judged[] = IS_CHECKED ? [KERNEL] : [KERNEL, SAX]
