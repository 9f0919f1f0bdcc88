// Adds the name of a destination to what a format or the system complains about.

import { CosaxError, messageOf, OutputError, reasonOf } from '../core/errors.ts'

export function nameErrors<T>(name: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof CosaxError && !(error instanceof OutputError)) throw error
    throw new OutputError(`${name}: ${isOfSystem(error) ? reasonOf(error) : messageOf(error)}`)
  }
}

function isOfSystem(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException)?.syscall === 'string'
}
