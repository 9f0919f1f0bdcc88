// Finds the stage that a module exports. A module without one gives a stage that says so when it is started.

import { messageOf, StageError } from '../core/errors.ts'
import type { HostedStage } from './host.ts'

export async function stageIn(module: string): Promise<HostedStage> {
  try {
    const { default: stage } = await import(module)
    if (typeof stage === 'function') return stage
    throw new StageError('expected a default export, a function of a target')
  } catch (error) {
    const isOurs = error instanceof StageError
    const failure = isOurs ? error : new StageError(`cannot be loaded: ${messageOf(error)}`)
    return () => {
      throw failure
    }
  }
}
