// Adds the name of a destination to what a format complains about.

import { CosaxError, messageOf, OutputError } from '../core/errors.ts'

export function named<T>(name: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof CosaxError && !(error instanceof OutputError)) throw error
    throw new OutputError(`${name}: ${messageOf(error)}`)
  }
}
