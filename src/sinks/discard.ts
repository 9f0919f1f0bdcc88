// Takes back what has not appeared, whatever happens: the others are taken back all the same.

import { quietly } from '../core/quietly.ts'
import type { Committable } from './output.ts'

export function discard(committable: Committable): void {
  quietly(() => committable.discard())
}
