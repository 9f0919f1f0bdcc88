// Turns the options about entities into what engines share about them.

import { Outside } from '../dtd/outside.ts'
import type { EngineOptions } from './engine.ts'

export function outsideOf({ entities = 'keep', onWarning }: EngineOptions): Outside {
  return new Outside({ manner: entities, ...(onWarning && { onWarning }) })
}
